"""Callers of the real house, put together from the store, from who is on the line, and from where profiles are kept."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from acd.personal import NO_COUNTS
from acd.sentences import LANGUAGES
from calls.events import Caller
from calls.ids import CallId, new_id
from console.ports.contacts import CallerFound, Contact, MessageTold, PatienceKnown
from console.ports.words import Words
from console.ports.work import CallerNote, History, Who
from console.ports.work_errors import UnknownContact
from service.callback_rules import phone_of
from service.desks.callbacks import CallbackDesk
from service.desks.cards import profile_fields
from service.desks.history import Histories, note_told
from service.desks.menu_words import CurrentWords
from service.house import House
from service.patience_rules import PatienceRules
from service.told_patience import KnownPatience, known_patience, lines
from store.callers import CallerRow, Callers, NoteKept
from store.database import Database
from store.errors import WrongId
from store.messages import MessageRow
from store.patience import PatienceStore
from store.waits import Waits

PROFILE_WITHIN = 2.0
"""Seconds that who looks at a caller waits for his profile at most."""


class ContactDesk:
    """Implements `console.ports.contacts.Contacts`."""

    def __init__(
        self,
        house: House,
        database: Database,
        words: CurrentWords,
        callbacks: CallbackDesk,
        rules: PatienceRules,
        zone: ZoneInfo,
    ) -> None:
        self._house, self._words, self._callbacks, self._rules, self._zone = house, words, callbacks, rules, zone
        self._callers, self._histories = Callers(database), Histories(database)
        self._waits, self._patience = Waits(database), PatienceStore(database)

    async def found(self, text: str, whole: bool) -> Sequence[CallerFound]:
        """Those whose number begins or ends so (or is so, `whole`), or whose name has it in it."""
        rows = await self._callers.found(text.strip(), whole)
        return await asyncio.gather(*map(self._found, rows))

    async def _found(self, row: CallerRow) -> CallerFound:
        last = await self._callers.calls(row.number, 1)
        return CallerFound(row.number, row.name, row.calls, row.last_at, last[0].call if last else CallId(""))

    async def number(self, key: str) -> str:
        """The number that is meant: by itself, or by the id of a call of his. Raises UnknownContact."""
        record = self._house.chronicle.record(CallId(key))
        if record is not None:
            return record.number
        if not key.startswith("call-"):
            return phone_of(key) or key
        try:
            found = await self._callers.number_of(CallId(key))
        except WrongId:
            found = None
        if not found:
            raise UnknownContact("nobody is known by this call")
        return found

    async def contact(self, number: str, masked: bool) -> Contact:
        """All that is known of a number. Raises UnknownContact where it never called."""
        now = next((each for each in self._house.chronicle.open_records() if each.number == number), None)
        name = now.name if now else await self._name(number)
        if name is None:
            raise UnknownContact("nobody of this number has called")
        history, who, patience, messages = await asyncio.gather(
            self._histories.of(number), self._who(number, name), self._known(number), self._callers.messages(number)
        )
        return Contact(
            who,
            now.call if now else CallId(""),
            history,
            self._scenarios(history),
            self._told(patience, masked),
            [row for row in self._callbacks.open() if row.number == number],
            [_message(each) for each in messages],
        )

    async def _name(self, number: str) -> str | None:
        try:
            return await self._callers.name(number)
        except WrongId:
            return None

    async def _who(self, number: str, name: str) -> Who:
        """From where the company keeps profiles; one that is late is left out."""
        looking = self._house.visitors.look_up(Caller(number, name), next(iter(self._house.configuration.plan.numbers)))
        try:
            async with asyncio.timeout(PROFILE_WITHIN):
                profile = await looking
        except TimeoutError:
            return Who(number, name, "", "")
        shown = profile_fields(profile) if profile.known else {}
        return Who(number, name, profile.segment, profile.language, profile.known, shown)

    async def _known(self, number: str) -> KnownPatience:
        kept, rows, model = await asyncio.gather(
            self._patience.caller(number), self._waits.of(number), self._patience.model()
        )
        counts = kept.counts if kept else NO_COUNTS
        return known_patience(number, counts, rows, model, self._rules, self._house.clock.now())

    def _told(self, known: KnownPatience, masked: bool) -> PatienceKnown:
        told: dict[str, Sequence[str]] = {each: list(lines(known, self._zone, masked, each)) for each in LANGUAGES}
        leaves, of_class = list(known.leaves.items()), list(known.leaves_of_class.items())
        return PatienceKnown(known.median, leaves, of_class, known.counts.waits, told)

    def _scenarios(self, history: History) -> dict[str, Words]:
        """What the scenarios of his calls are called."""
        words = self._words.now()
        return {each.scenario: words.scenario(each.scenario) for each in history.contacts if each.scenario}

    # --- notes

    async def add_note(self, number: str, text: str, by: str) -> CallerNote:
        """Write a note on him. Raises StoreUnusable."""
        now = self._house.clock.now()
        note = NoteKept(new_id("note", now, secrets.token_bytes(4)), number, text, by, now)
        await self._callers.add_note(note)
        return note_told(note)

    async def note(self, number: str, note: str) -> CallerNote:
        """A note on him by its id. Raises UnknownContact."""
        found = await self._callers.note(note)
        if found is None or found.number != number:
            raise UnknownContact("there is no such note")
        return note_told(found)

    async def delete_note(self, note: str) -> None:
        """Take it away."""
        await self._callers.delete_note(note, self._house.clock.now())


def _message(row: MessageRow) -> MessageTold:
    kept = row.kept
    return MessageTold(kept.id, kept.box, kept.seconds, kept.left_at, kept.transcript, row.heard_at)

"""Wrap-ups of the real house: kept in the store as they are typed, and told to who learns patience when they are complaints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import structlog

from calls.contact import ContactRecord
from calls.ids import CallId, PersonId
from console.ports.work_errors import UnknownWrapUp, WrongWrapUp
from console.ports.wrapup import Change, Choice, Choices, WrapUp, Written
from service.desks.dispositions import Dispositions
from service.desks.menu_words import CurrentWords
from service.house import House
from store.contacts import Contacts
from store.database import Database
from store.errors import AmbiguousCall, StoreUnusable, UnknownCall, WrongId
from store.wrap_ups import WrapUpKept
from store.wrap_ups import WrapUps as Store

LONGEST_NOTE = 4000
PAUSES = (1.0, 5.0, 30.0)
"""Seconds between two tries to begin a wrap-up while the store cannot be written."""
log = structlog.get_logger(__name__)


class WrapUpDesk:
    """Implements `console.ports.wrapup.WrapUps`."""

    def __init__(self, house: House, database: Database, words: CurrentWords, dispositions: Dispositions) -> None:
        self._house, self._words, self._dispositions = house, words, dispositions
        self._store, self._contacts = Store(database), Contacts(database)

    def choices(self) -> Choices:
        """What there is to choose from."""
        scenarios = [Choice(name, words) for name, words in self._words.now().scenarios.items()]
        return Choices(scenarios, self._dispositions.choices())

    async def begin(self, record: ContactRecord, person: PersonId) -> None:
        """He talks to this caller: there will be something to write down. Tried again while the store is busy."""
        kept, clock = _begun(record, person, self._house.clock.now()), self._house.clock
        for pause in PAUSES:
            try:
                return await self._store.begin(kept)
            except StoreUnusable as error:
                log.info("a wrap-up is begun later", call_id=record.call, error=error.told())
            await clock.wait_until(clock.now() + pause)
        return await self._store.begin(kept)

    async def of(self, call: CallId, person: PersonId) -> WrapUp:
        """The one of this person. Raises UnknownWrapUp where he did not talk in this call."""
        return _view(await self._kept(call, person))

    async def checked(self, call: CallId, person: PersonId, written: Written) -> tuple[WrapUp, WrapUp]:
        """It as it is, and as it will be when this is saved. Raises UnknownWrapUp, WrongWrapUp."""
        before = await self._kept(call, person)
        self._check(before, written)
        now = self._house.clock.now()
        done_at = now if written.done and before.done_at is None else before.done_at
        after = replace(before, scenario=written.scenario, disposition=written.disposition, note=written.note)
        return _view(before), _view(replace(after, saved_at=now, done_at=done_at))

    def _check(self, before: WrapUpKept, written: Written) -> None:
        """A word that the plan or the settings have lost stays where it was chosen before."""
        if len(written.note) > LONGEST_NOTE:
            raise WrongWrapUp(f"a note of {len(written.note)} characters")
        if written.disposition not in ("", before.disposition, *self._dispositions.words):
            raise WrongWrapUp("there is no such disposition")
        if written.scenario not in ("", before.scenario, *self._words.now().scenarios):
            raise WrongWrapUp("there is no such scenario")
        if (written.done or before.done_at is not None) and not written.disposition:
            raise WrongWrapUp("a wrap-up without a disposition is not finished", "choose how the talk ended")

    async def save(self, after: WrapUp, by: str) -> None:
        """Keep it; on the disk when this returns. Raises StoreUnusable."""
        before = await self._kept(after.call, after.person)
        complaint = after.done_at is not None and after.disposition in self._dispositions.complaints
        kept = replace(before, scenario=after.scenario, disposition=after.disposition, note=after.note)
        kept = replace(kept, saved_at=after.saved_at, done_at=after.done_at, complaint=complaint)
        await self._store.save(kept, by)
        if complaint and not before.complaint:
            await self._complained(after.call)

    async def _complained(self, call: CallId) -> None:
        record = self._house.chronicle.record(call) or await self._contacts.contact(call)
        self._house.patience.complained(record)

    async def unfinished(self, person: PersonId) -> Sequence[WrapUp]:
        """What he still has to finish, newest first."""
        return [_view(each) for each in await self._store.unfinished(person)]

    async def changes(self, call: CallId, person: PersonId) -> Sequence[Change]:
        """Everything that a finished one has said, oldest first."""
        found = await self._store.changes(call, person)
        return [Change(each.at, each.by, each.scenario, each.disposition, each.note) for each in found]

    async def _over(self, call: CallId) -> ContactRecord | None:
        try:
            return await self._contacts.contact(call)
        except (UnknownCall, AmbiguousCall, WrongId):
            return None

    async def _kept(self, call: CallId, person: PersonId) -> WrapUpKept:
        found = await self._store.of(call, person)
        if found is not None:
            return found
        record = self._house.chronicle.record(call) or await self._over(call)
        if record is None or not any(talk.whom == person for talk in record.talks):
            raise UnknownWrapUp(f"no talk of yours in call {call:.80}")
        return _begun(record, person, self._house.clock.now())


def _begun(record: ContactRecord, person: PersonId, now: float) -> WrapUpKept:
    talk = next((talk for talk in reversed(record.talks) if talk.whom == person), None)
    since = talk.since if talk else now
    return WrapUpKept(record.call, person, record.number, record.queue, since, record.scenario)


def _view(kept: WrapUpKept) -> WrapUp:
    return WrapUp(
        kept.call,
        kept.person,
        kept.number,
        kept.queue,
        kept.begun_at,
        kept.scenario,
        kept.disposition,
        kept.note,
        kept.saved_at,
        kept.done_at,
    )

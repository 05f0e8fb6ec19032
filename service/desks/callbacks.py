"""Callbacks of the real house: people ask for them, put them off and cancel them; `service.callbacks` sees them through."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace

from acd.agents import Unit
from calls.errors import DestinationBarred, IllegalStep
from calls.ids import CallId, PersonId, new_id
from console.ports.callbacks import CallbackRow, CallbackWish
from console.ports.work_errors import CallbackBarred, CallbackGoesOn, UnknownCallback, UnknownContact
from service.callback_rules import phone_of
from service.house import House
from store.callbacks import CallbackKept, CallbackState
from store.callbacks import Callbacks as Store
from store.contacts import Contacts
from store.database import Database
from store.errors import UnknownCall

FURTHEST = 30 * 86_400.0
"""Seconds from now in which a callback may be wanted at most."""


class CallbackDesk:
    """Implements `console.ports.callbacks.Callbacks`."""

    def __init__(self, house: House, database: Database) -> None:
        self._house, self._store, self._contacts = house, Store(database), Contacts(database)

    def queues_of(self, person: PersonId) -> Collection[str]:
        """The queues that a person serves."""
        return self._house.floor.dispatcher.onlooking().serves(person) if person else ()

    def serving(self, queue: str) -> Collection[PersonId]:
        """Who serves a queue."""
        return self._house.floor.dispatcher.serving(queue)

    def units(self, queue: str) -> Collection[Unit]:
        """Where in the organisation those are who serve a queue."""
        serving = self.serving(queue)
        return frozenset(each.unit for each in self._house.people.everybody() if each.id in serving)

    def open(self) -> Sequence[CallbackRow]:
        """All that are open, by their places."""
        return [self._row(kept) for kept in sorted(self._house.callbacks.open, key=lambda kept: kept.joined_at)]

    async def lately(self, limit: int) -> Sequence[CallbackRow]:
        """The newest, whatever became of them; the journal may not have written the last ones yet."""
        open_now = {kept.id: kept for kept in self._house.callbacks.open}
        kept = {each.id: each for each in await self._store.callbacks(limit)}
        rows = [self._row(each) for each in (kept | open_now).values()]
        return sorted(rows, key=lambda row: row.asked_at, reverse=True)[:limit]

    def one(self, callback: str) -> CallbackRow:
        """An open one. Raises UnknownCallback."""
        return self._row(self._kept(callback))

    # --- asking for one

    async def checked(self, wish: CallbackWish) -> CallbackWish:
        """The whole wish: what it left out is as in its call. Raises CallbackBarred, UnknownContact."""
        wish = await self._of_call(wish) if wish.call else wish
        number, now = phone_of(wish.number), self._house.clock.now()
        if not number or not self._house.leaving.rules.allowed(number):
            raise CallbackBarred("this number may not be dialled")
        if not self._house.has_queue(wish.queue):
            raise CallbackBarred("there is no such queue")
        if wish.wanted and not self._house.people.is_in_plan(wish.wanted):
            raise CallbackBarred("nobody has this name in the plan")
        return replace(wish, number=number, at=self._at(wish.at, now))

    def _new(self, wish: CallbackWish, now: float) -> CallbackKept:
        plan, at = self._house.configuration.plan, max(now, wish.at or now)
        record = self._house.chronicle.record(wish.call) if wish.call else None
        return CallbackKept(
            id=new_id("callback", now, secrets.token_bytes(4)),
            asked_in=wish.call,
            queue=wish.queue,
            number=wish.number,
            name=wish.name,
            language=(record.language if record else "") or plan.languages[0],
            dialled=(record.dialled if record else "") or next(iter(plan.numbers)),
            priority=self._house.weight_of(wish.queue),
            wanted=wish.wanted,
            joined_at=at,
            asked_at=now,
            next_at=at,
        )

    def _at(self, at: float | None, now: float) -> float:
        if at is not None and at > now + FURTHEST:
            raise CallbackBarred("that is too far away", "choose a day within a month")
        return max(now, at or now)

    async def _of_call(self, wish: CallbackWish) -> CallbackWish:
        """What the wish does not say is as in the call."""
        try:
            record = self._house.chronicle.record(wish.call) or await self._contacts.contact(wish.call)
        except UnknownCall:
            raise UnknownContact(f"no call {wish.call:.80}") from None
        name, queue = wish.name or record.name, wish.queue or record.queue
        return replace(wish, number=wish.number or record.number, queue=queue, name=name, call=record.call)

    def take(self, wish: CallbackWish) -> CallbackRow:
        """Keep it; or the one that this number has in this queue already. Raises CallbackBarred."""
        try:
            return self._row(self._house.callbacks.take(self._new(wish, self._house.clock.now())))
        except DestinationBarred as error:
            raise CallbackBarred(str(error)) from error

    # --- open ones

    def put_off(self, callback: str, at: float) -> CallbackRow:
        """It is tried next at `at`. Raises UnknownCallback, CallbackGoesOn."""
        now = self._house.clock.now()
        self._kept(callback)
        try:
            return self._row(self._house.callbacks.put_off(callback, self._at(at, now)))
        except IllegalStep as error:
            raise CallbackGoesOn(str(error)) from error

    def cancel(self, callback: str) -> CallbackRow:
        """Nobody calls back any more. Raises UnknownCallback."""
        kept = self._kept(callback)
        self._house.callbacks.cancel(callback)
        return replace(self._row(kept), state=CallbackState.CANCELLED.value, trying=False)

    def _kept(self, callback: str) -> CallbackKept:
        found = next((each for each in self._house.callbacks.open if each.id == callback), None)
        if found is None:
            raise UnknownCallback(f"no open callback {callback:.80}")
        return found

    def _row(self, kept: CallbackKept) -> CallbackRow:
        trying = bool(kept.attempt) and self._house.chronicle.record(CallId(kept.attempt)) is not None
        return CallbackRow(
            kept.id,
            kept.queue,
            kept.number,
            kept.name,
            kept.wanted,
            kept.state.value,
            trying,
            kept.tries,
            kept.why,
            kept.asked_in,
            kept.asked_at,
            kept.joined_at,
            kept.next_at,
        )

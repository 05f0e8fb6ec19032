"""The place in a queue that a step of the plan wishes for a caller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from calls.clock import Clock
from calls.happenings.visit import Failed
from calls.ids import CallId, PersonId
from ivr.actions import Enqueue
from service.call import Call, Place, wishes_of
from service.chronicle import Chronicle
from service.last_served import NOBODY

QUEUE_CODE = "*7"
"""Before the name or number of a queue: what a phone dials to send a caller there."""


class Places:
    """Finds each caller's place. `weight_of`, `person_exists` and `has_queue` tell of the plan as it is now.

    `may_join`: whether a queue of this name is known, be it of an earlier plan that the caller still walks.
    """

    def __init__(
        self,
        clock: Clock,
        chronicle: Chronicle,
        weight_of: Callable[[str], int],
        person_exists: Callable[[PersonId], bool],
        served_last: Callable[[CallId, str], PersonId] = lambda _call, _number: NOBODY,
        has_queue: Callable[[str], bool] = lambda _queue: True,
        may_join: Callable[[str], bool] = lambda _queue: True,
        queue_numbered: Callable[[str], str] = lambda _number: "",
    ) -> None:
        self._has_queue, self._may_join, self._queue_numbered = has_queue, may_join, queue_numbered
        self._clock, self._chronicle, self._served_last = clock, chronicle, served_last
        self._weight_of, self._person_exists = weight_of, person_exists

    def of(self, call: Call, wish: Enqueue) -> Place | None:
        """A caller who comes back keeps the time at which he first joined: he does not start anew.

        None: no plan that is at hand has this queue. He began with a plan that cannot be read any more.
        """
        if not self._may_join(wish.queue):
            self._chronicle.note(call.id, Failed(f"{call.step}: no plan has the queue {wish.queue!r} any more"))
            return None
        asked = self._chronicle.record(call.asks_for.id) if call.asks_for else None
        since = call.place.joined_at if call.place else (asked and asked.queued_at) or self._clock.now()
        own = wish.priority or (asked.own_priority if asked else 0)
        return Place(
            wish.queue,
            own or self._weight_of(wish.queue),
            since,
            self._wanted(call, wish.wanted),
            tuple(wish.wishes.items()),
            self._last_agent(call) if wish.last_agent else NOBODY,
            wish.limit,
            call.place.given if call.place else (),
            own=own > 0,
        )

    def dialled(self, call: Call, to: str) -> Place | None:
        """The place in the queue that somebody sends the caller to, by a number or `*7`.

        All that he has waited counts, and so do his own priority and limit: it is where a question about him stands.
        """
        queue = self._queue_meant(to)
        if not queue:
            return None
        record, old = self._chronicle.record(call.id), call.place
        own = record.own_priority if record else 0
        place = Place(queue, own or self._weight_of(queue), self._since(call), own=own > 0)
        return replace(place, limit=old.limit, given=old.given) if old else place

    def _queue_meant(self, to: str) -> str:
        """By its number, with or without the code; by its name, with it. '' if that is no queue."""
        name = to.removeprefix(QUEUE_CODE)
        if queue := self._queue_numbered(name):
            return queue
        return name if name != to and self._has_queue(name) else ""

    def again(self, call: Call, by: PersonId) -> Place | None:
        """His old place, for a caller whom a person gave back: in the queue that he came from, not to that person again."""
        place = call.place or self._recorded(call)
        return replace(place, wanted=NOBODY, last_agent=NOBODY, gave_back=by) if place else None

    def untaken(self, call: Call) -> Place | None:
        """His old place, for a caller whom nobody took where he was sent. Who missed his recall is not rung again at once."""
        place, record = call.place or self._recorded(call), self._chronicle.record(call.id)
        last = record.recalls[-1] if record and record.recalls else None
        return replace(place, missed=last.person if last and last.leg else NOBODY) if place else None

    def _recorded(self, call: Call) -> Place | None:
        record = self._chronicle.record(call.id)
        if record is None or not record.queue or not self._has_queue(record.queue):
            return None
        own = record.own_priority > 0
        return Place(record.queue, record.priority, self._since(call), wishes=wishes_of(record.wishes), own=own)

    def _since(self, call: Call) -> float:
        record = self._chronicle.record(call.id)
        joined = call.place.joined_at if call.place else record.queued_at if record else None
        return self._clock.now() if joined is None else joined

    def _last_agent(self, call: Call) -> PersonId:
        """Who served him last, if that person is in the plan."""
        found = self._served_last(call.id, call.caller.number)
        return found if found and self._person_exists(found) else NOBODY

    def _wanted(self, call: Call, name: str) -> PersonId:
        """The person to ask first. Who is not in the plan is told and left out: a profile or a lookup may name anybody."""
        if not name or self._person_exists(PersonId(name)):
            return PersonId(name)
        self._chronicle.note(call.id, Failed(f"{call.step}: {name!r}, to be asked first, is not in the plan: ignored"))
        return NOBODY

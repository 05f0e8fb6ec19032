"""The floor for the console, row by row: what the dispatcher, the records of open calls and today's figures know together.

As long as somebody looks on, it remembers who was touched by what happens, and nothing else; rows are made when they are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from acd.estimates import expected_wait
from acd.measures import Result
from acd.measures.formulas import service_level
from acd.messages import Decision, Event
from acd.queues import Queue
from calls.contact import ContactRecord
from calls.happenings.entry import Entry
from calls.happenings.visit import Ended
from calls.ids import CallId, PersonId
from console.ports.floor import AlarmRow, CallRow, Changes, PersonRow, QueueRow, Row, Topic
from service.desks.due import Due
from service.desks.floor_rows import call_row, person_row, with_asides
from service.desks.today import Today
from service.house import House

OPEN_HOLDS = 5.0
"""Seconds for which it is believed that a queue is open or closed."""


class FloorDesk:
    """The floor of a house. Implements `console.ports.floor.Floor`."""

    def __init__(self, house: House, today: Today) -> None:
        self._house, self._today = house, today
        self._look = house.floor.dispatcher.onlooking()
        self._due = Due(self._look, house.clock.now)
        self._changes: Changes | None = None
        self._open: dict[str, tuple[float, bool]] = {}
        self._places: dict[CallId, int] = {}
        self._callbacks: Counter[str] = Counter()
        self._alarms: dict[str, str] = {}
        house.floor.watch(self._told)
        house.chronicle.watch(self._noted)
        house.supervising.watch(self._call_changed)
        today.changed = self._queue_changed

    # --- what changes

    def watch(self, changes: Changes | None) -> None:
        """Tell these of changes from now on; None: nobody looks on any more."""
        self._changes = changes
        if changes is not None:
            self._begin()

    def _begin(self) -> None:
        self._look.begin()
        self._due.begin()
        self._places.clear()
        self._callbacks, self._alarms = self._open_callbacks(), self._house.alarms.raised

    def _told(self, told: Iterable[Event | Decision]) -> None:
        """In the path of calls: it only notes who it was about."""
        if self._changes is None:
            return
        people: set[PersonId] = set()
        contacts: set[CallId] = set()
        if self._look.touched(told, people, contacts):
            self._begin()
            self._changes.all_changed()
            self._today.plan_changed()
        for person in people:
            self._changes.changed(Topic.PEOPLE, person)
        for contact in contacts:
            self._changes.changed(Topic.CALLS, contact)

    def _noted(self, entry: Entry, record: ContactRecord) -> None:
        if isinstance(entry.what, Ended):
            self._today.ended(record)
        self._call_changed(entry.call)

    def _call_changed(self, call: CallId) -> None:
        if self._changes is not None:
            self._changes.changed(Topic.CALLS, call)

    def _queue_changed(self, queue: str) -> None:
        if self._changes is not None:
            self._changes.changed(Topic.QUEUES, queue)

    def due(self) -> Iterator[tuple[Topic, str]]:
        """The rows that may be others by time alone."""
        for call, place in self._due.callers():
            self._places[call] = place
            yield Topic.CALLS, call
        alarms = self._house.alarms.raised
        yield from ((Topic.ALARMS, name) for name in {*alarms, *self._alarms})
        self._alarms = alarms
        if self._due.now_and_then():
            self._today.plan_changed()
            callbacks = self._open_callbacks()
            yield from ((Topic.QUEUES, name) for name in self._others(callbacks))
            self._callbacks = callbacks

    def _others(self, callbacks: Counter[str]) -> list[str]:
        """Queues whose callbacks or hours are others than they were shown, or whose callers wait: the expected wait moves."""
        return [
            name
            for name in self._look.queues
            if callbacks[name] != self._callbacks[name] or self._look.waiting(name) or self._turned(name)
        ]

    def _turned(self, name: str) -> bool:
        queue, before = self._look.queue(name), self._open.get(name)
        return queue is not None and before is not None and self._is_open(queue) != before[1]

    # --- rows

    def keys(self, topic: Topic) -> Collection[str]:
        """Every row that there is now."""
        match topic:
            case Topic.CALLS:
                return [record.call for record in self._house.chronicle.open_records()]
            case Topic.PEOPLE:
                return list(self._look.people)
            case Topic.QUEUES:
                return list(self._look.queues)
            case Topic.ALARMS:
                return list(self._house.alarms.raised)

    def row(self, topic: Topic, key: str) -> Row | None:
        """One row as it is now."""
        match topic:
            case Topic.CALLS:
                return self._call(CallId(key))
            case Topic.PEOPLE:
                return self.person(PersonId(key))
            case Topic.QUEUES:
                return self._queue(key)
            case Topic.ALARMS:
                text = self._house.alarms.raised.get(key)
                return None if text is None else AlarmRow(key, text, self._house.alarms.since(key))

    def person(self, person: PersonId) -> PersonRow | None:
        """One person; what his queues count of him follows."""
        for queue in self._look.note_person(person):
            self._queue_changed(queue)
        view = self._look.person(person, self._house.clock.now())
        return None if view is None else person_row(view, self._house.people, self._look.serves(person))

    def _call(self, call: CallId) -> CallRow | None:
        for queue in self._look.note_contact(call):
            self._queue_changed(queue)
        record = self._house.chronicle.record(call)
        if record is None:
            self._places.pop(call, None)
            return None
        view = self._look.caller(call, self._places.get(call, 0), self._house.clock.now())
        row = call_row(record, view, self._look.patient_for(call), self._house.attended.get(call))
        return with_asides(row, parts) if (parts := self._house.supervising.taking_part(call)) else row

    def _queue(self, name: str) -> QueueRow | None:
        queue, figures = self._look.queue(name), self._look.figures(name)
        if queue is None or figures is None:
            return None
        tally = self._today.of(name)
        return QueueRow(
            name=name,
            waiting=figures.waiting,
            longest_since=figures.since,
            expected=self._expected(queue, figures.waiting, figures.ready, figures.on_duty),
            ready=figures.ready,
            talking=figures.talking,
            on_duty=figures.on_duty,
            answered=tally.waits[Result.ANSWERED],
            abandoned=tally.waits[Result.ABANDONED],
            offered=tally.offered,
            service_level=service_level(tally),
            answer_within=queue.answer_within,
            open=self._is_open(queue),
            callbacks=self._callbacks[name],
            weight=queue.weight,
            retired=not self._house.has_queue(name),
        )

    def _expected(self, queue: Queue, waiting: int, ready: int, on_duty: int) -> float | None:
        handling, theta = self._house.queues.handling(queue), self._house.patience.theta(queue.name)
        seconds = expected_wait(waiting, ready, on_duty, handling, theta)
        return None if seconds is None else round(seconds, 1)

    def _is_open(self, queue: Queue) -> bool:
        """By its hours, and by what people have forced; looked at now and then."""
        now = self._house.clock.now()
        at, is_open = self._open.get(queue.name, (float("-inf"), True))
        if not 0 <= now - at < OPEN_HOLDS:
            is_open = queue.hours is None or queue.hours.open_at(now)
            self._open[queue.name] = now, is_open
        return is_open

    def _open_callbacks(self) -> Counter[str]:
        return Counter(kept.queue for kept in self._house.callbacks.open)

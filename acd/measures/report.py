"""A report: one tally for all, and one for each line of the grouping that was asked for.

It takes in calls one at a time, in any order, each once, and stretches of people's states; it keeps nothing but sums.

What goes where. A call counts once, under one line: its queue (the last one it waited in), the person who talked to
it first, that person's unit, its class, the half hour or day in which it arrived. So the lines' calls add up to the
journal's, whatever the grouping. A wait counts once for the whole call, from its first queue to its first person; only by
queue it counts once for each queue that it was in, with the seconds spent there. Work counts for who did it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from enum import StrEnum

from acd.measures.calendar import Slot, begin_of, label_of, pieces
from acd.measures.facts import Wait, Wrapped, conversations_of, first_person, is_counted, visits_of, wait_of
from acd.measures.states import Stretch
from acd.measures.tally import Tally
from calls.contact import ContactRecord
from calls.ids import PersonId


class By(StrEnum):
    """What the lines of a report are. A class is the segment of the caller's profile."""

    QUEUE = "queue"
    PERSON = "person"
    REGION = "region"
    CLASS = "class"
    HALF_HOUR = "half-hour"
    DAY = "day"


SLOTS = {By.HALF_HOUR: Slot.HALF_HOUR, By.DAY: Slot.DAY}
ALL = ""
"""The one line of a report without a grouping is its total."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the figures depend on. `within`: seconds promised, by queue; `otherwise` where a queue promises nothing.

    `short`: an abandon before so many seconds is a short one. `again`: days in which a further call is a repeat.
    `region`: where a person belongs. `zone`: whose clock half hours and days go by.
    """

    zone: tzinfo
    within: Mapping[str, float] = field(default_factory=dict)
    otherwise: float = 20.0
    short: float = 5.0
    again: float = 7.0
    region: Callable[[PersonId], str] = str


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """Which line: lines are told in this order. `begun` is when its half hour or day began, else 0."""

    begun: float
    name: str


class Report:
    """Sums up calls that arrived, and people's time, from `since` to before `until`."""

    def __init__(self, by: By | None, since: float, until: float, rules: Rules) -> None:
        self.by, self.since, self.until, self.rules = by, since, until, rules
        self.total = Tally()
        self._lines: dict[Key, Tally] = {}

    @property
    def lines(self) -> list[tuple[str, Tally]]:
        """Every line with its name, in order; '' is the line of what belongs to nobody."""
        return [(key.name, self._lines[key]) for key in sorted(self._lines)]

    def call(self, record: ContactRecord, wrapped: Wrapped, resolved: bool | None = None) -> None:
        """Take in a call. `resolved`: of a first contact, whether it was the last one (`is_resolved`)."""
        key = self._key_of(record)
        for tally in self._tallies(key):
            _count(tally, record, resolved)
        self._count_waits(record, key)
        self._count_foretold(record, key)
        for part in conversations_of(record, wrapped):
            for tally in self._tallies(self._key_of_work(part.person, part.queue, key)):
                tally.work(part)
        for offer in record.offers:
            for tally in self._tallies(self._key_of_work(offer.person, record.queue, key)):
                tally.offers[offer.outcome.upper()] += 1

    def stretch(self, stretch: Stretch) -> None:
        """Take in a person's time, as far as it lies in the period. By queue and by class it is nobody's: only in the total."""
        since, until = max(stretch.since, self.since), min(stretch.until, self.until)
        if since >= until:
            return
        self.total.time(stretch.state, stretch.reason, until - since)
        for key, seconds in self._time(stretch.person, since, until):
            self._line(key).time(stretch.state, stretch.reason, seconds)

    def _count_waits(self, record: ContactRecord, key: Key | None) -> None:
        whole = wait_of(record)
        if whole is not None:
            self._wait(self.total, whole)
        if self.by is By.QUEUE:
            for visit in visits_of(record):
                self._wait(self._line(Key(0.0, visit.queue)), visit)
        elif whole is not None and key is not None:
            self._wait(self._line(key), whole)

    def _count_foretold(self, record: ContactRecord, key: Key | None) -> None:
        if not is_counted(record):
            return
        for foretold in record.foretold:
            for tally in self._tallies(Key(0.0, foretold.queue) if self.by is By.QUEUE else key):
                tally.told(foretold)

    def _wait(self, tally: Tally, wait: Wait) -> None:
        tally.wait(wait, self.rules.within.get(wait.queue, self.rules.otherwise), self.rules.short)

    def _time(self, person: PersonId, since: float, until: float) -> Iterable[tuple[Key, float]]:
        match self.by:
            case By.HALF_HOUR | By.DAY:
                cut = pieces(SLOTS[self.by], since, until, self.rules.zone)
                return [(self._slot_key(SLOTS[self.by], begun), seconds) for begun, seconds in cut]
            case By.PERSON:
                return [(Key(0.0, person), until - since)]
            case By.REGION:
                return [(Key(0.0, self.rules.region(person)), until - since)]
            case _:
                return []

    def _key_of(self, record: ContactRecord) -> Key | None:
        match self.by:
            case None:
                return None
            case By.QUEUE:
                return Key(0.0, record.queue)
            case By.CLASS:
                return Key(0.0, record.segment)
            case By.HALF_HOUR | By.DAY:
                slot = SLOTS[self.by]
                return self._slot_key(slot, begin_of(slot, began(record), self.rules.zone))
            case By.PERSON | By.REGION:
                return self._key_of_person(first_person(record))

    def _key_of_work(self, person: PersonId, queue: str, of_call: Key | None) -> Key | None:
        match self.by:
            case By.QUEUE:
                return Key(0.0, queue)
            case By.PERSON | By.REGION:
                return self._key_of_person(person)
            case _:
                return of_call

    def _key_of_person(self, person: PersonId) -> Key:
        return Key(0.0, self.rules.region(person) if self.by is By.REGION and person else person)

    def _slot_key(self, slot: Slot, begun: float) -> Key:
        return Key(begun, label_of(slot, begun, self.rules.zone))

    def _tallies(self, key: Key | None) -> tuple[Tally, ...]:
        return (self.total,) if key is None else (self.total, self._line(key))

    def _line(self, key: Key) -> Tally:
        return self._lines.setdefault(key, Tally())


def began(record: ContactRecord) -> float:
    """Where a call belongs in the calendar: at its arrival, however long it lasted."""
    return record.entries[0].at if record.arrived_at is None else record.arrived_at


def _count(tally: Tally, record: ContactRecord, resolved: bool | None) -> None:
    tally.calls += 1
    tally.outcomes[record.outcome] += 1
    tally.called_back += record.calling_back is not None
    tally.gaps += bool(record.gaps)
    tally.gap_seconds += sum(gap.seconds for gap in record.gaps)
    if is_counted(record):
        tally.ended += 1
        tally.transfers += len(record.transfers)
    if resolved is not None:
        tally.first += 1
        tally.resolved += resolved

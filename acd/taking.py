"""A free person asks for a caller: of the queues that he serves, the first caller of each whom he may take, and the best of them.

Nothing changes but the note in the columns that somebody is kept in reserve (P14).
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from acd import pools
from acd.centre import Centre
from acd.choosing import may_take, meets
from acd.explanation import Rival
from acd.live import LiveContact, LivePerson
from acd.reserve import Keeping
from acd.scanning import Scan
from acd.scoring import score
from acd.strategies import by_priority
from acd.waiting_line import WaitingLine
from calls.ids import CallId


@dataclass(frozen=True, slots=True)
class Head:
    """The first caller of a queue for this person. `score` None: his queue does not go by score."""

    contact: LiveContact
    score: float | None = None
    keeping: Keeping | None = None
    scan: Scan | None = None

    @property
    def position(self) -> int | None:
        """His place by score, counted from 1."""
        return self.scan.position() if self.scan and self.scan.fresh else None

    def rivals(self, now: float) -> tuple[Rival, ...]:
        """The next best, for the same person."""
        return self.scan.rivals(now) if self.scan and self.scan.fresh else ()


class Look:
    """One person looks at all who wait, `without` those for whom a choice has just found nobody.

    `lowest`: the lowest score that waits for him, 0 if there is none. `noting`: let it be noted from whom he is kept.
    """

    def __init__(
        self, centre: Centre, live: LivePerson, now: float, without: Container[CallId] = (), noting: bool = True
    ) -> None:
        self._centre, self._live, self._now, self._without, self._noting = centre, live, now, without, noting
        self.lowest = 0.0
        self.heads = [*self._of_lines(), *self._of_seekers()]

    def best(self) -> Head | None:
        """By score if any of these queues goes by it; else by priority, then age (P5, P6)."""
        if len(self.heads) < 2:
            return self.heads[0] if self.heads else None
        if any(head.score is not None for head in self.heads):
            return max(self.heads, key=self._score)
        return min(self.heads, key=lambda head: by_priority(head.contact))

    def _score(self, head: Head) -> float:
        return self._score_of(head.contact) if head.score is None else head.score

    def _of_lines(self) -> Iterator[Head]:
        lines = [self._centre.lines[queue] for queue in self._centre.roster.served_by[self._live.id]]
        for line in lines:
            if line and line.columns is None:
                head = self._first(line)
                if head:
                    yield head
        scored = [(line, line.columns) for line in lines if line.columns]
        if scored:
            yield from self._highest(Scan(self._centre, self._live, scored, self._now))

    def _highest(self, scan: Scan) -> Iterator[Head]:
        self.lowest = scan.lowest()
        found = scan.first(self._noting)
        if found:
            yield Head(found, float(scan.values[scan.at]), scan.keeping, scan)

    def _first(self, line: WaitingLine) -> Head | None:
        for contact in line.in_order():
            if self._may_take(contact):
                return Head(contact)
        return None

    def _of_seekers(self) -> Iterator[Head]:
        sought = self._centre.sought.by_person.get(self._live.id, {})
        able = [contact for contact in sought.values() if self._may_take(contact)]
        scored = [contact for contact in able if self._centre.lines[contact.queue].order.scored]
        others = [contact for contact in able if not self._centre.lines[contact.queue].order.scored]
        if scored:
            yield max(
                (Head(contact, self._score_of(contact)) for contact in scored), key=lambda head: head.score or 0.0
            )
        if others:
            yield Head(min(others, key=by_priority))

    def _may_take(self, contact: LiveContact) -> bool:
        return contact.id not in self._without and may_take(self._centre, self._live, contact)

    def _score_of(self, contact: LiveContact) -> float:
        standing = contact.standing
        if standing is None:
            return 0.0
        ideal = standing.last > 0 and meets(self._centre, self._live, standing.rings[0])
        pace = pools.pace(self._centre, contact.queue, self._now)
        return score(standing, self._centre.curves, pace, contact.waited(self._now), ideal)

"""A free person asks for a caller: of the queues that he serves, the first caller of each whom he may take, and the best of them.

Nothing changes but the note in the columns that somebody is kept in reserve (P14).
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

import numpy as np

from acd import pools, reserve
from acd.centre import Centre
from acd.choosing import may_take, meets
from acd.columns import JOINED, NEED, WISHED, Columns
from acd.curves import Floats
from acd.explanation import Rival
from acd.live import LiveContact, LivePerson
from acd.reserve import Keeping, Prospect
from acd.scoring import IDEAL, score, scores
from acd.strategies import by_priority
from acd.waiting_line import WaitingLine
from calls.ids import CallId

MOST_RIVALS = 3
"""Rivals told of each queue."""
OUT = -np.inf


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


@dataclass(frozen=True, slots=True)
class Scan:
    """The scores of a queue as they were scanned: `raw` of all, `values` for this person; `at` is the first."""

    columns: Columns
    raw: Floats
    values: Floats
    at: int
    changes: int

    @property
    def fresh(self) -> bool:
        """Whether nobody has come or gone since."""
        return self.changes == self.columns.changes

    def position(self) -> int:
        """The place of the first among all."""
        return int((self.raw > self.raw[self.at]).sum()) + 1

    def rivals(self, now: float) -> tuple[Rival, ...]:
        """The next best."""
        found = []
        self.values[self.at] = OUT
        for _ in range(min(MOST_RIVALS, len(self.values) - 1)):
            at = int(self.values.argmax())
            if self.values[at] == OUT:
                break
            contact = self.columns.contacts[at]
            found.append(Rival(contact.id, contact.queue, float(self.values[at]), contact.waited(now)))
            self.values[at] = OUT
        return tuple(found)


class Look:
    """One person looks at all who wait, `without` those for whom a choice has just found nobody.

    `lowest`: the lowest score that waits for him, 0 if there is none.
    """

    def __init__(self, centre: Centre, live: LivePerson, now: float, without: Container[CallId] = ()) -> None:
        self._centre, self._live, self._now, self._without = centre, live, now, without
        self._gains: list[Prospect] | None = None
        self._lowest = np.inf
        self.heads = [*self._of_lines(), *self._of_seekers()]

    @property
    def lowest(self) -> float:
        """For the price of people's time."""
        return float(self._lowest) if self._lowest < np.inf else 0.0

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
        for queue in self._centre.roster.served_by[self._live.id]:
            line = self._centre.lines[queue]
            if line:
                head = self._first(line) if line.columns is None else self._highest(queue, line, line.columns)
                if head:
                    yield head

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

    # --- by score

    def _highest(self, queue: str, line: WaitingLine, columns: Columns) -> Head | None:
        raw = scores(columns, self._centre.curves, pools.pace(self._centre, queue, self._now), self._now)
        values = self._for_this_person(raw.copy(), line, columns)
        self._lowest = min(self._lowest, values[values > OUT].min(initial=np.inf))
        weighs = pools.may_keep(self._centre, queue)
        while (at := _top(values, columns)) is not None:
            contact = columns.contacts[at]
            if self._live.id in contact.refused:
                values[at] = OUT
                continue
            keeping = pools.keeping(self._centre, contact, self._reserve(), self._now) if weighs else None
            if keeping and keeping.better:
                self._keep(queue, columns, values)
                values[at] = OUT
                continue
            return Head(contact, float(values[at]), keeping, Scan(columns, raw, values, at, columns.changes))
        return None

    def _for_this_person(self, values: Floats, line: WaitingLine, columns: Columns) -> Floats:
        """Out with those whose ring he is not in; a little more for those whose every wish he meets."""
        if line.narrow or len(columns.kinds) > 2:
            met = np.array(columns.met(self._centre.roster.traits[self._live.id]))
            values += IDEAL * met[columns.key(WISHED)]
            values[~met[columns.key(NEED)]] = OUT
        return values

    def _reserve(self) -> list[Prospect]:
        if self._gains is None:
            self._gains = pools.reserve_gains(self._centre, self._live, self._now)
        return self._gains

    def _keep(self, queue: str, columns: Columns, values: Floats) -> None:
        bounds = pools.bounds(self._centre, queue, self._now)
        kept = reserve.keep_from(columns, self._centre.curves, self._reserve(), bounds, self._now)
        values[kept] = OUT
        self._centre.keeping.add(queue)


def _top(values: Floats, columns: Columns) -> int | None:
    """The highest score; among equals, who waits longest."""
    at = int(values.argmax())
    best = values[at]
    if best == OUT:
        return None
    equal = np.flatnonzero(values == best)
    if len(equal) > 1:
        return int(min(equal, key=lambda each: (columns.number(JOINED)[each], columns.contacts[each].id)))
    return at

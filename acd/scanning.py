"""One scan over everybody who waits by score in the queues of one person: all of them side by side, in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from acd import pools, reserve, scoring
from acd.centre import Centre
from acd.columns import JOINED, NEED, WISHED, Columns, joined
from acd.explanation import Rival
from acd.live import LiveContact, LivePerson
from acd.reserve import Keeping, Prospect
from acd.scoring import IDEAL
from acd.waiting_line import WaitingLine

MOST_RIVALS = 3
"""Rivals told of one decision."""
OUT = float("-inf")


@dataclass(frozen=True, slots=True)
class Part:
    """One queue, and where its callers stand in the scan. `changes`: how many had come and gone there."""

    line: WaitingLine
    columns: Columns
    queue: str
    begins: int
    ends: int
    changes: int


class Scan:
    """The scores: `raw` of all callers, `values` for this person. `at`: the first, when `first` has found one."""

    def __init__(
        self, centre: Centre, live: LivePerson, lines: Sequence[tuple[WaitingLine, Columns]], now: float
    ) -> None:
        self._centre, self._live, self._now = centre, live, now
        self._parts = _parts(lines)
        self._table = joined([part.columns for part in self._parts])
        paces = [pools.pace(centre, part.queue, now) for part in self._parts]
        self.raw = scoring.scores(self._table, centre.curves, scoring.side_by_side(paces, self._counts()), now)
        self.values = self.raw.copy()
        self.at = 0
        self.keeping: Keeping | None = None
        self._prospects: list[Prospect] | None = None
        for part in self._parts:
            self._for_this_person(part)

    @property
    def fresh(self) -> bool:
        """Whether nobody has come or gone since."""
        return all(part.changes == part.columns.changes for part in self._parts)

    def lowest(self) -> float:
        """The lowest score that waits for this person; 0 if there is none."""
        found = float(self.values.min(initial=np.inf, where=self.values > OUT))
        return found if found < np.inf else 0.0

    def first(self, noting: bool) -> LiveContact | None:
        """The highest score of those from whom the person had not better be kept. `noting`: note from whom he is kept."""
        while self._to_top():
            part = self._part(self.at)
            contact = part.columns.contacts[self.at - part.begins]
            if self._live.id not in contact.refused:
                self.keeping = self._weigh(part, contact)
                if self.keeping is None or not self.keeping.better:
                    return contact
                self._keep(noting)
            self.values[self.at] = OUT
        return None

    def position(self) -> int:
        """The place of the first in his own queue."""
        part = self._part(self.at)
        return int((self.raw[part.begins : part.ends] > self.raw[self.at]).sum()) + 1

    def rivals(self, now: float) -> tuple[Rival, ...]:
        """The next best."""
        found, values = [], self.values
        values[self.at] = OUT
        for _ in range(min(MOST_RIVALS, len(values) - 1)):
            at = int(values.argmax())
            score = float(values[at])
            if score == OUT:
                break
            part = self._part(at)
            joined_as = part.columns.contacts[at - part.begins].joined
            found.append(Rival(joined_as.contact, part.queue, score, max(0.0, now - joined_as.joined_at)))
            values[at] = OUT
        return tuple(found)

    # --- the steps

    def _counts(self) -> list[int]:
        return [part.ends - part.begins for part in self._parts]

    def _part(self, at: int) -> Part:
        for part in self._parts:
            if at < part.ends:
                return part
        raise IndexError(at)

    def _for_this_person(self, part: Part) -> None:
        """Out with those whose ring he is not in; a little more for those whose every wish he meets."""
        if part.line.narrow or len(part.columns.kinds) > 2:
            met, barred = part.columns.met(self._centre.roster.traits[self._live.id])
            values = self.values[part.begins : part.ends]
            values += IDEAL * met.take(part.columns.key(WISHED))
            values += barred.take(part.columns.key(NEED))

    def _to_top(self) -> bool:
        """Let `at` be the highest score; among equals, who waits longest."""
        self.at = int(self.values.argmax())
        best = self.values[self.at]
        if best == OUT:
            return False
        equal = (self.values == best).nonzero()[0]
        if len(equal) > 1:
            since = self._table.number(JOINED)
            self.at = int(min(equal, key=lambda each: (since[each], self._name(int(each)))))
        return True

    def _name(self, at: int) -> str:
        part = self._part(at)
        return part.columns.contacts[at - part.begins].id

    def _weigh(self, part: Part, contact: LiveContact) -> Keeping | None:
        if not pools.may_keep(self._centre, part.queue):
            return None
        standing = contact.standing
        best = standing is not None and standing.weight >= pools.heaviest(self._centre, self._live, self._now)
        return pools.keeping(self._centre, contact, () if best else self._reserve(), self._now)

    def _reserve(self) -> list[Prospect]:
        if self._prospects is None:
            self._prospects = pools.reserve_gains(self._centre, self._live, self._now)
        return self._prospects

    def _keep(self, noting: bool) -> None:
        """Out with all from whom he had better be kept."""
        bounds = [pools.keeping_bounds(self._centre, part.queue, self._now) for part in self._parts]
        side_by_side = reserve.side_by_side(bounds, self._counts())
        kept, values = reserve.keep_from(self._table, self._centre.curves, self._reserve(), side_by_side, self._now)
        self.values[kept] = OUT
        for part in self._parts if noting else ():
            mine = kept[part.begins : part.ends]
            if mine.any():
                part.columns.note_all_kept(mine, self._now, values[part.begins : part.ends])
                self._centre.keeping.add(part.queue)


def _parts(lines: Sequence[tuple[WaitingLine, Columns]]) -> list[Part]:
    found, begins = [], 0
    for line, columns in lines:
        ends = begins + len(columns)
        found.append(Part(line, columns, columns.contacts[0].queue, begins, ends, columns.changes))
        begins = ends
    return found

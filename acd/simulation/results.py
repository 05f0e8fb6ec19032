"""The figures of a simulated day, by class, queue and person.

Service level = answered within the promise / offered. Nobody is left out of the denominator here: a short abandonment is
an abandonment (`hotline report` states its own exclusion). Weighted abandonment = weight of those who gave up / weight of
all. ASA = mean wait of the answered. Occupancy = busy / (busy + ready).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from acd.simulation.callers import Call
from acd.simulation.outcomes import End, Outcomes
from acd.states import PersonState
from calls.ids import PersonId

PERCENTILES = (0.5, 0.9, 0.99)
BUSY = (PersonState.RESERVED, PersonState.RINGING, PersonState.TALKING, PersonState.WRAP_UP)
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Tally:
    """Figures of one group of calls. Times in seconds; NaN where nobody was answered. `weight`: of all offered."""

    offered: int
    answered: int
    abandoned: int
    given_away: int
    unserved: int
    weight: float
    weighted_abandonment: float
    service_level: float
    asa: float
    longest: float
    percentiles: tuple[float, ...]

    @property
    def abandonment(self) -> float:
        """Share of the offered calls that gave up."""
        return self.abandoned / self.offered if self.offered else float("nan")


@dataclass(frozen=True, slots=True)
class Worked:
    """What one person did: calls taken, seconds busy (offers, conversations, wrap-up) and ready."""

    taken: int
    busy: float
    ready: float

    @property
    def occupancy(self) -> float:
        """Busy share of the time he was there for callers."""
        there = self.busy + self.ready
        return self.busy / there if there else float("nan")


@dataclass(frozen=True, slots=True)
class Result:
    """A day's figures. `ideal`: share of the answered who got a person that meets all that was wished for.

    `foretold_error`: root of the mean squared error of the announced waits, over those who were answered; None: none was.
    """

    total: Tally
    by_segment: Mapping[str, Tally]
    by_queue: Mapping[str, Tally]
    by_person: Mapping[PersonId, Worked]
    ideal: float | None = None
    foretold_error: float | None = None
    alarms: int = 0
    remarks: Sequence[str] = field(default=())

    @property
    def occupancy(self) -> float:
        """Of everybody together."""
        busy = sum(one.busy for one in self.by_person.values())
        there = busy + sum(one.ready for one in self.by_person.values())
        return busy / there if there else float("nan")


Ideal = Callable[[Call, PersonId], bool]
"""Whether this person is all that the caller wished for."""


def result_of(
    outcomes: Outcomes,
    counts_from: float = 0.0,
    answer_within: Mapping[str, float] | None = None,
    ideal: Ideal | None = None,
) -> Result:
    """Sum a day up. `answer_within`: the promise of each queue in seconds (20 where it is not written)."""
    columns = _Columns(outcomes, counts_from, answer_within or {})
    return Result(
        columns.tally(columns.counted),
        {name: columns.tally(mask) for name, mask in columns.groups([call.segment for call in outcomes.calls])},
        {name: columns.tally(mask) for name, mask in columns.groups([call.queue for call in outcomes.calls])},
        _worked(outcomes, columns.counted),
        _ideal_share(outcomes, columns, ideal) if ideal else None,
        columns.foretold_error(),
        outcomes.alarms,
    )


class _Columns:
    """The outcomes as columns, so that a group is a mask."""

    def __init__(self, outcomes: Outcomes, counts_from: float, answer_within: Mapping[str, float]) -> None:
        calls = outcomes.calls
        self.end = np.frombuffer(bytes(outcomes.end), dtype=np.uint8)
        self.waited = np.array(outcomes.waited)
        self.foretold = np.array(outcomes.foretold)
        self.weight = np.array([call.weight for call in calls])
        self.counted: Mask = np.array([call.arrives >= counts_from for call in calls], dtype=np.bool_)
        promise = np.array([answer_within.get(call.queue, 20.0) for call in calls])
        self.answered: Mask = self.end == End.ANSWERED
        self.in_time: Mask = self.answered & (self.waited <= promise)

    def groups(self, names: Sequence[str]) -> list[tuple[str, Mask]]:
        """A mask for every name."""
        column = np.array(names, dtype=object)
        return [(name, (column == name) & self.counted) for name in sorted(set(names))]

    def tally(self, mask: Mask) -> Tally:
        """The figures of this group."""
        end, weight = self.end[mask], self.weight[mask]
        waits = self.waited[mask & self.answered]
        some = len(waits) > 0
        lost = weight[end == End.ABANDONED].sum()
        return Tally(
            offered=int(mask.sum()),
            answered=len(waits),
            abandoned=int((end == End.ABANDONED).sum()),
            given_away=int((end == End.GIVEN_AWAY).sum()),
            unserved=int((end == End.UNSERVED).sum()),
            weight=float(weight.sum()),
            weighted_abandonment=_share(float(lost), float(weight.sum())),
            service_level=_share(float((mask & self.in_time).sum()), float(mask.sum())),
            asa=float(waits.mean()) if some else float("nan"),
            longest=float(waits.max()) if some else float("nan"),
            percentiles=tuple(float(np.quantile(waits, share)) if some else float("nan") for share in PERCENTILES),
        )

    def foretold_error(self) -> float | None:
        """Over those who were told something and answered."""
        told = self.counted & self.answered & ~np.isnan(self.foretold)
        if not told.any():
            return None
        return float(np.sqrt(np.mean((self.foretold[told] - self.waited[told]) ** 2)))


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")


def _worked(outcomes: Outcomes, counted: Mask) -> dict[PersonId, Worked]:
    taken = dict.fromkeys(outcomes.spent, 0)
    for person, counts in zip(outcomes.by, counted.tolist(), strict=True):
        if person is not None and counts:
            taken[person] += 1
    return {
        person: Worked(taken[person], sum(spent.get(state, 0.0) for state in BUSY), spent.get(PersonState.READY, 0.0))
        for person, spent in outcomes.spent.items()
    }


def _ideal_share(outcomes: Outcomes, columns: _Columns, ideal: Ideal) -> float:
    answered = np.flatnonzero(columns.counted & columns.answered).tolist()
    met = 0
    for number in answered:
        person = outcomes.by[number]
        met += person is not None and ideal(outcomes.calls[number], person)
    return _share(float(met), float(len(answered)))

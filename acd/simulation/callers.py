"""Who calls, when, how patiently, and how long he is spoken with. Drawn before the day begins, so that every rule that
is tried meets the very same callers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf

import numpy as np
from numpy.typing import NDArray

from acd.messages import Joined
from acd.patience import Baseline, Hazard, Patience
from acd.simulation.distributions import (
    Constant,
    Distribution,
    Exponential,
    Floats,
    Lognormal,
    accumulated,
    hazard_of,
    reached,
)
from calls.ids import CallId

Counts = NDArray[np.int64]
SURE = 400.0
"""Shape of the factor of a class whose callers do not differ: a coefficient of variation of 0.05."""
FIRMEST = 30.0
"""The shape never grows above this: one bad day does not brand a customer."""


@dataclass(frozen=True, slots=True)
class Call:
    """One caller. Times in seconds; `arrives` on the clock of the day. `patience` inf: he never gives up.

    `weight` counts in weighted abandonment; `priority` is what the dispatcher is told, and `credit`: seconds for
    which he is said to have waited already.
    """

    arrives: float
    queue: str
    segment: str
    weight: float
    priority: int
    patience: float
    handling: float
    belief: Patience | None = None
    wishes: tuple[tuple[str, str], ...] = ()
    credit: float = 0.0

    def joined(self, contact: CallId, now: float) -> Joined:
        """What the dispatcher is told when he comes."""
        since = now - self.credit
        return Joined(
            contact, self.queue, self.priority, since, wishes=self.wishes, segment=self.segment, patience=self.belief
        )


@dataclass(frozen=True, slots=True)
class Arrivals:
    """A Poisson process: calls an hour in each interval of `every` seconds, from the beginning of the day."""

    per_hour: tuple[float, ...]
    every: float = 1800.0

    def draw(self, chance: np.random.Generator) -> Floats:
        """Arrival times in seconds from the beginning, rising."""
        begins = np.arange(len(self.per_hour)) * self.every
        counts = chance.poisson(np.asarray(self.per_hour) * (self.every / 3600.0))
        times = np.repeat(begins, counts) + chance.random(int(counts.sum())) * self.every
        return np.sort(times)


class Factor(StrEnum):
    """How callers of one class differ.

    GAMMA: each has a hazard of his own, so many times the class's; the factor is Gamma with mean 1, just as the dispatcher
    believes. LOGNORMAL: each has a mean patience of his own; the factor is lognormal with mean 1, what the dispatcher believes
    is only near it.
    """

    GAMMA = "gamma"
    LOGNORMAL = "lognormal"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long callers of a class will wait: `baseline`, and a factor of each caller's own of this coefficient of variation.

    Of each caller about `known` earlier waits are known (Poisson); each would have been ended by us after a time with mean
    `offered` (exponential), unless he gave up before.
    """

    baseline: Distribution = Constant(inf)
    spread: float = 0.0
    factor: Factor = Factor.GAMMA
    known: float = 0.0
    offered: float = 30.0

    @property
    def hazard(self) -> Hazard | None:
        """Of the class; None if nobody gives up."""
        return None if isinstance(self.baseline, Constant) else hazard_of(self.baseline)

    def known_of(self, segment: str) -> Patience:
        """The Gamma(a, b) nearest to the factors on the hazard: its mean and its coefficient of variation are theirs."""
        a = 1.0 / self.spread**2 if self.spread else SURE
        mean = 1.0 + self.spread**2 if self.factor is Factor.LOGNORMAL else 1.0
        return Patience(segment, a, a / mean)

    def factors(self, chance: np.random.Generator, count: int) -> Floats:
        """Factors on the hazard, one for each caller."""
        if not self.spread:
            return np.ones(count)
        if self.factor is Factor.LOGNORMAL:
            return 1.0 / Lognormal(1.0, self.spread).draw(chance, count)
        return chance.gamma(1.0 / self.spread**2, self.spread**2, count)


@dataclass(frozen=True, slots=True)
class Kind:
    """Callers of one class for one queue."""

    queue: str
    segment: str
    arrivals: Arrivals
    patience: Waiting
    handling: Distribution
    weight: float = 1.0
    wishes: tuple[tuple[str, str], ...] = ()


def calls_of(kinds: Sequence[Kind], seed: int, begins: float = 0.0) -> list[Call]:
    """All calls of a day, by arrival. Each kind has chances of its own: another kind more changes nobody else."""
    calls = [call for at, kind in enumerate(kinds) for call in _of_kind(kind, seed, at, begins)]
    calls.sort(key=lambda call: call.arrives)
    return calls


def baselines_of(kinds: Sequence[Kind]) -> dict[str, Baseline]:
    """What is to be known about the patience of each class, had it been learnt without any error."""
    found = {}
    for kind in kinds:
        hazard = kind.patience.hazard
        if hazard is not None:
            known = kind.patience.known_of(kind.segment)
            found[kind.segment] = Baseline(hazard, known.a, known.b)
    return found


def _of_kind(kind: Kind, seed: int, number: int, begins: float) -> list[Call]:
    arrivals = kind.arrivals.draw(np.random.default_rng([seed, number, 1])) + begins
    handling = kind.handling.draw(np.random.default_rng([seed, number, 2]), len(arrivals))
    patience, beliefs = _patience(kind, np.random.default_rng([seed, number, 3]), len(arrivals))
    priority = max(0, round(kind.weight))
    return [
        Call(at, kind.queue, kind.segment, kind.weight, priority, waits, lasts, belief, kind.wishes)
        for at, waits, lasts, belief in zip(
            arrivals.tolist(), patience.tolist(), handling.tolist(), beliefs, strict=True
        )
    ]


def _patience(kind: Kind, chance: np.random.Generator, count: int) -> tuple[Floats, Sequence[Patience | None]]:
    waiting, hazard = kind.patience, kind.patience.hazard
    if hazard is None:
        return waiting.baseline.draw(chance, count), [None] * count
    factor = waiting.factors(chance, count)
    patience = reached(hazard, chance.exponential(1.0, count) / factor)
    if not waiting.known:
        return patience, [None] * count
    known = chance.poisson(waiting.known, count).astype(np.int64)
    before = waiting.known_of(kind.segment)
    left, exposed = _past(waiting, hazard, chance, factor, known)
    return patience, [_belief(before, float(k), float(u)) for k, u in zip(left, exposed, strict=True)]


def _past(
    waiting: Waiting, hazard: Hazard, chance: np.random.Generator, factor: Floats, known: Counts
) -> tuple[Floats, Floats]:
    """For each caller how often he hung up, and how much hazard he stood through, over his earlier waits."""
    who = np.repeat(np.arange(len(factor)), known)
    would = reached(hazard, chance.exponential(1.0, len(who)) / factor[who])
    offered = Exponential(waiting.offered).draw(chance, len(who))
    stood = accumulated(hazard, np.minimum(would, offered))
    return _sum(who, (would < offered).astype(np.float64), len(factor)), _sum(who, stood, len(factor))


def _sum(who: Counts, values: Floats, count: int) -> Floats:
    return np.bincount(who, weights=values, minlength=count).astype(np.float64)


def _belief(before: Patience, left: float, exposed: float) -> Patience:
    a, b = before.a + left, before.b + exposed
    scale = min(1.0, max(FIRMEST, before.a) / a)
    return Patience(before.segment, a * scale, b * scale)

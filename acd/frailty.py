"""A class of callers fitted: the hazard they share, and by how much they differ from each other, from waits of known callers.

Each caller's factor is `theta ~ Gamma(a, a)`, of mean 1. Expectation: a caller with k hang-ups in an exposure U has
`(a + k) / (a + U)`. Maximization: the hazard is Breslow's with these factors as weights, and `a` maximizes the marginal
likelihood, times a weak prior for `a` around that of COLD. J. P. Klein, "Semiparametric estimation of random effects using
the Cox model based on the EM algorithm", Biometrics 48 (1992); G. Nielsen et al., "A counting process approach to maximum
likelihood estimation in frailty models", Scand. J. Statist. 19 (1992). Without it the hazard of a mixed crowd seems to fall,
because the impatient have left.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

import numpy as np

from acd.patience import COLD, Baseline
from acd.survival import SHORTEST, Curve, Flags, Floats, Waits, in_pieces, sorted_waits, steps_of

Codes = np.ndarray[tuple[int], np.dtype[np.intp]]

LEAST_A, MOST_A = 0.3, 20.0
"""Callers of one class differ by a coefficient of variation between 0.22 and 1.8."""
FEWEST_REPEATERS, FEWEST_HANG_UPS = 100, 50
"""Fewer callers with several waits, or fewer hang-ups of theirs, cannot tell how callers differ: then `a` is that of COLD."""
LOG_SPREAD = 0.5
"""Standard deviation of the prior of log a. The likelihood is flat where few have hung up: callers would seem all alike."""
MOST_ROUNDS, CLOSE_ENOUGH = 80, 1e-3
GOLDEN = 0.6180339887498949


@dataclass(frozen=True, slots=True)
class Callers:
    """The waits of a class by caller: `caller[i]` (0, 1, 2, ...) waited `seconds[i]`, and hung up or not."""

    caller: Codes
    seconds: Floats
    hung_up: Flags

    @property
    def many(self) -> int:
        """How many callers there are."""
        return int(self.caller.max()) + 1 if self.caller.size else 0


class Clock:
    """The hazard of a class, reckoned anew for other factors of its callers. What does not change is looked up once."""

    def __init__(self, waits: Waits, callers: Callers) -> None:
        steps = steps_of(waits)
        self._times, self._left = steps.times, steps.left
        self._first = np.searchsorted(waits.seconds, steps.times, side="left")
        self._place = np.searchsorted(steps.times, np.maximum(callers.seconds, SHORTEST), side="right")
        self._in_order = callers.caller[waits.order]

    def curve(self, factors: Floats) -> Curve:
        """Breslow's estimate: the sum over hang-ups of `left / sum of the factors of who was still there`."""
        still_there = np.cumsum(factors[self._in_order][::-1])[::-1]
        return Curve(self._times, np.cumsum(self._left / still_there[self._first]))

    def of_waits(self, curve: Curve) -> Floats:
        """H0 of each wait, in the order in which they were given."""
        from_nothing: Floats = np.concatenate(([0.0], curve.values))
        return from_nothing[self._place]


def fit(callers: Callers) -> Baseline:
    """The class's hazard and Gamma(a, b), with b = a. There must be a wait."""
    waits = sorted_waits(callers.seconds, callers.hung_up)
    clock, events = Clock(waits, callers), _by_caller(callers, callers.hung_up.astype(np.float64))
    knows_spread = _tells_spread(callers, events)
    a, curve = COLD.a, clock.curve(np.ones(callers.many))
    for _ in range(MOST_ROUNDS):
        exposure = _by_caller(callers, clock.of_waits(curve))
        before, a = a, _best_a(events, exposure) if knows_spread else a
        last, curve = curve, clock.curve((a + events) / (a + exposure))
        if abs(log(a / before)) < CLOSE_ENOUGH and _close(last, curve):
            break
    return Baseline(in_pieces(waits, curve), a, a)


def _by_caller(callers: Callers, of_waits: Floats) -> Floats:
    sums: Floats = np.bincount(callers.caller, of_waits, callers.many).astype(np.float64)
    return sums


def _close(one: Curve, other: Curve) -> bool:
    if not one.values.size:
        return True
    return bool(np.max(np.abs(one.values - other.values) / other.values) < CLOSE_ENOUGH)


def _tells_spread(callers: Callers, events: Floats) -> bool:
    """Only who has waited several times shows whether he, and not the class, is impatient."""
    repeated = np.bincount(callers.caller, minlength=callers.many) > 1
    return bool(repeated.sum() >= FEWEST_REPEATERS and events[repeated].sum() >= FEWEST_HANG_UPS)


def _best_a(events: Floats, exposure: Floats) -> float:
    """Where the marginal likelihood with its prior is highest: a search by the golden section over log a."""
    tails = [int((events > k).sum()) for k in range(int(events.max(initial=0.0)))]
    low, high = log(LEAST_A), log(MOST_A)
    while high - low > CLOSE_ENOUGH / 4:
        one, other = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        if _likelihood(exp(one), events, exposure, tails) < _likelihood(exp(other), events, exposure, tails):
            low = one
        else:
            high = other
    return exp((low + high) / 2)


def _likelihood(a: float, events: Floats, exposure: Floats, tails: list[int]) -> float:
    """log L(a), and the prior, without what does not depend on a. `tails[k]`: callers with more than k hang-ups; they make
    log Gamma(a + k) / Gamma(a).
    """
    grown = sum(many * log(a + k) for k, many in enumerate(tails))
    prior = -0.5 * (log(a / COLD.a) / LOG_SPREAD) ** 2
    return float(grown + events.size * a * log(a) - ((a + events) * np.log(a + exposure)).sum() + prior)

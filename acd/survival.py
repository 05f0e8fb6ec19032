"""How long callers would have waited, from waits most of which ended with an answer: those are censored, not patience.

Kaplan and Meier, J. Amer. Statist. Assoc. 53 (1958); Nelson, Technometrics 14 (1972); Aalen, Ann. Statist. 6 (1978). For
call centres: L. Brown et al., "Statistical Analysis of a Telephone Call Center", J. Amer. Statist. Assoc. 100 (2005),
section 5, where the hazard peaks after each announcement: so it is kept in pieces, and not fitted by a smooth curve.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from acd.patience import Hazard

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]

MOST_POINTS = 60
"""As many points a learnt hazard has at most."""
FEWEST_IN_PIECE = 5
"""As many hang-ups a piece of a hazard holds at least: fewer are noise."""
FEWEST_AT_RISK = 10
"""Where fewer callers still wait, the curve is not believed; its last slope goes on."""
SHORTEST = 0.01


@dataclass(frozen=True, slots=True)
class Curve:
    """A step function of seconds: `values[i]` from `times[i]` on."""

    times: Floats
    values: Floats

    def at(self, seconds: Floats, before: float) -> Floats:
        """The value at each of these; `before` the first step."""
        steps: Floats = np.concatenate(([before], self.values))
        return steps[np.searchsorted(self.times, seconds, side="right")]


@dataclass(frozen=True, slots=True)
class Waits:
    """Waits in order of length: how long (s), and whether the caller hung up. Made by `sorted_waits`."""

    seconds: Floats
    hung_up: Flags
    order: np.ndarray[tuple[int], np.dtype[np.intp]]


@dataclass(frozen=True, slots=True)
class Steps:
    """Every length at which somebody hung up: how many did, and how many (weighted) were still there until then."""

    times: Floats
    left: Floats
    at_risk: Floats


def sorted_waits(seconds: Floats, hung_up: Flags) -> Waits:
    """The waits, sorted once for all that is reckoned from them."""
    order = np.argsort(seconds, kind="stable")
    return Waits(np.maximum(seconds[order], SHORTEST), hung_up[order], order)


def steps_of(waits: Waits, weights: Floats | None = None) -> Steps:
    """The steps. `weights`: what each caller counts among those at risk, in the order in which the waits were given."""
    counts = np.ones(waits.seconds.size) if weights is None else weights[waits.order]
    still_there = np.cumsum(counts[::-1])[::-1]
    times, left = np.unique(waits.seconds[waits.hung_up], return_counts=True)
    first = np.searchsorted(waits.seconds, times, side="left")
    return Steps(times, left.astype(np.float64), still_there[first])


def kaplan_meier(waits: Waits) -> Curve:
    """P(would wait longer than t): the product over hang-ups of `1 - left / at risk`."""
    steps = steps_of(waits)
    survival: Floats = np.cumprod(1.0 - steps.left / steps.at_risk, dtype=np.float64)
    return Curve(steps.times, survival)


def nelson_aalen(waits: Waits, weights: Floats | None = None) -> Curve:
    """The cumulative hazard: the sum over hang-ups of `left / at risk`. With weights it is Breslow's."""
    steps = steps_of(waits, weights)
    return Curve(steps.times, np.cumsum(steps.left / steps.at_risk))


def in_pieces(waits: Waits, curve: Curve) -> Hazard:
    """The cumulative hazard as straight lines between at most 60 points, with as many hang-ups in each piece.

    So many points lie where many hang up, as after an announcement. Without enough hang-ups it is one line.
    """
    steps = steps_of(waits)
    believed = int(np.searchsorted(-steps.at_risk, -FEWEST_AT_RISK, side="right"))
    left = np.cumsum(steps.left[:believed])
    pieces = min(MOST_POINTS - 1, int(left[-1]) // FEWEST_IN_PIECE if believed else 0)
    if pieces == 0:
        return _one_line(waits)
    ends = np.unique(np.searchsorted(left, left[-1] * np.arange(1, pieces + 1) / pieces - 1e-9))
    return Hazard((0.0, *curve.times[ends].tolist()), (0.0, *curve.values[ends].tolist()))


def _one_line(waits: Waits) -> Hazard:
    """Hang-ups per second waited, half a one more so that it is never nothing."""
    exposure = max(float(waits.seconds.sum()), 1.0)
    rate = (float(waits.hung_up.sum()) + 0.5) / exposure
    return Hazard((0.0, 60.0), (0.0, 60.0 * rate))

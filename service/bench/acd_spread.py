"""How sure a figure is that was found on some simulated days: its 95 % interval, and what chance alone did to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from service.bench.figures import Figure

FEWEST = 4
"""Days beyond what is estimated from them, below which nothing is said of how sure a figure is."""
NORMAL = 1.959964
"""Of a normal distribution, 95 % lie within so many standard deviations."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, and half of its 95 % interval; None: too few days to tell."""

    value: float
    half: float | None


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Estimate:
    """Sum over sum of days that belong together in pairs: what both had of a good or bad day does not count as doubt."""
    whole = sum(ours) / sum(theirs)
    off = [one - whole * other for one, other in zip(ours, theirs, strict=True)]
    free = len(off) - 1
    error = sqrt(sum(each**2 for each in off) / (free * len(off))) if free else 0.0
    return _estimate(whole, error * len(off) / sum(theirs), free)


def adjusted(values: Sequence[float], chances: Sequence[Sequence[float]]) -> Estimate:
    """The mean of the days' values, had chance brought to each just what was to be expected.

    `chances`: of each day, by how much it was off in things whose mean is known (how many came, how long they talked); 0 on
    average. These are control variates: the values are regressed on them, and the mean is read where all of them are 0 (S. S.
    Lavenberg, P. D. Welch, "A Perspective on the Use of Control Variables to Increase the Efficiency of Monte Carlo Simulations",
    Management Science 27 (1981)).
    """
    found, by = np.asarray(values), np.column_stack((np.ones(len(values)), np.asarray(chances)))
    free = len(found) - by.shape[1]
    if free < FEWEST:
        return Estimate(float(found.mean()), None)
    fitted, *_ = np.linalg.lstsq(by, found, rcond=None)
    rest = found - by @ fitted
    error = sqrt(float(rest @ rest) / free * float(np.linalg.inv(by.T @ by)[0, 0]))
    return _estimate(float(fitted[0]), error, free)


def _estimate(value: float, error: float, free: int) -> Estimate:
    return Estimate(value, student(free) * error if free >= FEWEST else None)


def student(free: int) -> float:
    """So many standard errors hold 95 % of Student's t with this many degrees of freedom, four or more.

    The series of Cornish and Fisher (M. Abramowitz, I. Stegun, "Handbook of Mathematical Functions", 26.7.5).
    """
    z = NORMAL
    second, third = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96
    return z + second / free + third / free**2 + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * free**3)


def sure(estimate: Estimate, unit: float = 1.0) -> list[Figure]:
    """The row that tells how sure a figure is; `unit`: what it is told in. None where that cannot be told."""
    return [] if estimate.half is None else [Figure("… ±", round(estimate.half / unit, 4), "")]

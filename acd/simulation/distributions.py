"""How long things last, as distributions. All values are seconds.

A distribution is drawn from by a generator that the caller seeds: the same seed gives the same day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import erfc, exp, inf, log, sqrt

import numpy as np
from numpy.typing import NDArray

from acd.patience import Hazard

Floats = NDArray[np.float64]
POINTS = 400
"""Points of a hazard that is not a straight line."""


@dataclass(frozen=True, slots=True)
class Constant:
    """Always the same. `seconds` may be infinite: a caller who never gives up."""

    seconds: float = 0.0

    @property
    def mean(self) -> float:
        """Its mean."""
        return self.seconds

    def draw(self, chance: np.random.Generator, count: int) -> Floats:
        """So many values."""
        _ = chance
        return np.full(count, self.seconds)


@dataclass(frozen=True, slots=True)
class Exponential:
    """Without memory: the rate of ending is the same at every moment."""

    mean: float

    def draw(self, chance: np.random.Generator, count: int) -> Floats:
        """So many values."""
        return chance.exponential(self.mean, count)


@dataclass(frozen=True, slots=True)
class Lognormal:
    """Its logarithm is normal; `cv` is standard deviation / mean. Handling times of call centres look like this.

    Brown et al., "Statistical Analysis of a Telephone Call Center", JASA 100 (2005), section 4.
    """

    mean: float
    cv: float

    @property
    def sigma(self) -> float:
        """Standard deviation of the logarithm."""
        return sqrt(log(1 + self.cv**2))

    @property
    def mu(self) -> float:
        """Mean of the logarithm."""
        return log(self.mean) - self.sigma**2 / 2

    def draw(self, chance: np.random.Generator, count: int) -> Floats:
        """So many values."""
        return chance.lognormal(self.mu, self.sigma, count)


@dataclass(frozen=True, slots=True)
class Observed:
    """Values as they were measured, drawn again with equal chances."""

    values: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Their mean."""
        return sum(self.values) / len(self.values)

    def draw(self, chance: np.random.Generator, count: int) -> Floats:
        """So many values."""
        return chance.choice(np.asarray(self.values, dtype=np.float64), count)


Distribution = Constant | Exponential | Lognormal | Observed


def hazard_of(distribution: Distribution) -> Hazard:
    """The cumulative hazard -log P(longer than t), as a table that is as good as exact.

    Raises ValueError for a distribution that ends nobody's wait, or that has only the values that were seen.
    """
    match distribution:
        case Exponential(mean=mean):
            return Hazard((0.0, 1.0), (0.0, 1.0 / mean))
        case Lognormal():
            return _lognormal_hazard(distribution)
        case _:
            raise ValueError(f"{type(distribution).__name__} has no hazard")


@lru_cache
def _lognormal_hazard(distribution: Lognormal) -> Hazard:
    """From 4 deviations below the median to 7.5 above: one caller in 10^13 waits longer; the last slope goes on."""
    mu, sigma = distribution.mu, distribution.sigma
    deviations = np.linspace(-4.0, 7.5, POINTS)
    times = [0.0, *(exp(mu + sigma * float(z)) for z in deviations)]
    cumulative = [0.0, *(-log(0.5 * erfc(float(z) / sqrt(2))) for z in deviations)]
    return Hazard(tuple(times), tuple(cumulative))


def reached(hazard: Hazard, cumulative: Floats) -> Floats:
    """For each value the time at which the hazard has come so far: `Hazard.time_of` for many at once."""
    times, points = np.asarray(hazard.times), np.asarray(hazard.cumulative)
    slope = (points[-1] - points[-2]) / (times[-1] - times[-2])
    beyond: Floats = times[-1] + (cumulative - points[-1]) / slope if slope > 0 else np.full_like(cumulative, inf)
    return np.where(cumulative <= points[-1], np.interp(cumulative, points, times), beyond)


def accumulated(hazard: Hazard, times: Sequence[float] | Floats) -> Floats:
    """For each time the hazard until then: `Hazard.at` for many at once."""
    known, points = np.asarray(hazard.times), np.asarray(hazard.cumulative)
    at = np.asarray(times, dtype=np.float64)
    slope = (points[-1] - points[-2]) / (known[-1] - known[-2])
    beyond: Floats = points[-1] + np.maximum(at - known[-1], 0.0) * slope
    return np.where(at <= known[-1], np.interp(at, known, points), beyond)

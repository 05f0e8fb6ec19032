"""How long a caller will wait, as a probability: a hazard for his class, and a factor of his own.

The hazard of caller i at waiting time t is `theta_i * h0(t)`, with `theta_i ~ Gamma(a, b)` (shape, rate): a gamma frailty
model (Vaupel, Manton, Stallard, Demography 16 (1979)), whose survival is `S(t) = (b / (b + H0(t)))^a`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log

ANYBODY = ""
"""The class of callers of whom nothing is known."""
STATED = "(stated)"
"""The class of callers whose limit was stated: one hazard for all of them, the limit is in `b`."""


@dataclass(frozen=True, slots=True)
class Hazard:
    """The cumulative baseline hazard H0 of a class: straight lines between points, the last slope goes on for ever.

    `times` in seconds from 0, rising; `cumulative` is H0 there, from 0, never falling.
    """

    times: tuple[float, ...] = (0.0, 1.0)
    cumulative: tuple[float, ...] = (0.0, 1.0)

    def at(self, waited: float) -> float:
        """H0 after this many seconds."""
        at = self._piece(self.times, waited)
        return self.cumulative[at] + max(0.0, waited - self.times[at]) * self._slope(at)

    def rate(self, waited: float) -> float:
        """h0 at this instant, per second."""
        return self._slope(self._piece(self.times, waited))

    def time_of(self, cumulative: float) -> float:
        """Seconds after which H0 has come this far; infinite if it never does."""
        at = self._piece(self.cumulative, cumulative)
        slope = self._slope(at)
        rest = cumulative - self.cumulative[at]
        if rest <= 0:
            return self.times[at]
        return self.times[at] + rest / slope if slope > 0 else float("inf")

    def _piece(self, points: tuple[float, ...], value: float) -> int:
        return min(max(bisect_right(points, value) - 1, 0), len(points) - 2)

    def _slope(self, at: int) -> float:
        return (self.cumulative[at + 1] - self.cumulative[at]) / (self.times[at + 1] - self.times[at])


@dataclass(frozen=True, slots=True)
class Patience:
    """What is believed of one caller: the class whose hazard is his, and the Gamma(a, b) of his own factor."""

    segment: str = ANYBODY
    a: float = 1.0
    b: float = 1.0


def survival(patience: Patience, hazard: Hazard, waited: float) -> float:
    """P(still there after `waited` seconds)."""
    return float((patience.b / (patience.b + hazard.at(waited))) ** patience.a)


def leaves_within(patience: Patience, hazard: Hazard, waited: float, within: float) -> float:
    """P(gives up in the next `within` seconds | has waited so long)."""
    now, then = patience.b + hazard.at(waited), patience.b + hazard.at(waited + within)
    return float(1.0 - (now / then) ** patience.a)


def leaving_rate(patience: Patience, hazard: Hazard, waited: float) -> float:
    """The rate (1/s) at which such a caller gives up at this moment: `a h0(t) / (b + H0(t))`."""
    return patience.a * hazard.rate(waited) / (patience.b + hazard.at(waited))


def mean_leaving_rate(patience: Patience, hazard: Hazard, within: float = 60.0) -> float:
    """The rate (1/s) at which such callers give up, meant over so many seconds: the theta of Erlang-A for them."""
    return -log(max(survival(patience, hazard, within), 1e-9)) / within


def left_by(patience: Patience, hazard: Hazard, share: float) -> float:
    """Seconds until P(left) reaches `share` (0 to 1): when a ring opens that may cost so much."""
    if share >= 1:
        return float("inf")
    return hazard.time_of(patience.b * ((1.0 - share) ** (-1.0 / patience.a) - 1.0))


@dataclass(frozen=True, slots=True)
class Baseline:
    """A class: its hazard, and the Gamma(a, b) of a caller of whom nothing more is known."""

    hazard: Hazard
    a: float
    b: float

    def patience(self, segment: str) -> Patience:
        """The belief about a new caller of this class."""
        return Patience(segment, self.a, self.b)


COLD = Baseline(Hazard((0.0, 1.0), (0.0, 1.0 / 180.0)), a=1.5, b=1.5)
"""Before anything was learnt: three minutes on average, and callers differ by a coefficient of variation of 0.8."""


_REACH, _POINTS, _STEEP, _UNIT = 14_400.0, 160, 8, 60.0
"""How long a stated limit may be (s), in how many pieces its hazard is kept, its power, and the limit for which b is 1."""


def _stated_hazard() -> Hazard:
    times = [_REACH * 2 ** (-piece / 10) for piece in reversed(range(_POINTS))]
    return Hazard((0.0, *times), (0.0, *((time / _UNIT) ** _STEEP for time in times)))


STATED_BASELINE = Baseline(_stated_hazard(), a=1.0, b=1.0)
"""`H0(t) = (t/60)^8`: with `b = (limit/60)^8` the survival is `1 / (1 + (t/limit)^8)`, the same curve on every limit's clock.

Of such callers 4 % have left after two thirds of their limit, half at the limit, 96 % after one and a half times.
"""


def stated(limit: float) -> Patience:
    """What is believed of a caller of whom it was said that he waits `limit` seconds."""
    return Patience(STATED, STATED_BASELINE.a, (min(max(limit, 1.0), _REACH) / _UNIT) ** _STEEP)


def under(segment: str, schedule: str) -> str:
    """The name of a class under an announcement schedule, as hazards are looked up by: announcements make people leave."""
    return f"{segment}@{schedule}" if schedule else segment


@dataclass(frozen=True, slots=True)
class PatienceModel:
    """What was learnt, by class, or by class and announcement schedule (`under`); `ANYBODY` for the others."""

    baselines: Mapping[str, Baseline] = field(default_factory=lambda: {ANYBODY: COLD})

    def baseline(self, segment: str) -> Baseline:
        """The class's own under this schedule; else the class's, the schedule's, that of anybody."""
        if segment == STATED:
            return STATED_BASELINE
        found = self.baselines.get(segment)
        if found is not None:
            return found
        who, _, schedule = segment.rpartition("@")
        for name in (who or segment, under(ANYBODY, schedule), ANYBODY):
            if name in self.baselines:
                return self.baselines[name]
        return COLD


def believed(
    model: PatienceModel, segment: str, patience: Patience | None = None, limit: float | None = None
) -> tuple[Patience, Hazard]:
    """What to reckon with for one caller: a stated limit wins over what was learnt of him, that over his class.

    Nothing is ever concluded from what a caller is worth to us: in bank records the priority callers were the patient ones
    (A. Mandelbaum, A. Sakov, S. Zeltyn, "Empirical Analysis of a Call Center", Technion 2000).
    """
    found = stated(limit) if limit is not None else patience or model.baseline(segment).patience(segment)
    return found, model.baseline(found.segment).hazard

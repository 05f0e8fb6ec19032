"""The centre of the figures: 50 agents with three skills, three classes of callers, and the mixes of their weights and patience.

15 agents have skill 0 only, 10 skill 1, 5 skill 2, 8 skills 0 and 1, 6 skills 1 and 2, 6 all. Demand is 45, 35 and 20 % by skill;
20 % of the callers are of class vip, 50 % regular, 30 % low. Handling: 180 s on average, lognormal, CV 1.2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from acd.agents import Agent
from acd.patience import PatienceModel
from acd.queues import Queue
from acd.simulation.callers import Arrivals, Factor, Kind, Waiting, baselines_of, calls_of
from acd.simulation.day import Day
from acd.simulation.distributions import Distribution, Exponential, Lognormal
from calls.ids import PersonId

HANDLING = 180.0
HANDLING_CV = 1.2
SPREAD = 0.8
"""Coefficient of variation of the callers' own mean patience inside a class."""
KNOWN, OFFERED = 6.0, 30.0
"""Earlier waits known of each caller, on average, and the mean of what each was offered."""
LOGNORMAL_CV = 1.0
WARM_UP = 1800.0
TEAMS: Sequence[tuple[int, tuple[int, ...]]] = (
    (15, (0,)),
    (10, (1,)),
    (5, (2,)),
    (8, (0, 1)),
    (6, (1, 2)),
    (6, (0, 1, 2)),
)
DEMAND = (0.45, 0.35, 0.20)
SHARES: Mapping[str, float] = {"vip": 0.2, "regular": 0.5, "low": 0.3}


@dataclass(frozen=True, slots=True)
class Mix:
    """Weights and mean patience (seconds) by class."""

    name: str
    weights: Mapping[str, float]
    patience: Mapping[str, Distribution]


def _mix(name: str, weights: tuple[float, float, float], vip: float, low: float) -> Mix:
    patience: dict[str, Distribution] = {
        "vip": Exponential(vip),
        "regular": Lognormal(120.0, LOGNORMAL_CV),
        "low": Exponential(low),
    }
    return Mix(name, dict(zip(SHARES, weights, strict=True)), patience)


MIXES: Mapping[str, Mix] = {
    "A": _mix("A", (5.0, 2.0, 1.0), vip=30.0, low=600.0),
    "B": _mix("B", (5.0, 2.0, 1.0), vip=600.0, low=30.0),
    "C": _mix("C", (1.0, 1.0, 1.0), vip=30.0, low=600.0),
}
"""A: who is worth most is least patient. B: the patience the other way round. C: everybody is worth the same."""


def agents() -> list[Agent]:
    """The 50, each at the top of what he can do."""
    skills = [team for count, team in TEAMS for _ in range(count)]
    return [
        Agent(PersonId(f"a{n}"), f"a{n}", seat=f"a{n}", skills={f"s{skill}": 10.0 for skill in mine})
        for n, mine in enumerate(skills)
    ]


def kinds(mix: Mix, load: float, hours: float) -> list[Kind]:
    """Nine kinds of callers: three classes for each of three skills. `load`: work brought / people there."""
    total = load * sum(count for count, _ in TEAMS) * 3600.0 / HANDLING
    return [
        Kind(
            f"s{skill}",
            segment,
            Arrivals((total * demand * share,) * round(hours * 2)),
            Waiting(mix.patience[segment], SPREAD, Factor.LOGNORMAL, KNOWN, OFFERED),
            Lognormal(HANDLING, HANDLING_CV),
            mix.weights[segment],
        )
        for skill, demand in enumerate(DEMAND)
        for segment, share in SHARES.items()
    ]


def mixed_day(mix: Mix, load: float, hours: float, seed: int, queues: Sequence[Queue]) -> Day:
    """A day of this mix. The same seed brings the same callers, whatever the queues' rules."""
    drawn = kinds(mix, load, hours)
    return Day(
        agents(),
        queues,
        calls_of(drawn, seed),
        PatienceModel(baselines_of(drawn)),
        counts_from=WARM_UP,
        seed=seed,
    )

"""Who calls in the bench of routing: 30 agents, mix A at load 1, time run faster so that ten minutes are half an hour.

All times are those of the policy's mix divided by `FASTER`: a conversation of 180 s takes 60, who waits 30 s waits 10, the
promise of 20 s is one of 6.7. No faster than that: the policy has times of its own (it looks 5 s ahead at least, its score is
per 180 s of a person's time), and a day on which everything is over in seconds is none that it was made for. The same
seed brings the same callers at the same moments, with the same patience and conversations, to whoever serves them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from acd.patience import PatienceModel
from acd.personal import Counts
from acd.simulation.callers import Arrivals, Call, Factor, Kind, Waiting, baselines_of, calls_of
from acd.simulation.distributions import Distribution, Exponential, Lognormal
from service.bench.acd_mixes import HANDLING_CV, KNOWN, LOGNORMAL_CV, OFFERED, SHARES, SPREAD

AGENTS, VISITORS = 30, 60
FASTER = 3.0
HANDLING, PROMISE, RINGS = 180.0 / FASTER, 20.0 / FASTER, 0.1
"""Mean of a conversation, what the queues promise, and how long a phone rings: headsets that answer by themselves. Seconds."""
LONGEST_KEPT = 120.0 / FASTER
"""Nobody waits longer than this because a person is kept for others."""
WEIGHTS: Mapping[str, int] = {"vip": 5, "regular": 2, "low": 1}
PATIENCE: Mapping[str, Distribution] = {
    "vip": Exponential(30.0 / FASTER),
    "regular": Lognormal(120.0 / FASTER, LOGNORMAL_CV),
    "low": Exponential(600.0 / FASTER),
}
NUMBERS: Mapping[str, str] = {"vip": "95101", "regular": "95102", "low": "95103"}
"""The number that each class dials; its queue has the name of the class."""
PREFIX = "139"
LOAD = 1.0


@dataclass(frozen=True, slots=True)
class CrowdDay:
    """The calls by the number that each shows, in order of arrival, and what is known of their patience before they call."""

    calls: Mapping[str, Call]
    model: PatienceModel
    counts: Mapping[str, Counts]
    seconds: float

    @property
    def warm_up(self) -> float:
        """Who arrives before it is served, but not counted: the centre was empty, and one caller more an agent fills it."""
        return self.seconds / 10


def crowd_day(minutes: float, seed: int, now: float = 0.0) -> CrowdDay:
    """So many minutes of arrivals. `now`: when the counts of earlier waits were made."""
    seconds = minutes * 60.0
    drawn = _kinds(seconds)
    calls = {f"{PREFIX}{number:08d}": call for number, call in enumerate(calls_of(drawn, seed), 1)}
    model = PatienceModel(baselines_of(drawn))
    counts = {number: _counts(call, model, now) for number, call in calls.items()}
    return CrowdDay(calls, model, counts, seconds)


def _kinds(seconds: float) -> list[Kind]:
    per_hour, tenth = LOAD * AGENTS * 3600.0 / HANDLING, seconds / 10
    first = per_hour + AGENTS * 3600.0 / tenth
    return [
        Kind(
            segment,
            segment,
            Arrivals((first * share, *(per_hour * share,) * 9), every=tenth),
            Waiting(PATIENCE[segment], SPREAD, Factor.LOGNORMAL, KNOWN, OFFERED / FASTER),
            Lognormal(HANDLING, HANDLING_CV),
            WEIGHTS[segment],
        )
        for segment, share in SHARES.items()
    ]


def _counts(call: Call, model: PatienceModel, now: float) -> Counts:
    """The hang-ups and the exposure that make the belief which the day's draw has of this caller."""
    before = model.baseline(call.segment)
    if call.belief is None:
        return Counts(at=now)
    return Counts(call.belief.a - before.a, 0.0, call.belief.b - before.b, now, round(KNOWN))

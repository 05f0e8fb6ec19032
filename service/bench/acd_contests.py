"""The full policy beside a model of app_queue: the same callers, the same people, other rules.

The seeds are held out: nothing was ever tuned on them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from acd.queues import Queue
from acd.simulation.baselines import APP_QUEUE, FULL, STRATEGIES, Rules, under
from acd.simulation.loop import simulate
from acd.simulation.results import result_of
from service.bench.acd_mixes import DEMAND, HANDLING, MIXES, mixed_day
from service.bench.acd_runs import Pooled, all_of, pooled, pooled_of
from service.bench.acd_spread import ratio, sure
from service.bench.figures import Figure
from service.bench.showing import Steps

HELD_OUT = 7001
"""The first of the seeds."""
DAYS: Mapping[str, int] = {"A": 10, "B": 40, "C": 10}
"""Ten days leave .03 of a ratio unknown: enough, but where it is as near to its target as in B."""
QUICK_DAYS = 2
HOURS, QUICK_HOURS = 8.0, 4.0
LOADS = (0.9, 1.0, 1.1)
RATIOS: Mapping[str, Sequence[float]] = {"A": (0.80, 0.83, 0.85), "B": (0.95, 1.00, 1.02), "C": (0.84, 0.90, 0.94)}
"""At most this: weighted abandonment of the full policy / of the app_queue model, by mix and load."""
IN_TIME_CHANGE = -0.015
LONGEST = 460.0


@dataclass(frozen=True, slots=True)
class Contest:
    """One day to be simulated."""

    mix: str
    load: float
    seed: int
    rules: Rules
    hours: float

    @property
    def name(self) -> str:
        """How it is called while it runs."""
        return f"mix {self.mix}, load {self.load:g}, {self.rules.name}"


def queues() -> list[Queue]:
    """A queue for each skill."""
    return [Queue(f"s{skill}", skill={f"s{skill}": 5.0}, handling=HANDLING) for skill in range(len(DEMAND))]


def run(contest: Contest) -> Pooled:
    """Simulate it."""
    day = under(mixed_day(MIXES[contest.mix], contest.load, contest.hours, contest.seed, queues()), contest.rules)
    return pooled_of(result_of(simulate(day, STRATEGIES, watched=False), day.counts_from))


Results = Mapping[tuple[str, float, str], Sequence[Pooled]]
"""The days by mix, load and the name of the rules."""


def results(steps: Steps, rules: Sequence[Rules], mixes: Sequence[str], quick: bool) -> Results:
    """Every mix at every load under each of these rules."""
    hours = QUICK_HOURS if quick else HOURS
    jobs = [
        Contest(mix, load, HELD_OUT + day, rule, hours)
        for mix in mixes
        for load in LOADS
        for rule in rules
        for day in range(QUICK_DAYS if quick else DAYS[mix])
    ]
    answers = all_of(jobs, run, lambda job: job.name, steps)
    found: dict[tuple[str, float, str], list[Pooled]] = {}
    for job, answer in zip(jobs, answers, strict=True):
        found.setdefault((job.mix, job.load, job.rules.name), []).append(answer)
    return found


def figures(found: Results, quick: bool = False) -> list[Figure]:
    """The rows of the policy: ratios, service level, longest waits. `quick`: found in fewer and shorter days."""
    return [
        figure
        for mix in RATIOS
        for load, most in zip(LOADS, RATIOS[mix], strict=True)
        for figure in _row(found, mix, load, most, quick)
    ]


def _row(found: Results, mix: str, load: float, most: float, quick: bool) -> list[Figure]:
    days, others = found[mix, load, FULL.name], found[mix, load, APP_QUEUE.name]
    ours, theirs = pooled(days), pooled(others)
    share = ratio([day.lost for day in days], [day.lost for day in others])
    name = f"weighted abandonment, mix {mix}, load {load:g}: patience / app_queue"
    return [
        Figure(name, round(share.value, 3), "", at_most=most, short=quick),
        *sure(share),
        Figure("… patience", round(ours.weighted_abandonment * 100, 2), "%"),
        Figure("… app_queue model", round(theirs.weighted_abandonment * 100, 2), "%"),
        Figure(
            "… answered within 20 s, change",
            round(ours.service_level - theirs.service_level, 4),
            "",
            at_least=IN_TIME_CHANGE,
            short=quick,
        ),
        Figure("… longest wait of an answered call", round(ours.longest), "s", at_most=LONGEST, short=quick),
    ]

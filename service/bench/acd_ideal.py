"""Rings that open by patience beside rings that open after fixed seconds: as many ideal matches, fewer callers lost.

The centre of the figures, mix A; a third of the people of each skill have it at 10, the others at 8. Every caller would like one
with 9.5 or more. Nothing differs but when the second ring opens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from acd.queues import Queue, Rings
from acd.simulation.baselines import FULL, STRATEGIES, under
from acd.simulation.callers import Call
from acd.simulation.day import Day
from acd.simulation.loop import simulate
from acd.simulation.results import result_of
from calls.ids import PersonId
from service.bench.acd_mixes import DEMAND, HANDLING, MIXES, mixed_day
from service.bench.acd_runs import Pooled, all_of, pooled, pooled_of
from service.bench.figures import Figure
from service.bench.showing import Steps

RATIOS: Mapping[float, float] = {0.85: 0.55, 0.95: 0.70}
"""Weighted abandonment by patience / by fixed seconds, at most, by load."""
POINT = 0.01
FIXED = Rings(every=10.0)
PATIENCE = Rings(share=0.15)
"""With a share at which about as many get an ideal match as after 10 s; between shares tried on other seeds."""
SEEDS, QUICK_SEEDS = tuple(range(6001, 6007)), (6001, 6002)
HOURS, QUICK_HOURS = 8.0, 4.0
IDEAL, PLAIN, WISHED = 10.0, 8.0, 9.5


@dataclass(frozen=True, slots=True)
class Trial:
    """One day at one load, with rings that open in one way."""

    load: float
    rings: Rings
    seed: int
    hours: float

    @property
    def name(self) -> str:
        """How it is called while it runs."""
        return f"ideal matches, load {self.load:g}, {'10 s' if self.rings.every else 'patience'}"


def day_of(trial: Trial) -> Day:
    """The day, with its wishes."""
    queues = [
        Queue(f"s{n}", skill={f"s{n}": 5.0}, handling=HANDLING, ideal={f"s{n}": WISHED}, rings=trial.rings)
        for n in range(len(DEMAND))
    ]
    day = mixed_day(MIXES["A"], trial.load, trial.hours, trial.seed, queues)
    people = [
        replace(person, skills=dict.fromkeys(person.skills, PLAIN if number % 3 else IDEAL))
        for number, person in enumerate(day.people)
    ]
    return under(replace(day, people=people), FULL)


def run(trial: Trial) -> Pooled:
    """Simulate it."""
    day = day_of(trial)
    skills = {person.id: person.skills for person in day.people}

    def ideal(call: Call, person: PersonId) -> bool:
        return skills[person].get(call.queue, 0.0) >= WISHED

    return pooled_of(result_of(simulate(day, STRATEGIES, watched=False), day.counts_from, ideal=ideal))


def figures(steps: Steps, quick: bool) -> list[Figure]:
    """By load: ideal matches, and what they cost."""
    seeds, hours = (QUICK_SEEDS, QUICK_HOURS) if quick else (SEEDS, HOURS)
    trials = [Trial(load, rings, seed, hours) for load in RATIOS for rings in (PATIENCE, FIXED) for seed in seeds]
    answers = all_of(trials, run, lambda trial: trial.name, steps)
    found: list[Figure] = []
    for at, load in enumerate(RATIOS):
        begin = 2 * at * len(seeds)
        ours, theirs = answers[begin : begin + len(seeds)], answers[begin + len(seeds) : begin + 2 * len(seeds)]
        found += _row(load, ours, theirs, quick)
    return found


def _row(load: float, patience: Sequence[Pooled], fixed: Sequence[Pooled], quick: bool) -> list[Figure]:
    ours, theirs = pooled(patience), pooled(fixed)
    ratio = ours.weighted_abandonment / theirs.weighted_abandonment
    return [
        Figure(
            f"ideal matches, load {load:g}: by patience − after 10 s",
            round(ours.ideal_share - theirs.ideal_share, 4),
            "",
            at_least=-POINT,
            short=quick,
        ),
        Figure("… by patience", round(ours.ideal_share * 100, 1), "%"),
        Figure("… after 10 s", round(theirs.ideal_share * 100, 1), "%"),
        Figure(
            "… weighted abandonment: by patience / after 10 s", round(ratio, 3), "", at_most=RATIOS[load], short=quick
        ),
    ]

"""The exact optimum of a small centre, by value iteration, and what the policy makes of the same centre.

20 people, two classes of callers with exponential patience, one exponential handling time. The state is (busy people, waiting of
class 1, waiting of class 2); at every event anybody free may be given to either class or be kept free. Uniformized (S. A.
Lippman, "Applying a New Device in the Optimization of Exponential Queuing Systems", Operations Research 23 (1975)), the long-run
loss of weight per step is found by relative value iteration (M. L. Puterman, "Markov Decision Processes", section 8.5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from acd.agents import Agent
from acd.patience import PatienceModel
from acd.queues import Queue, Reserve
from acd.simulation.baselines import APP_QUEUE, FULL, STRATEGIES, Rules, under
from acd.simulation.callers import Arrivals, Kind, Waiting, baselines_of, calls_of
from acd.simulation.day import Day
from acd.simulation.distributions import Exponential, Floats
from acd.simulation.loop import simulate
from acd.simulation.results import result_of
from calls.ids import PersonId
from service.bench.acd_runs import all_of, pooled_of
from service.bench.acd_spread import Estimate, adjusted, sure
from service.bench.figures import Figure
from service.bench.showing import Steps

SERVERS = 20
RATIO = 1.05
HANDLING = 180.0
CLOSE = 1e-4
"""Relative width of the bracket of the optimum at which the iteration ends."""
HOURS, QUICK_HOURS = 20.0, 4.0
SEEDS, QUICK_SEEDS = tuple(range(8001, 8017)), (8001, 8002)
WARM_UP = 3600.0


@dataclass(frozen=True, slots=True)
class Class:
    """Callers of one weight: their share of the demand, and their mean patience in seconds."""

    name: str
    weight: float
    share: float
    patience: float
    most: int
    """Waiting callers after which one more is not let in, in the reckoning only: about as good as never reached."""


@dataclass(frozen=True, slots=True)
class Small:
    """The small centre at one load."""

    load: float
    classes: Sequence[Class] = (Class("vip", 5.0, 0.3, 30.0, 20), Class("low", 1.0, 0.7, 300.0, 70))

    def arrivals(self, of: Class) -> float:
        """Of one class, per second."""
        return self.load * SERVERS / HANDLING * of.share

    @property
    def weight(self) -> float:
        """That they bring, per second."""
        return sum(self.arrivals(each) * each.weight for each in self.classes)


LOADS = (0.9, 1.0, 1.1)
NEVER_LATE = 3600.0
"""Seconds of the promise: the optimum knows no promise."""
UNBOUND = replace(FULL, reserve=Reserve(people=1.0, most=3600.0))
"""The policy without the bounds on its reserve."""


# --- the optimum


def optimal_loss(centre: Small) -> float:
    """The least weighted abandonment that any rule can reach which knows only how many wait: weight lost / weight brought."""
    one, two = centre.classes
    values: Floats = np.zeros((SERVERS + 1, one.most + 1, two.most + 1))
    busy, first, second = np.meshgrid(*(np.arange(size) for size in values.shape), indexing="ij")
    rates = [centre.arrivals(one), centre.arrivals(two)]
    leaving = [first / one.patience, second / two.patience]
    ending = busy / HANDLING
    clock = sum(rates) + SERVERS / HANDLING + one.most / one.patience + two.most / two.patience
    lost = (one.weight * leaving[0] + two.weight * leaving[1]) / clock
    stays = 1.0 - (sum(rates) + ending + leaving[0] + leaving[1]) / clock
    while True:
        best = _assigned(values)
        after = lost + stays * best
        after += rates[0] / clock * _shifted(best, 1, 1) + rates[1] / clock * _shifted(best, 2, 1)
        after += ending / clock * _shifted(best, 0, -1)
        after += leaving[0] / clock * _shifted(best, 1, -1) + leaving[1] / clock * _shifted(best, 2, -1)
        change = after - values
        low, high = float(change.min()), float(change.max())
        values = after - after[0, 0, 0]
        if high - low < CLOSE * high:
            return (low + high) / 2 * clock / centre.weight


def _assigned(values: Floats) -> Floats:
    """The best that may be done at once: give free people to either class, as many as one likes, or wait."""
    best = values.copy()
    for busy in range(SERVERS - 1, -1, -1):
        np.minimum(best[busy, 1:, :], best[busy + 1, :-1, :], out=best[busy, 1:, :])
        np.minimum(best[busy, :, 1:], best[busy + 1, :, :-1], out=best[busy, :, 1:])
    return best


def _shifted(values: Floats, axis: int, by: int) -> Floats:
    """The value one caller (or busy person) further; at the edge, where one stands."""
    index = np.clip(np.arange(values.shape[axis]) + by, 0, values.shape[axis] - 1)
    return np.take(values, index, axis=axis)


# --- the policy


@dataclass(frozen=True, slots=True)
class Trial:
    """One day in the small centre."""

    centre: Small
    seed: int
    rules: Rules
    hours: float

    @property
    def name(self) -> str:
        """How it is called while it runs."""
        return f"small centre, load {self.centre.load:g}, {self.rules.name}"


def day_of(centre: Small, seed: int, hours: float) -> Day:
    """A queue, everybody serves it."""
    kinds = [
        Kind(
            "q",
            each.name,
            Arrivals((centre.arrivals(each) * 3600.0,) * round(hours * 2)),
            Waiting(Exponential(each.patience)),
            Exponential(HANDLING),
            each.weight,
        )
        for each in centre.classes
    ]
    people = [Agent(PersonId(f"a{n}"), f"a{n}", seat=f"a{n}", skills={"s": 10.0}) for n in range(SERVERS)]
    queue = Queue("q", skill={"s": 5.0}, handling=HANDLING, answer_within=NEVER_LATE)
    return Day(
        people, [queue], calls_of(kinds, seed), PatienceModel(baselines_of(kinds)), counts_from=WARM_UP, seed=seed
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a day lost of the weight that it was to bring; by how much its callers and talks were off the expected."""

    loss: float
    chances: Sequence[float]


def run(trial: Trial) -> Outcome:
    """Simulate it."""
    centre, day = trial.centre, day_of(trial.centre, trial.seed, trial.hours)
    found = pooled_of(result_of(simulate(under(day, trial.rules), STRATEGIES, watched=False), day.counts_from))
    counted = trial.hours * 3600.0 - day.counts_from
    return Outcome(found.lost / (counted * centre.weight), _chances(centre, day, trial.hours * 3600.0))


def _chances(centre: Small, day: Day, seconds: float) -> Sequence[float]:
    came = [sum(call.segment == each.name for call in day.calls) for each in centre.classes]
    more = [count / (centre.arrivals(each) * seconds) - 1.0 for count, each in zip(came, centre.classes, strict=True)]
    return [*more, sum(call.handling for call in day.calls) / (len(day.calls) * HANDLING) - 1.0]


def figures(steps: Steps, quick: bool) -> list[Figure]:
    """Ours over the optimum at each load; and, for information, app_queue's."""
    seeds, hours = (QUICK_SEEDS, QUICK_HOURS) if quick else (SEEDS, HOURS)
    trials = [
        Trial(Small(load), seed, rules, hours) for load in LOADS for rules in (UNBOUND, APP_QUEUE) for seed in seeds
    ]
    answers = all_of(trials, run, lambda trial: trial.name, steps)
    bests = all_of([Small(load) for load in LOADS], optimal_loss, lambda small: f"optimum, load {small.load:g}", steps)
    found = []
    for at, load in enumerate(LOADS):
        begin = at * 2 * len(seeds)
        ours = _loss(answers[begin : begin + len(seeds)])
        theirs = _loss(answers[begin + len(seeds) : begin + 2 * len(seeds)])
        found += _row(load, bests[at], ours, theirs, quick)
    return found


def _loss(days: Sequence[Outcome]) -> Estimate:
    return adjusted([day.loss for day in days], [day.chances for day in days])


def _row(load: float, best: float, ours: Estimate, theirs: Estimate, quick: bool) -> list[Figure]:
    name = f"policy / exact optimum, load {load:g}"
    return [
        Figure(name, round(ours.value / best, 3), "", at_most=RATIO, short=quick),
        *sure(ours, best),
        Figure("… exact optimum", round(best * 100, 3), "%"),
        Figure("… app_queue model / exact optimum", round(theirs.value / best, 3), ""),
    ]

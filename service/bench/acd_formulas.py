"""The simulator beside formulas that are exact, and the formulas beside published values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, lgamma, log

from acd.agents import Agent
from acd.erlang import ErlangA, ErlangC
from acd.patience import PatienceModel
from acd.queues import Queue
from acd.simulation.callers import Arrivals, Kind, Waiting, baselines_of, calls_of
from acd.simulation.day import Day
from acd.simulation.distributions import Constant, Exponential
from acd.simulation.loop import simulate
from acd.simulation.results import result_of
from calls.ids import PersonId
from service.bench.acd_runs import Pooled, all_of, pooled, pooled_of
from service.bench.figures import Figure
from service.bench.showing import Steps

HOURS = 60.0
DAYS, QUICK_DAYS = 24, 2
WARM_UP = 3600.0
CLOSE, QUICK_CLOSE = 0.02, 0.15
"""Of P(abandon): how far the simulator may be from the formula. Two days tell no more than the second."""
FIRST_SEED = 5001


@dataclass(frozen=True, slots=True)
class Case:
    """M/M/n+M: people, work brought (erlang), mean handling and mean patience in seconds."""

    servers: int
    load: float
    handling: float
    patience: float

    @property
    def name(self) -> str:
        """In words."""
        return f"{self.servers} people, {self.load:g} erlang, patience {self.patience / self.handling:g} AHT"

    @property
    def exact(self) -> ErlangA:
        """The formula."""
        return ErlangA(self.servers, self.load / self.handling, self.handling, self.patience)


CASES: Sequence[Case] = (
    Case(5, 5.0, 240.0, 240.0),
    Case(10, 11.0, 240.0, 120.0),
    Case(20, 20.0, 240.0, 240.0),
    Case(30, 33.0, 240.0, 480.0),
    Case(50, 48.0, 240.0, 480.0),
)


def day_of(case: Case, seed: int, hours: float = HOURS) -> Day:
    """One queue, one class, one pool, first come first served."""
    per_hour = case.load / case.handling * 3600.0
    patience = Waiting(Exponential(case.patience) if case.patience < inf else Constant(inf))
    kind = Kind("q", "any", Arrivals((per_hour,) * round(hours * 2)), patience, Exponential(case.handling))
    people = [Agent(PersonId(f"a{n}"), f"a{n}", seat=f"a{n}", skills={"s": 10.0}) for n in range(case.servers)]
    model = PatienceModel(baselines_of([kind]))
    return Day(
        people, [Queue("q", skill={"s": 5.0}, strategy="fifo")], calls_of([kind], seed), model, counts_from=WARM_UP
    )


@dataclass(frozen=True, slots=True)
class Trial:
    """One stretch of 60 hours of one case."""

    case: Case
    seed: int


def run(trial: Trial) -> Pooled:
    """Simulate it."""
    day = day_of(trial.case, trial.seed)
    return pooled_of(result_of(simulate(day), day.counts_from))


def simulator_figures(steps: Steps, quick: bool) -> list[Figure]:
    """P(abandon) of the simulator over that of Erlang-A, case by case."""
    days = QUICK_DAYS if quick else DAYS
    trials = [Trial(case, FIRST_SEED + number) for case in CASES for number in range(days)]
    answers = all_of(trials, run, lambda trial: f"Erlang-A: {trial.case.name}", steps)
    close = QUICK_CLOSE if quick else CLOSE
    found = []
    for number, case in enumerate(CASES):
        simulated = pooled(answers[number * days : (number + 1) * days]).abandonment
        off = abs(simulated / case.exact.abandons - 1.0)
        found += [
            Figure(
                f"simulator / Erlang-A, P(abandon), off by: {case.name}", round(off, 4), "", at_most=close, short=quick
            ),
            Figure("… simulated", round(simulated * 100, 3), "%"),
            Figure("… exact", round(case.exact.abandons * 100, 3), "%"),
        ]
    return found


def formula_figures() -> list[Figure]:
    """The formulas beside values that were published: within one unit of the last digit."""
    a, c = ErlangA(50, 48.0 / 60.0, 60.0, 120.0), ErlangC(50, 48.0 / 60.0, 60.0)
    same = ErlangA(100, 102.0 / 60.0, 60.0, 60.0).abandons
    return [
        _near("Erlang-A, 50 people, 48 calls/min, AHT 1 min, patience 2 min: P(abandon)", a.abandons * 100, 3.09, "%"),
        _near("… mean wait", a.mean_wait, 3.71, "s"),
        _near("Erlang-C, the same: mean wait", c.mean_wait, 20.83, "s"),
        _near("… 90th percentile", c.percentile(0.9), 58.14, "s"),
        _near("patience = AHT, 100 people, 102 erlang: P(abandon)", same, 0.04992, "", 1e-5),
        Figure(
            "… off the Poisson identity E[(N - n)+] / load by", abs(same - poisson_loss(100, 102.0)), "", at_most=1e-9
        ),
    ]


def poisson_loss(servers: int, load: float) -> float:
    """Where patience and handling have one mean, callers are Poisson: P(abandon) = E[(N - n)+] / load."""
    last = round(load + 40 * load**0.5) + servers
    return sum(exp(n * log(load) - load - lgamma(n + 1)) * (n - servers) for n in range(servers + 1, last)) / load


def _near(name: str, value: float, published: float, unit: str, within: float = 0.01) -> Figure:
    return Figure(
        name, round(value, 5), unit, at_least=round(published - within, 6), at_most=round(published + within, 6)
    )

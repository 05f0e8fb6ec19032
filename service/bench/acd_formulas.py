"""The simulator beside formulas that are exact, and the formulas beside published values.

A day of a simulation is off its mean by some hundredths, whoever simulates it. So two things are asked. On some days: does
the dispatcher lose the very callers that are lost in a line which is reckoned by hand (acd_line.py)? And of that line, which is
quick, on many days: does it lose as many as Erlang-A says, once what chance brought is taken out?
"""

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
from acd.simulation.outcomes import End
from calls.ids import PersonId
from service.bench.acd_line import Caller, giving_up
from service.bench.acd_runs import all_of
from service.bench.acd_spread import Estimate, adjusted, sure
from service.bench.figures import Figure
from service.bench.showing import Steps

HOURS, QUICK_HOURS = 60.0, 10.0
DAYS, QUICK_DAYS = 4, 1
"""That the dispatcher goes through, compared caller by caller."""
LINES = 120
"""Days of the line reckoned by hand."""
WARM_UP = 3600.0
CLOSE = 0.02
"""Of P(abandon): how far the simulator may be from the formula."""
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


def callers_of(day: Day) -> list[Caller]:
    """The callers of a day, for the line reckoned by hand."""
    return [(call.arrives, call.patience, call.handling) for call in day.calls]


@dataclass(frozen=True, slots=True)
class Trial:
    """One stretch of one case."""

    case: Case
    seed: int
    hours: float = HOURS


def differing(trial: Trial) -> int:
    """Callers who give up in the simulator and not in the line reckoned by hand, or the other way round."""
    day = day_of(trial.case, trial.seed, trial.hours)
    ends = simulate(day, watched=False).end
    lost = giving_up(callers_of(day), trial.case.servers)
    return sum((end == End.ABANDONED) != gone for end, gone in zip(ends, lost, strict=True))


@dataclass(frozen=True, slots=True)
class Line:
    """A day of the line: P(abandon), and by how much callers, talks and patience were off what was to be expected."""

    abandons: float
    chances: Sequence[float]


def line(trial: Trial) -> Line:
    """Reckon one."""
    case, callers = trial.case, callers_of(day_of(trial.case, trial.seed, trial.hours))
    lost = giving_up(callers, case.servers)
    counted = [gone for (arrives, _, _), gone in zip(callers, lost, strict=True) if arrives >= WARM_UP]
    count = len(callers)
    chances = (
        count / (case.load / case.handling * trial.hours * 3600.0) - 1.0,
        sum(handling for _, _, handling in callers) / (count * case.handling) - 1.0,
        sum(patience for _, patience, _ in callers) / (count * case.patience) - 1.0,
    )
    return Line(sum(counted) / len(counted), chances)


def simulator_figures(steps: Steps, quick: bool) -> list[Figure]:
    """P(abandon) of the simulator over that of Erlang-A, case by case, and whether it loses the callers that it should."""
    days, hours = (QUICK_DAYS, QUICK_HOURS) if quick else (DAYS, HOURS)
    trials = [Trial(case, FIRST_SEED + number, hours) for case in CASES for number in range(days)]
    lines = [Trial(case, FIRST_SEED + number) for case in CASES for number in range(LINES)]
    differences = all_of(trials, differing, lambda trial: f"Erlang-A: {trial.case.name}", steps)
    reckoned = all_of(lines, line, lambda trial: f"Erlang-A, by hand: {trial.case.name}", steps)
    found = []
    for number, case in enumerate(CASES):
        mine = reckoned[number * LINES : (number + 1) * LINES]
        estimate = adjusted([day.abandons for day in mine], [day.chances for day in mine])
        differing_here = sum(differences[number * days : (number + 1) * days])
        found += _row(case, estimate, differing_here, quick)
    return found


def _row(case: Case, estimate: Estimate, different: int, quick: bool) -> list[Figure]:
    exact = case.exact.abandons
    off = abs(estimate.value / exact - 1.0)
    return [
        Figure(f"simulator / Erlang-A, P(abandon), off by: {case.name}", round(off, 4), "", at_most=CLOSE),
        *sure(estimate, exact),
        Figure("… simulated", round(estimate.value * 100, 3), "%"),
        Figure("… exact", round(exact * 100, 3), "%"),
        Figure("… callers who end otherwise than by hand", different, "", at_most=0, short=quick),
    ]


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

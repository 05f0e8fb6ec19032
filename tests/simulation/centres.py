"""Small centres to be simulated."""

from __future__ import annotations

from math import exp, lgamma, log

from acd.agents import Agent
from acd.patience import PatienceModel
from acd.queues import Queue
from acd.simulation.callers import Arrivals, Kind, Waiting, baselines_of, calls_of
from acd.simulation.day import Day
from acd.simulation.distributions import Distribution, Exponential
from calls.ids import PersonId

HOUR = 3600.0


def agents(count: int, wrap_up: float = 0.0) -> list[Agent]:
    """People who can do everything."""
    return [Agent(PersonId(f"a{n}"), f"a{n}", seat=f"a{n}", skills={"s": 10.0}, wrap_up=wrap_up) for n in range(count)]


def pool(
    count: int, per_hour: float, handling: Distribution, patience: Waiting, hours: float = 2.0, seed: int = 1
) -> Day:
    """One queue, one class, one pool."""
    kind = Kind("q", "any", Arrivals((per_hour,) * round(hours * 2)), patience, handling)
    model = PatienceModel(baselines_of([kind]))
    return Day(agents(count), [Queue("q", skill={"s": 5.0})], calls_of([kind], seed), model, counts_from=HOUR / 4)


def two_classes(
    count: int = 12, per_hour: float = 260.0, hours: float = 3.0, seed: int = 1, wrap_up: float = 0.0
) -> Day:
    """Impatient, important callers and patient ones, in two queues that everybody serves."""
    every = Arrivals((per_hour / 2,) * round(hours * 2))
    kinds = [
        Kind("gold", "vip", every, Waiting(Exponential(40.0), spread=0.8, known=6.0), Exponential(170.0), weight=5.0),
        Kind("plain", "low", every, Waiting(Exponential(300.0), spread=0.8), Exponential(170.0)),
    ]
    queues = [Queue("gold", weight=5, skill={"s": 5.0}), Queue("plain", skill={"s": 5.0})]
    return Day(agents(count, wrap_up), queues, calls_of(kinds, seed), PatienceModel(baselines_of(kinds)))


def erlang_a(servers: int, arrivals: float, handling: float, patience: float, most: int = 4000) -> tuple[float, float]:
    """P(abandon) and the mean wait of all callers, summed state by state.

    M/M/n+M: birth `arrivals`, death min(k, n)/handling + (k-n)+/patience. Palm (1957); Garnett, Mandelbaum, Reiman (2002).
    """
    logs, total = [0.0], 0.0
    for k in range(1, most):
        death = min(k, servers) / handling + max(0, k - servers) / patience
        logs.append(logs[-1] + log(arrivals / death))
    top = max(logs)
    weights = [exp(value - top) for value in logs]
    total = sum(weights)
    waiting = sum(weight * max(0, k - servers) for k, weight in enumerate(weights)) / total
    return waiting / patience / arrivals, waiting / arrivals


def lost_with_equal_rates(servers: int, load: float) -> float:
    """P(abandon) where patience and handling have one mean: callers are then Poisson. E[(N-n)+]/load."""
    terms = (exp(k * log(load) - load - lgamma(k + 1)) * (k - servers) for k in range(servers + 1, 3000))
    return sum(terms) / load

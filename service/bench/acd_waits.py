"""How far off an announced wait is: QLa beside the hold time that app_queue announces, for the same callers.

One pool of 50, first come first served, the classes of mix A. Both learn as they go, and from the same callers: QLa the handling
time and the rate at which a waiting caller gives up, app_queue its running mean of waits. The error is taken over callers who
had to wait and were answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from acd.estimates import app_queue_hold, app_queue_mean_hold, ql_a
from acd.queues import Queue
from acd.simulation.callers import Call
from acd.simulation.day import Day
from acd.simulation.loop import simulate
from service.bench.acd_mixes import HANDLING, MIXES, WARM_UP, mixed_day
from service.bench.acd_runs import all_of
from service.bench.figures import Figure
from service.bench.showing import Steps

LOADS = (0.95, 1.0, 1.05)
SEEDS, QUICK_SEEDS = tuple(range(9001, 9005)), (9001,)
HOURS, QUICK_HOURS = 8.0, 4.0
RATIO = 0.72
SHARE = 0.02
"""Of each new handling time in the mean that QLa uses."""


@dataclass(frozen=True, slots=True)
class Told:
    """What either would have announced to one caller, and what he waited; None until he was answered."""

    ours: float
    theirs: float
    said: float


@dataclass(slots=True)
class Both:
    """Announces QLa, and notes what app_queue would have."""

    servers: int
    handling: float = HANDLING
    hold: float = 0.0
    gave_up: int = 0
    stood: float = 0.0
    told: dict[int, Told] = field(default_factory=dict)
    errors: list[tuple[float, float, float]] = field(default_factory=list)
    """Squared errors of QLa, of app_queue's mean hold time, of what app_queue says."""

    def joined(self, call: Call, ahead: int) -> float | None:
        """A caller has to wait."""
        theta = self.gave_up / self.stood if self.stood else 0.0
        ours = ql_a(ahead, self.servers, self.handling, theta)
        self.told[id(call)] = Told(ours, self.hold, app_queue_hold(self.hold, 0.0))
        return ours

    def over(self, call: Call, waited: float, answered: bool) -> None:
        """He need wait no more."""
        told = self.told.pop(id(call), None)
        self.stood += waited
        self.gave_up += not answered
        if not answered:
            return
        self.hold = app_queue_mean_hold(self.hold, waited)
        self.handling += (call.handling - self.handling) * SHARE
        if told and call.arrives >= WARM_UP:
            ours, theirs, said = told.ours - waited, told.theirs - waited, told.said - waited
            self.errors.append((ours**2, theirs**2, said**2))


@dataclass(frozen=True, slots=True)
class Trial:
    """One day at one load."""

    load: float
    seed: int
    hours: float


def pool_day(load: float, hours: float, seed: int) -> Day:
    """The centre of the figures as one pool: everybody can do everything."""
    mixed = mixed_day(MIXES["A"], load, hours, seed, [])
    calls = [replace(call, queue="q", priority=1) for call in mixed.calls]
    people = [replace(person, skills={"s": 10.0}) for person in mixed.people]
    return replace(mixed, people=people, calls=calls, queues=[Queue("q", skill={"s": 5.0}, strategy="fifo")])


def run(trial: Trial) -> Sequence[tuple[float, float, float]]:
    """The squared errors of one day."""
    day = pool_day(trial.load, trial.hours, trial.seed)
    both = Both(len(day.people))
    simulate(day, foretell=both, watched=False)
    return both.errors


def figures(steps: Steps, quick: bool) -> list[Figure]:
    """Root mean squared errors, all loads together and each."""
    seeds, hours = (QUICK_SEEDS, QUICK_HOURS) if quick else (SEEDS, HOURS)
    trials = [Trial(load, seed, hours) for load in LOADS for seed in seeds]
    answers = all_of(trials, run, lambda trial: f"announced waits, load {trial.load:g}", steps)
    every = [error for errors in answers for error in errors]
    ours, theirs, said = (_root([error[at] for error in every]) for at in range(3))
    found = [
        Figure(
            "announced wait, RMSE: QLa / app_queue's hold time", round(ours / theirs, 3), "", at_most=RATIO, short=quick
        ),
        Figure("… QLa", round(ours, 2), "s"),
        Figure("… app_queue's mean hold time", round(theirs, 2), "s"),
        Figure("… what app_queue says, with its 30 s", round(said, 2), "s"),
        Figure("… callers who had to wait and were answered", len(every), ""),
    ]
    for at, load in enumerate(LOADS):
        errors = [error for part in answers[at * len(seeds) : (at + 1) * len(seeds)] for error in part]
        ratio = _root([error[0] for error in errors]) / _root([error[1] for error in errors])
        found.append(Figure(f"… the ratio at load {load:g}", round(ratio, 3), ""))
    return found


def _root(squares: Sequence[float]) -> float:
    return float((sum(squares) / len(squares)) ** 0.5)

"""A day to be simulated: who works when, which queues there are, who calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from acd.messages import Person
from acd.patience import PatienceModel
from acd.queues import Queue
from acd.simulation.callers import Call
from acd.simulation.distributions import Constant, Distribution
from calls.ids import PersonId


@dataclass(frozen=True, slots=True)
class Shift:
    """From when to when a person is there, in seconds on the clock of the day."""

    person: PersonId
    begins: float
    ends: float


@dataclass(frozen=True, slots=True)
class Phones:
    """How soon people take what they are offered, and the share of offers that they miss.

    Who missed one is taken out by the dispatcher; he says that he is there again after `back_after` seconds.
    """

    answered_after: Distribution = Constant(0.0)
    missed: float = 0.0
    back_after: float = 60.0


@dataclass(frozen=True, slots=True)
class Day:
    """Everything a simulation needs. Times are seconds on one clock; a real day's are epoch seconds.

    Who has no shift is there from `begins` on. Calls that arrive before `counts_from` are served and not counted: a
    centre that begins empty is not what is measured. After the last arrival callers are served or give up until nobody waits.
    """

    people: Sequence[Person]
    queues: Sequence[Queue]
    calls: Sequence[Call]
    model: PatienceModel = field(default_factory=PatienceModel)
    shifts: Sequence[Shift] = ()
    phones: Phones = Phones()
    begins: float = 0.0
    counts_from: float = 0.0
    seed: int = 0

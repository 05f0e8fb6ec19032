"""A day as an admin writes it: who is there, who calls, and under which rules and staff it is to be tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from acd.agents import Agent
from acd.messages import Person
from acd.patience import PatienceModel
from acd.queues import Queue, Reserve
from acd.simulation.baselines import APP_QUEUE, BASELINES, Rules, under
from acd.simulation.callers import Arrivals, Call, Kind, Waiting, baselines_of, calls_of
from acd.simulation.day import Day, Phones, Shift
from acd.simulation.distributions import Distribution
from calls.ids import PersonId

HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Spell:
    """From when to when on the clock of the day, in seconds from its beginning."""

    begins: float
    ends: float


@dataclass(frozen=True, slots=True)
class Team:
    """So many people who can do the same, there at the same times; none: all day."""

    name: str
    people: int
    agent: Agent
    shifts: Sequence[Spell] = ()


@dataclass(frozen=True, slots=True)
class Callers:
    """Callers of one class: how many in a day, to which queues in which parts, how they come, wait and talk."""

    segment: str
    calls: float
    parts: Mapping[str, float]
    patience: Waiting
    handling: Distribution
    weight: float | None = None
    profile: Sequence[float] = (1.0,)


@dataclass(frozen=True, slots=True)
class Variant:
    """What is tried. `people`: other sizes of teams. `calls`: so many times the calls."""

    name: str
    rules: str = ""
    choice: str | None = None
    reserve: Reserve | None = None
    people: Mapping[str, int] = field(default_factory=dict)
    calls: float = 1.0


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """The whole. `recorded`: a date whose calls are taken instead of `callers`. Without `queues`, those of the plan."""

    name: str = "a day"
    seed: int = 1
    length: float = 8 * HOUR
    recorded: str = ""
    people: Sequence[Person] = ()
    teams: Sequence[Team] = ()
    queues: Sequence[Queue] = ()
    callers: Sequence[Callers] = ()
    phones: Phones = Phones()
    variants: Sequence[Variant] = (Variant("as it is"),)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was taken from records: calls, when people were there, and the model of patience behind what is not known."""

    calls: Sequence[Call]
    shifts: Sequence[Shift] = ()
    model: PatienceModel = field(default_factory=PatienceModel)
    begins: float = 0.0


def day_of(written: WrittenDay, variant: Variant, recorded: Recorded | None = None) -> Day:
    """The day under one variant. Its callers are the same whatever the rules and the staff."""
    members = {team.name: _members(team, variant) for team in written.teams}
    people: list[Person] = [*written.people, *(one for team in members.values() for one in team)]
    begins = recorded.begins if recorded else 0.0
    shifts = [
        Shift(one.id, begins + spell.begins, begins + spell.ends)
        for team in written.teams
        for one in members[team.name]
        for spell in team.shifts
    ]
    if recorded:
        known = {person.id for person in people}
        shifts += [shift for shift in recorded.shifts if shift.person in known]
    kinds = kinds_of(written, variant)
    day = Day(
        people,
        written.queues,
        recorded.calls if recorded else calls_of(kinds, written.seed),
        recorded.model if recorded else PatienceModel(baselines_of(kinds)),
        shifts,
        written.phones,
        begins=begins,
        seed=written.seed,
    )
    return under(day, rules_of(variant))


def rules_of(variant: Variant) -> Rules:
    """By what this variant routes."""
    if variant.rules in BASELINES:
        return BASELINES[variant.rules]
    if not variant.rules:
        return Rules(variant.name, choice=variant.choice)
    return replace(APP_QUEUE, name=variant.name, strategy=variant.rules, choice=variant.choice, reserve=variant.reserve)


def kinds_of(written: WrittenDay, variant: Variant) -> list[Kind]:
    """A kind for every class and every queue that it calls."""
    weights = {queue.name: float(queue.weight) for queue in written.queues}
    return [
        Kind(
            queue,
            each.segment,
            _arrivals(each, part / sum(each.parts.values()) * variant.calls, written.length),
            each.patience,
            each.handling,
            each.weight if each.weight is not None else weights.get(queue, 1.0),
        )
        for each in written.callers
        for queue, part in each.parts.items()
    ]


def _arrivals(callers: Callers, part: float, length: float) -> Arrivals:
    """The day is cut into as many pieces as its profile has."""
    piece = length / len(callers.profile)
    total = sum(callers.profile)
    return Arrivals(tuple(callers.calls * part * share / total / (piece / HOUR) for share in callers.profile), piece)


def _members(team: Team, variant: Variant) -> list[Agent]:
    count = variant.people.get(team.name, team.people)
    names = [f"{team.name}-{number}" for number in range(1, count + 1)]
    return [replace(team.agent, id=PersonId(name), name=name, seat=name) for name in names]

"""People and queues from the sections `queues:`, `agents:` and `managers:` of a plan.

Nothing raises for what is written; every problem is told at its place. A plan with problems is never used.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from acd.agents import Agent
from acd.managers import Manager
from acd.messages import Person
from acd.queues import Queue, fits
from acd.strategies import CHOICES, ORDERS
from calls.documents import Fields, Node, did_you_mean
from calls.ids import PersonId
from calls.office_hours import OfficeHours

SECTIONS = ("queues", "agents", "managers")
KEYS = tuple("0123456789*#")
_PHONE = re.compile(r"\+?[0-9]{2,20}")
_A_DAY = re.compile(r"([1-9][0-9]{0,3})( a day)?")
_QUEUE = ("weight", "skill", "strategy", "choice", "answer_within", "music")
_PERSON = ("name", "skills", "tags", "wrap_up", "ring")
_AGENT = (*_PERSON, "seat")
_MANAGER = (
    *_PERSON,
    "phone",
    "hours",
    "accept_key",
    "decline_key",
    "accept_within",
    "deputy",
    "at_most",
    "cool_down",
)


@dataclass(frozen=True, slots=True)
class Staff:
    """People and queues as written."""

    people: Sequence[Person]
    queues: Sequence[Queue]


def load(sections: Mapping[str, Node], hours: Mapping[str, OfficeHours]) -> Staff:
    """The people and queues of these sections; `hours` are those that a manager may name."""
    agents = _agents(sections["agents"]) if "agents" in sections else {}
    managers = _managers(sections["managers"], hours) if "managers" in sections else {}
    queues = _queues(sections["queues"]) if "queues" in sections else {}
    _check_names(agents, managers)
    people: list[Person] = [*agents.values(), *managers.values()]
    _check_deputies(sections.get("managers"), managers, {person.id for person in people})
    _check_served(queues, people)
    return Staff(people, list(queues.values()))


def _fields(node: Node, known: Collection[str]) -> Fields:
    """Keys that may all be left out: then nothing needs to stand after the name."""
    return Fields(node, {}, node.nothing) if node.empty else node.mapping(known)


# --- queues


def _queues(node: Node) -> dict[Node, Queue]:
    return {key: _queue(key.name(), value) for key, value in node.items("names of queues, each with its keys")}


def _queue(name: str, node: Node) -> Queue:
    fields = _fields(node, _QUEUE)
    return Queue(
        name,
        weight=fields.of("weight").integer(1, least=0, most=100),
        skill=_skills(fields.of("skill")),
        strategy=fields.of("strategy").one_of(ORDERS, "priority"),
        choice=fields.of("choice").one_of(CHOICES, "longest_idle"),
        answer_within=fields.of("answer_within").seconds(20.0, least=1, most=3600),
        music=fields.of("music").name("default"),
    )


def _skills(node: Node) -> dict[str, float]:
    return {
        key.name(expected="the name of a skill"): value.number(least=0, most=10)
        for key, value in node.items("skills, each from 0 to 10")
    }


# --- people


def _agents(node: Node) -> dict[Node, Agent]:
    agents = {key: _agent(key.name(), value) for key, value in node.items("names of agents, each with its keys")}
    seats: dict[str, str] = {}
    for key, agent in agents.items():
        other = seats.setdefault(agent.seat, agent.id)
        if other != agent.id:
            key.problem("duplicate-seat", "a seat of his own", f"agent '{other}' sits there", f"seat '{agent.seat}'")
    return agents


def _agent(name: str, node: Node) -> Agent:
    fields = _fields(node, _AGENT)
    return Agent(
        PersonId(name),
        fields.of("name").text(name),
        seat=fields.of("seat").name(name),
        skills=_skills(fields.of("skills")),
        tags=_tags(fields.of("tags")),
        wrap_up=_wrap_up(fields),
        ring=_ring(fields),
    )


def _managers(node: Node, hours: Mapping[str, OfficeHours]) -> dict[Node, Manager]:
    items = node.items("names of managers, each with its keys")
    return {key: _manager(key.name(), value, hours) for key, value in items}


def _manager(name: str, node: Node, hours: Mapping[str, OfficeHours]) -> Manager:
    fields = node.mapping(_MANAGER, required=("phone",))
    accept, decline = fields.of("accept_key").one_of(KEYS, "1"), fields.of("decline_key").one_of(KEYS, "2")
    if accept == decline:
        at = fields.of("decline_key" if "decline_key" in fields else "accept_key")
        at.problem("same-key", "two different keys", "one accepts the call, the other declines it")
    return Manager(
        PersonId(name),
        fields.of("name").text(name),
        phone=_phone(fields.of("phone")),
        hours=_hours(fields.of("hours"), hours),
        skills=_skills(fields.of("skills")),
        tags=_tags(fields.of("tags")),
        accept_key=accept,
        decline_key=decline,
        ring=_ring(fields),
        accept_within=fields.of("accept_within").seconds(15.0, least=5, most=120),
        deputy=PersonId(fields.of("deputy").name()) or None,
        at_most=_at_most(fields.of("at_most")),
        wrap_up=_wrap_up(fields),
        cool_down=fields.of("cool_down").seconds(300.0, least=0, most=86400),
    )


def _wrap_up(fields: Fields) -> float:
    return fields.of("wrap_up").seconds(0.0, most=3600)


def _ring(fields: Fields) -> float:
    return fields.of("ring").seconds(20.0, least=3, most=300)


def _tags(node: Node) -> dict[str, tuple[str, ...]]:
    return {
        key.name(expected="the name of a tag"): value.texts() for key, value in node.items("tags, each with its values")
    }


def _phone(node: Node) -> str:
    phone = node.text(expected='a phone number such as "13900001111"')
    if phone and not _PHONE.fullmatch(phone):
        node.problem("wrong-value", 'a phone number such as "13900001111"', "digits only, + at most before them")
    return phone


def _hours(node: Node, hours: Mapping[str, OfficeHours]) -> OfficeHours | None:
    name = node.name(expected="a name from the section hours")
    if name and name not in hours:
        node.problem("unknown-hours", "a name from the section hours", did_you_mean(name, hours))
    return hours.get(name)


def _at_most(node: Node) -> int | None:
    found = _A_DAY.fullmatch(node.written)
    if node.present and found is None:
        node.problem("wrong-value", "conversations a day, such as 6", "leave it out if there is no limit")
    return int(found[1]) if found else None


# --- the whole


def _check_names(agents: Mapping[Node, Agent], managers: Mapping[Node, Manager]) -> None:
    taken = {agent.id: key.place for key, agent in agents.items()}
    for key, manager in managers.items():
        if manager.id in taken:
            key.problem(
                "duplicate-key", "each name once", f"an agent at {taken[manager.id]} has it", f"{key.shown} again"
            )


def _check_deputies(node: Node | None, managers: Mapping[Node, Manager], known: Collection[PersonId]) -> None:
    written = {key.written: value for key, value in node.pairs} if node else {}
    for key, manager in managers.items():
        at = written[key.written].mapping(_MANAGER).of("deputy")
        if manager.deputy == manager.id:
            at.problem("own-deputy", "somebody else")
        elif manager.deputy is not None and manager.deputy not in known:
            at.problem("unknown-person", "the name of an agent or a manager", did_you_mean(manager.deputy, known))


def _check_served(queues: Mapping[Node, Queue], people: Sequence[Person]) -> None:
    """A queue that nobody can serve would let its callers wait for ever. Not told while skills may be misread."""
    for key, queue in queues.items():
        if not key.problems and not any(fits(queue, person.skills) for person in people):
            asked = ", ".join(f"{skill} {level:g}" for skill, level in queue.skill.items()) or "no skill"
            key.problem("nobody-fits", f"an agent or a manager with {asked}", found=f"nobody for queue {key.shown}")

"""People from the sections `agents:` and `managers:` of a plan, and what must hold between them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from acd.agents import Agent, Unit
from acd.managers import Manager
from acd.reading_parts import fields_of, skills
from acd.reading_parts import hours as hours_of
from calls.documents import Fields, Node, did_you_mean
from calls.ids import PersonId
from calls.office_hours import OfficeHours

KEYS = tuple("0123456789*#")
_PHONE = re.compile(r"\+?[0-9]{2,20}")
_A_DAY = re.compile(r"([1-9][0-9]{0,3})( a day)?")
_PERSON = ("name", "skills", "tags", "wrap_up", "ring", "hours", "phones", "queues", "unit")
_UNIT = ("region", "area", "centre", "team")
_AGENT = (*_PERSON, "seat", "concurrency", "guest")
_MANAGER = (
    *_PERSON,
    "phone",
    "accept_key",
    "decline_key",
    "later_key",
    "accept_within",
    "deputy",
    "at_most",
    "cool_down",
)


def agents_of(node: Node, hours: Mapping[str, OfficeHours]) -> dict[Node, Agent]:
    """Every agent, by the node of his name; `hours` are those that he may name."""
    agents = {key: _agent(key.name(), value, hours) for key, value in node.items("names of agents, each with its keys")}
    seats: dict[str, str] = {}
    for key, agent in agents.items():
        other = seats.setdefault(agent.seat, agent.id)
        if other != agent.id:
            key.problem("duplicate-seat", "a seat of his own", f"agent '{other}' sits there", f"seat '{agent.seat}'")
    return agents


def _agent(name: str, node: Node, hours: Mapping[str, OfficeHours]) -> Agent:
    fields = fields_of(node, _AGENT)
    return Agent(
        PersonId(name),
        fields.of("name").text(name),
        seat=fields.of("seat").name(name),
        skills=skills(fields.of("skills")),
        tags=_tags(fields.of("tags")),
        wrap_up=_wrap_up(fields),
        ring=_ring(fields),
        others=_phones(fields.of("phones"), fields.of("seat").name(name)),
        unit=_unit(fields.of("unit")),
        concurrency=fields.of("concurrency").integer(1, least=1, most=10),
        guest=fields.of("guest").boolean(False),
        hours=hours_of(fields.of("hours"), hours),
        queues=_queues(fields),
    )


def managers_of(node: Node, hours: Mapping[str, OfficeHours]) -> dict[Node, Manager]:
    """Every manager, by the node of his name; `hours` are those that he may name."""
    items = node.items("names of managers, each with its keys")
    return {key: _manager(key.name(), value, hours) for key, value in items}


def _manager(name: str, node: Node, hours: Mapping[str, OfficeHours]) -> Manager:
    fields = node.mapping(_MANAGER, required=("phone",))
    accept, decline, later = _offer_keys(fields)
    return Manager(
        PersonId(name),
        fields.of("name").text(name),
        phone=_phone(fields.of("phone")),
        hours=hours_of(fields.of("hours"), hours),
        skills=skills(fields.of("skills")),
        tags=_tags(fields.of("tags")),
        accept_key=accept,
        decline_key=decline,
        later_key=later,
        ring=_ring(fields),
        accept_within=fields.of("accept_within").seconds(20.0, least=5, most=120),
        deputy=PersonId(fields.of("deputy").name()) or None,
        at_most=_at_most(fields.of("at_most")),
        wrap_up=_wrap_up(fields),
        cool_down=fields.of("cool_down").seconds(300.0, least=0, most=86400),
        others=_phones(fields.of("phones"), fields.of("phone").written),
        unit=_unit(fields.of("unit")),
        queues=_queues(fields),
    )


def _unit(node: Node) -> Unit:
    fields = fields_of(node, _UNIT)
    return Unit(*(fields.of(key).text("") for key in _UNIT))


def _queues(fields: Fields) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fields.of("queues").texts()))


def _phones(node: Node, first: str) -> tuple[str, ...]:
    """Further phones, in the order in which they are tried: outside numbers."""
    phones = node.texts()
    for phone in phones:
        if not _PHONE.fullmatch(phone):
            node.problem(
                "wrong-value", 'phone numbers such as ["13900001111"]', "digits only, + at most before them", phone
            )
        elif phone == first or phones.count(phone) > 1:
            node.problem("duplicate-phone", "each phone once", f"'{phone}' is written twice")
    return phones


def _offer_keys(fields: Fields) -> tuple[str, str, str]:
    """What he presses to accept, to decline, and to be called again later; no key for the last where 3 is taken."""
    accept, decline = fields.of("accept_key").one_of(KEYS, "1"), fields.of("decline_key").one_of(KEYS, "2")
    if accept == decline:
        at = fields.of("decline_key" if "decline_key" in fields else "accept_key")
        at.problem("same-key", "two different keys", "one accepts the call, the other declines it")
    later = fields.of("later_key").one_of(KEYS, "3" if "3" not in (accept, decline) else "")
    if later and later in (accept, decline):
        fields.of("later_key").problem("same-key", "a key of its own", "it asks to be called again later")
    return accept, decline, later


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


def _at_most(node: Node) -> int | None:
    found = _A_DAY.fullmatch(node.written)
    if node.present and found is None:
        node.problem("wrong-value", "conversations a day, such as 6", "leave it out if there is no limit")
    return int(found[1]) if found else None


def check_queues_of(
    node: Node | None, people: Mapping[Node, Agent] | Mapping[Node, Manager], known: Collection[str]
) -> None:
    """The queues that a person names exist; `node` is the section he is written in."""
    written = {key.written: value for key, value in node.pairs} if node else {}
    for key, person in people.items():
        for queue in person.queues:
            if queue not in known:
                at = next(value for name, value in written[key.written].pairs if name.written == "queues")
                at.problem("unknown-queue", "the name of a queue", did_you_mean(queue, known), f"'{queue}'")


def check_names(agents: Mapping[Node, Agent], managers: Mapping[Node, Manager]) -> None:
    """Agents and managers share one set of names."""
    taken = {agent.id: key.place for key, agent in agents.items()}
    for key, manager in managers.items():
        if manager.id in taken:
            key.problem(
                "duplicate-key", "each name once", f"an agent at {taken[manager.id]} has it", f"{key.shown} again"
            )


def check_deputies(node: Node | None, managers: Mapping[Node, Manager], known: Collection[PersonId]) -> None:
    """A deputy is somebody else, who exists; `node` is the section of the managers."""
    written = {key.written: value for key, value in node.pairs} if node else {}
    for key, manager in managers.items():
        at = written[key.written].mapping(_MANAGER).of("deputy")
        if manager.deputy == manager.id:
            at.problem("own-deputy", "somebody else")
        elif manager.deputy is not None and manager.deputy not in known:
            at.problem("unknown-person", "the name of an agent or a manager", did_you_mean(manager.deputy, known))

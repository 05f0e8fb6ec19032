"""A day from YAML. Nothing raises for what is written; every problem is told at its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from acd.agents import Agent
from acd.checking_queues import check_queues
from acd.messages import Person
from acd.queues import Queue, Reserve
from acd.reading_people import agents_of, check_deputies, check_names, check_queues_of, managers_of
from acd.reading_queues import queues_of
from acd.simulation.baselines import BASELINES
from acd.simulation.reading_times import lasts, phones, waits
from acd.simulation.written import HOUR, Callers, Spell, Team, Variant, WrittenDay
from acd.strategies import CHOICES, ORDERS
from calls.documents import Fields, Node, did_you_mean
from calls.ids import PersonId

DAY = (
    "name",
    "seed",
    "begins",
    "ends",
    "recorded",
    "queues",
    "agents",
    "managers",
    "teams",
    "callers",
    "phones",
    "variants",
)
TEAM = ("people", "skills", "tags", "wrap_up", "shift")
CALLERS = ("calls", "queue", "queues", "patience", "handling", "weight", "profile")
VARIANT = ("rules", "choice", "reserve", "people", "calls")
MOST_PEOPLE, MOST_CALLS = 5000, 1_000_000
_CLOCK = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_day(node: Node) -> WrittenDay:
    """The day that is written here."""
    fields = node.mapping(DAY)
    begins = _clock(fields.of("begins"), 8 * HOUR)
    ends = _clock(fields.of("ends"), begins + 8 * HOUR)
    if ends <= begins:
        fields.of("ends").problem("wrong-value", "a time after the beginning of the day")
        ends = begins + HOUR
    recorded = _date(fields.of("recorded"))
    teams = [_team(key, value, begins) for key, value in fields.of("teams").items("names of teams, each with its keys")]
    people, queues = _staff(fields, [team.agent for team in teams])
    names = {queue.name for queue in queues}
    callers = [_callers(key, value, names) for key, value in fields.of("callers").items("classes of callers")]
    _check(node, fields, recorded)
    return WrittenDay(
        name=fields.of("name").text("a day"),
        seed=fields.of("seed").integer(1, least=0, most=2**31),
        length=ends - begins,
        recorded=recorded,
        people=people,
        teams=teams,
        queues=queues,
        callers=callers,
        phones=phones(fields.of("phones")),
        variants=_variants(fields.of("variants"), {team.name for team in teams}),
    )


def _check(node: Node, fields: Fields, recorded: str) -> None:
    if recorded and "callers" in fields:
        fields.of("callers").problem("one-of-two", "either 'recorded' or 'callers'", "records say who called")
    if not recorded and "callers" not in fields:
        node.problem("missing-key", "the key 'callers', or 'recorded' with a date", found="no callers")
    if not recorded and "queues" not in fields:
        node.problem("missing-key", "the key 'queues'", found="no 'queues'")


# --- people


def _staff(fields: Fields, teams: Sequence[Agent]) -> tuple[Sequence[Person], Sequence[Queue]]:
    """People one by one and queues, written as in a plan."""
    agents, managers = agents_of(fields.of("agents"), {}), managers_of(fields.of("managers"), {})
    queues = queues_of(fields.of("queues"), {})
    people: list[Person] = [*agents.values(), *managers.values()]
    check_names(agents, managers)
    check_deputies(fields.of("managers"), managers, {person.id for person in people})
    names = {queue.name for _, queue in queues.values()}
    check_queues_of(fields.of("agents"), agents, names)
    check_queues_of(fields.of("managers"), managers, names)
    check_queues(queues, [*people, *teams])
    return people, [queue for _, queue in queues.values()]


def _team(key: Node, node: Node, begins: float) -> Team:
    name, fields = key.name(), node.mapping(TEAM, required=("people",))
    tags = {tag.name(): value.texts() for tag, value in fields.of("tags").items("tags, each with its values")}
    skills = {
        skill.name(): value.number(least=0, most=10)
        for skill, value in fields.of("skills").items("skills from 0 to 10")
    }
    agent = Agent(
        PersonId(name), name, seat=name, skills=skills, tags=tags, wrap_up=fields.of("wrap_up").seconds(most=HOUR)
    )
    people = fields.of("people").integer(1, least=0, most=MOST_PEOPLE)
    return Team(name, people, agent, _spells(fields.of("shift"), begins))


def _spells(node: Node, begins: float) -> Sequence[Spell]:
    values = [node] if node.kind == "text" else node.sequence('a time such as "09:00-17:00", or a list of them')
    return [spell for value in values if (spell := _spell(value, begins))]


def _spell(node: Node, begins: float) -> Spell | None:
    found = [_CLOCK.fullmatch(part.strip()) for part in node.written.split("-")]
    times = [int(one[1]) * HOUR + int(one[2]) * 60 for one in found if one]
    if len(found) != 2 or len(times) != 2 or times[0] >= times[1]:
        node.problem("wrong-value", 'a time such as "09:00-17:00"')
        return None
    return Spell(times[0] - begins, times[1] - begins)


# --- callers


def _callers(key: Node, node: Node, queues: Collection[str]) -> Callers:
    fields = node.mapping(CALLERS, required=("calls", "patience", "handling"))
    profile = [value.number(least=0) for value in fields.of("profile").sequence("a list of numbers")]
    if profile and not sum(profile):
        fields.of("profile").problem("out-of-range", "at least one number above 0")
    return Callers(
        key.name(),
        calls=fields.of("calls").number(0, least=1, most=MOST_CALLS),
        parts=_parts(fields, node, queues),
        patience=waits(fields.of("patience")),
        handling=lasts(fields.of("handling")),
        weight=fields.of("weight").number(1, least=0, most=100) if "weight" in fields else None,
        profile=profile if sum(profile) else (1.0,),
    )


def _parts(fields: Fields, node: Node, queues: Collection[str]) -> Mapping[str, float]:
    if ("queue" in fields) == ("queues" in fields):
        node.problem("one-of-two", "either 'queue' or 'queues'", "queues takes parts, such as {orders: 3, wealth: 1}")
        return {"": 1.0}
    one = fields.of("queue")
    named = (
        [(one, 1.0)]
        if "queue" in fields
        else [
            (key, value.number(1, least=0.001))
            for key, value in fields.of("queues").items("queues, each with its part")
        ]
    )
    for key, _ in named:
        if key.written not in queues:
            key.problem("unknown-queue", "the name of a queue", did_you_mean(key.written, queues))
    return {key.written: part for key, part in named}


# --- variants


def _variants(node: Node, teams: Collection[str]) -> Sequence[Variant]:
    found = [_variant(key, value, teams) for key, value in node.items("names of variants, each with what is other")]
    return found or (Variant("as it is"),)


def _variant(key: Node, node: Node, teams: Collection[str]) -> Variant:
    name = key.text()
    if node.empty:
        return Variant(name)
    fields = node.mapping(VARIANT)
    rules = fields.of("rules").one_of([*BASELINES, *(name for name in ORDERS if name not in BASELINES)], "")
    people = {}
    for team, count in fields.of("people").items("teams, each with its number of people"):
        if team.written not in teams:
            team.problem("unknown-team", "the name of a team", did_you_mean(team.written, teams))
        people[team.written] = count.integer(1, least=0, most=MOST_PEOPLE)
    choice = fields.of("choice").one_of(CHOICES, "") or None
    return Variant(
        name,
        rules,
        choice,
        _reserve(fields.of("reserve")),
        people,
        fields.of("calls").number(1.0, least=0.01, most=100),
    )


def _reserve(node: Node) -> Reserve | None:
    if not node.present:
        return None
    fields, usual = node.mapping(("people", "most")), Reserve()
    return Reserve(fields.of("people").number(usual.people, least=0, most=1), fields.of("most").seconds(usual.most))


def _clock(node: Node, default: float) -> float:
    found = _CLOCK.fullmatch(node.written)
    if node.present and not found:
        node.problem("wrong-value", 'a time such as "08:00"')
    return int(found[1]) * HOUR + int(found[2]) * 60 if found else default


def _date(node: Node) -> str:
    if node.present and not _DATE.fullmatch(node.written):
        node.problem("wrong-value", "a date such as 2026-11-20")
        return ""
    return node.written

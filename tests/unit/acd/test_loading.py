"""People and queues as an admin writes them, and every mistake at its place."""

from __future__ import annotations

from datetime import UTC, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from acd.agents import Agent
from acd.loading import Staff, load
from acd.managers import Manager
from acd.queues import Queue
from calls.documents import Problems, compose
from calls.ids import PersonId
from calls.office_hours import OfficeHours

HOURS = {"office": OfficeHours(ZoneInfo("UTC"), {})}
PLAN = Path(__file__).parents[3] / "dialplans"


def read(text: str, zone: tzinfo | None = None) -> tuple[Staff, list[str]]:
    problems = Problems()
    sections = {key.written: value for key, value in compose(text, "people.yaml", problems).items()}
    staff = load(sections, HOURS, zone)
    return staff, [problem.told() for problem in problems]


def test_everything_that_can_be_written() -> None:
    staff, problems = read(
        """
queues:
  wealth: {weight: 5, skill: {wealth: 7}, strategy: fifo, choice: most_skilled, answer_within: 15s, music: jazz}
  human:
agents:
  "1003": {name: 王磊, skills: {wealth: 9.6}, tags: {dialect: [minnan]}, wrap_up: 30s, ring: 25s, seat: desk_3}
managers:
  xiamen_1: {name: Xiamen, phone: "+8613900001111", hours: office, skills: {wealth: 9.8}, accept_key: 5,
             decline_key: "*", ring: 30s, accept_within: 10s, deputy: "1003", at_most: 6 a day, wrap_up: 1m,
             cool_down: 3m}
"""
    )
    assert problems == []
    assert staff.queues == [
        Queue("wealth", 5, {"wealth": 7}, "fifo", 15, "jazz", "most_skilled"),
        Queue("human"),
    ]
    assert staff.people == [
        Agent(PersonId("1003"), "王磊", "desk_3", {"wealth": 9.6}, {"dialect": ("minnan",)}, 30, 25),
        Manager(
            PersonId("xiamen_1"),
            "Xiamen",
            "+8613900001111",
            HOURS["office"],
            {"wealth": 9.8},
            {},
            "5",
            "*",
            30,
            10,
            PersonId("1003"),
            6,
            60,
            180,
        ),
    ]


@pytest.mark.parametrize("zone", [None, ZoneInfo("Asia/Shanghai")])
def test_the_day_of_everybody_begins_at_the_midnight_of_the_plan(zone: tzinfo | None) -> None:
    staff, _ = read('agents: {"1001": }\nmanagers: {boss: {phone: "139"}}', zone)
    assert [person.zone for person in staff.people] == [zone or UTC] * 2


def test_defaults() -> None:
    staff, problems = read('agents: {"1001": }\nmanagers: {boss: {phone: "139"}}')
    assert problems == []
    assert staff.people == [
        Agent(PersonId("1001"), "1001", "1001", {}),
        Manager(PersonId("boss"), "boss", "139"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("queues: {a: {weight: much}}", "people.yaml:1:22: found 'much', expected a whole number from 0 to 100"),
        ("queues: {a: {stratgy: fifo}}", "1:14: found key 'stratgy', expected one of"),
        ("queues: {a: {strategy: best}}", "1:24: found 'best', expected one of priority, fifo"),
        ("queues: {a: {skill: {x: 11}}}", "1:25: found '11', expected a value from 0 to 10"),
        ("queues: {a: {skill: {x: 1}}}", "1:10: found nobody for queue 'a', expected an agent or a manager with x 1"),
        ('agents: {"1": {ring: 20x}}', "1:22: found '20x', expected a time such as 20s, 1.5s or 3m"),
        ('agents: {"1": , "2": {seat: "1"}}', "1:17: found seat '1', expected a seat of his own"),
        ("managers: {a: {name: A}}", "1:15: found no 'phone', expected the key 'phone'"),
        ('managers: {a: {phone: "139 00"}}', "1:23: found '139 00', expected a phone number"),
        ('managers: {a: {phone: "139", hours: ofice}}', "found 'ofice', expected a name from the section hours"),
        ('managers: {a: {phone: "139", hours: ofice}}', "did you mean 'office'?"),
        ('managers: {a: {phone: "139", accept_key: 12}}', "found '12', expected one of"),
        ('managers: {a: {phone: "139", accept_key: 2}}', "found '2', expected two different keys"),
        ('managers: {a: {phone: "139", at_most: 0}}', "1:39: found '0', expected conversations a day"),
        ('managers: {a: {phone: "139", deputy: a}}', "1:38: found 'a', expected somebody else"),
        ('managers: {a: {phone: "139", deputy: b}}', "1:38: found 'b', expected the name of an agent or a manager"),
        ('agents: {a: }\nmanagers: {a: {phone: "139"}}', "people.yaml:2:12: found 'a' again, expected each name once"),
    ],
)
def test_mistakes_are_told_at_their_place(text: str, told: str) -> None:
    _, problems = read(text)
    assert len(problems) == 1, problems
    assert told in problems[0]


def test_the_sample_plan_has_no_mistakes() -> None:
    texts = [(PLAN / name).read_text("utf-8") for name in ("queues.yaml", "people.yaml")]
    problems = Problems()
    nodes = [compose(text, "sample", problems) for text in texts]
    sections = {key.written: value for node in nodes for key, value in node.items()}
    staff = load(sections, {"managers": HOURS["office"]})
    assert [problem.told() for problem in problems] == []
    assert len(staff.people) == 5

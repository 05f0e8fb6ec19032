"""What can be written of a person beside his skills: phones, unit, hours, queues, guests."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from acd.agents import Agent, Unit
from acd.loading import Staff, load
from acd.managers import Manager
from calls.documents import Problems, compose
from calls.ids import PersonId
from calls.office_hours import OfficeHours

HOURS = {"office": OfficeHours(ZoneInfo("UTC"), {})}
QUEUES = "queues: {orders: {skill: {orders: 5}}}\n"


def read(text: str) -> tuple[Staff, list[str]]:
    problems = Problems()
    sections = {key.written: value for key, value in compose(QUEUES + text, "people.yaml", problems).items()}
    staff = load(sections, HOURS)
    return staff, [problem.told() for problem in problems]


def test_an_agent_with_everything() -> None:
    staff, problems = read(
        """
agents:
  "1001": {skills: {orders: 8}, hours: office, phones: ["13900001111"], concurrency: 2, guest: yes, queues: [orders],
           unit: {region: Fujian, area: Xiamen, centre: west, team: blue}}
"""
    )
    assert problems == []
    assert staff.people == [
        Agent(
            PersonId("1001"),
            "1001",
            "1001",
            {"orders": 8},
            others=("13900001111",),
            unit=Unit("Fujian", "Xiamen", "west", "blue"),
            concurrency=2,
            guest=True,
            hours=HOURS["office"],
            queues=("orders",),
        )
    ]


def test_a_manager_has_further_phones_and_a_unit() -> None:
    staff, problems = read(
        'managers: {m: {phone: "1390", skills: {orders: 9}, phones: ["1391"], unit: {region: Fujian}}}'
    )
    assert problems == []
    (manager,) = staff.people
    assert isinstance(manager, Manager)
    assert (manager.others, manager.unit.region) == (("1391",), "Fujian")


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        ("{skills: {orders: 8}, phones: [desk]}", "phone numbers"),
        ('{skills: {orders: 8}, phones: ["1390", "1390"]}', "each phone once"),
        ("{skills: {orders: 8}, queues: [order]}", "orders"),
        ("{skills: {orders: 8}, unit: {regoin: Fujian}}", "region"),
        ("{skills: {orders: 8}, concurrency: 0}", "1"),
        ("{skills: {orders: 8}, hours: offce}", "office"),
    ],
)
def test_a_mistake_is_told_with_what_is_right(agent: str, told: str) -> None:
    _, problems = read(f'agents: {{"1001": {agent}}}')
    assert len(problems) == 1, problems
    assert told in problems[0]

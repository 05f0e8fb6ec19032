"""What a plan's queues become is told in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acd.loading import load as load_staff
from calls.documents import Problems
from ivr.loading import load
from service.plan_diff import told_differences
from service.plan_sources import OpenPlan

PLAN = """
numbers: {"1": start}
languages: [zh]
operator: no
hours: {office: {zone: Asia/Shanghai, week: {mon-fri: "09:00-18:00"}}}
flows: {start: [enqueue: a], message: [hang_up]}
agents: {"1001": {wrap_up: 1s}}
queues:
  b: {weight: 2}
  a: {weight: 1%s}
"""


def opened(keys: str) -> OpenPlan:
    problems = Problems()
    loaded = load("main.yaml", {"main.yaml": PLAN % keys}.__getitem__, problems)
    staff = load_staff(loaded.sections, loaded.plan.hours)
    assert [each.told() for each in problems] == []
    return OpenPlan(loaded.plan, staff.people, staff.queues, loaded.sections)


CHANGES = {
    ", capacity: 5": "queue a: capacity 5 is new",
    ", overflow: {when: waited > 5m, to: {queue: b}}": "queue a: overflow waited > 300: queue b is new",
    ", overflow: {when: waiting >= 20, to: {flow: message}}": "queue a: overflow waiting >= 20: flow message is new",
    ", announce: {wait: yes}": "queue a: words wait no -> yes",
    ", announce: {callback: {flow: message}}": "queue a: words flow message is new",
    ", wishes: {relax: 20s}": "queue a: rings every 20 is new",
    ", balk: message": "queue a: balk message is new",
    ", hours: office": "queue a: has hours now",
    ", reserve: {people: 10%, most: 60s}": "queue a: reserve 10 % of the people, 60 s at most is new",
}


@pytest.mark.parametrize("keys", CHANGES)
def test_a_change_of_a_queue_is_told(keys: str) -> None:
    assert told_differences(opened(""), opened(keys)) == [CHANGES[keys]]


def test_another_name_of_a_person_is_told() -> None:
    before = opened("")
    (person,) = before.people
    after = replace(before, people=(replace(person, name="Lin Mei"),))
    assert told_differences(before, after) == [f"person 1001: name {person.name or 'nothing'} -> Lin Mei"]


def test_no_change_is_none() -> None:
    assert told_differences(opened(", hours: office"), opened(", hours: office")) == []

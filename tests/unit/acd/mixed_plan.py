"""A plan in which everything is at once: every strategy, wishes, reserve, overflow, guests, deputies, two lines, hours."""

from __future__ import annotations

from dataclasses import replace

from acd.agents import Agent
from acd.managers import Manager
from acd.messages import Person
from acd.queues import Onward, Overflow, Queue, Reserve, Rings, Trigger
from calls.ids import PersonId
from tests.unit.acd.scene import agent

MINNAN = {"dialect": ("minnan",)}
TO_BEST = Overflow(Trigger.WAITED, 60.0, Onward.QUEUE, "best")
TO_BOSS = Overflow(Trigger.WAITED, 30.0, Onward.PERSON, "boss")
TO_FLOW = Overflow(Trigger.WAITED, 300.0, Onward.FLOW, "message")
IF_NOBODY = Overflow(Trigger.NOBODY, 0.0, Onward.QUEUE, "aged", over=False)

PEOPLE: tuple[Person, ...] = (
    replace(agent("plain", orders=6), tags=MINNAN),
    replace(agent("pair", wrap_up=10, orders=7, wealth=6), concurrency=2),
    replace(agent("third", wrap_up=20, orders=9, wealth=9), concurrency=2, others=("13911110000",)),
    Agent(PersonId("guest"), "G", "guest", {"orders": 5, "wealth": 5}, guest=True),
    Agent(PersonId("named"), "N", "named", {"orders": 9, "wealth": 9}, queues=("aged",), wrap_up=5),
    Manager(
        PersonId("boss"), "B", "13900001111", skills={"wealth": 9.5}, deputy=PersonId("vice"), at_most=4, tags=MINNAN
    ),
    Manager(PersonId("vice"), "V", "13900002222", skills={"orders": 9}, cool_down=60, wrap_up=5),
)
FEWER: tuple[Person, ...] = (*PEOPLE[2:], replace(agent("new", orders=9, wealth=9), concurrency=2))
QUEUES = (
    Queue("orders", 1, {"orders": 5}, easy=True, overflow=(TO_BEST, TO_FLOW)),
    Queue("old", 2, {"orders": 5}, "fifo", choice="fewest_skills"),
    Queue("aged", 2, {"wealth": 5}, "priority_aging", choice="most_skilled", rings=Rings(("dialect",), every=8.0)),
    Queue("best", 3, {"wealth": 5}, "patience", ideal={"wealth": 9.0}, reserve=Reserve(people=0.5, most=40.0)),
    Queue("vip", 6, {"orders": 5}, "patience", rings=Rings(("dialect", "ideal")), overflow=(TO_BOSS, IF_NOBODY)),
)
OTHERWISE = (
    replace(QUEUES[0], strategy="patience", reserve=Reserve(people=0.5, most=40.0)),
    replace(QUEUES[1], strategy="priority_aging", capacity=3),
    *QUEUES[2:4],
)
"""The same centre on another day: other strategies for those who wait already, one queue less."""


def can_serve(person: Person, queue: Queue) -> bool:
    """By the words of the manual, not by the code under test: skills, the queues named, easy ones for a guest."""
    if isinstance(person, Agent) and person.guest and not queue.easy:
        return False
    named = not person.queues or queue.name in person.queues
    return named and all(person.skills.get(skill, 0.0) >= level for skill, level in queue.skill.items())


def most_at_once(person: Person) -> int:
    """Contacts that he may have at the same time."""
    return person.concurrency if isinstance(person, Agent) else 1


__all__ = ["FEWER", "OTHERWISE", "PEOPLE", "QUEUES", "can_serve", "most_at_once"]

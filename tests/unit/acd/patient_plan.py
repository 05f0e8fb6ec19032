"""A centre that goes by patience: dialects, ideals, a reserve, and a class whose patience has a spike."""

from __future__ import annotations

from dataclasses import replace

from acd.agents import Agent
from acd.managers import Manager
from acd.messages import (
    Person,
)
from acd.patience import Baseline, Hazard
from acd.queues import IDEAL, LAST_AGENT, MANAGER, Queue, Reserve, Rings
from calls.ids import PersonId
from tests.unit.acd.scene import agent


def speaking(who: Agent, *dialects: str) -> Agent:
    return replace(who, tags={"dialect": dialects})


PEOPLE: list[Person] = [
    speaking(agent("1001", orders=9.8), "minnan"),
    speaking(agent("1002", wrap_up=10, orders=6, wealth=6), "wu", "minnan"),
    replace(agent("1003", wealth=9.7), concurrency=2),
    replace(agent("1004", orders=6), guest=True),
    replace(agent("1005", orders=7, wealth=7), queues=("wealth",)),
    Manager(PersonId("boss"), "B", "13900001111", skills={"wealth": 9.9}, deputy=PersonId("1002")),
]


QUEUES = [
    Queue(
        "orders",
        skill={"orders": 5},
        ideal={"orders": 9.5},
        strategy="patience",
        rings=Rings((LAST_AGENT, IDEAL, "dialect")),
        reserve=Reserve(people=0.7),
        easy=True,
    ),
    Queue(
        "wealth",
        skill={"wealth": 5},
        strategy="patience",
        rings=Rings((MANAGER,), every=15.0),
        reserve=Reserve(1.0, 60.0),
    ),
    Queue("cards", skill={"orders": 6, "wealth": 6}, strategy="priority_aging", rings=Rings(every=20.0)),
]


OTHERS = [replace(QUEUES[0], reserve=None, ideal={}), replace(QUEUES[1], strategy="fifo"), QUEUES[2]]


SPIKED = Baseline(Hazard((0.0, 8.0, 9.0, 300.0), (0.0, 0.1, 0.4, 2.0)), 2.0, 2.0)

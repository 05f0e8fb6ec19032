"""People and queues from the sections `queues:`, `agents:` and `managers:` of a plan.

Nothing raises for what is written; every problem is told at its place. A plan with problems is never used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo

from acd.checking_queues import WayOut, check_queues, ways_out
from acd.messages import Person
from acd.queues import Queue
from acd.reading_people import agents_of, check_deputies, check_names, check_queues_of, managers_of
from acd.reading_queues import queues_of
from calls.documents import Node
from calls.office_hours import OfficeHours

SECTIONS = ("queues", "agents", "managers")


@dataclass(frozen=True, slots=True)
class Staff:
    """People and queues as written. `ways_out`: the flows to which queues give their callers."""

    people: Sequence[Person]
    queues: Sequence[Queue]
    ways_out: Sequence[WayOut] = ()


def load(sections: Mapping[str, Node], hours: Mapping[str, OfficeHours], zone: tzinfo | None = None) -> Staff:
    """The people and queues of these sections; `hours` are those that they may name, `zone` is the plan's (None: UTC)."""
    agents = agents_of(sections["agents"], hours) if "agents" in sections else {}
    managers = managers_of(sections["managers"], hours) if "managers" in sections else {}
    queues = queues_of(sections["queues"], hours) if "queues" in sections else {}
    check_names(agents, managers)
    people: list[Person] = [replace(agent, zone=zone or UTC) for agent in agents.values()]
    people += [replace(manager, zone=zone or UTC) for manager in managers.values()]
    check_deputies(sections.get("managers"), managers, {person.id for person in people})
    names = {queue.name for _, queue in queues.values()}
    check_queues_of(sections.get("agents"), agents, names)
    check_queues_of(sections.get("managers"), managers, names)
    check_queues(queues, people)
    return Staff(people, [queue for _, queue in queues.values()], ways_out(queues))

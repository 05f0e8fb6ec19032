"""People and queues from the sections `queues:`, `agents:` and `managers:` of a plan.

Nothing raises for what is written; every problem is told at its place. A plan with problems is never used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from acd.messages import Person
from acd.queues import Queue, fits
from acd.reading_people import agents_of, check_deputies, check_names, managers_of
from acd.reading_queues import queues_of
from calls.documents import Node
from calls.office_hours import OfficeHours

SECTIONS = ("queues", "agents", "managers")


@dataclass(frozen=True, slots=True)
class Staff:
    """People and queues as written."""

    people: Sequence[Person]
    queues: Sequence[Queue]


def load(sections: Mapping[str, Node], hours: Mapping[str, OfficeHours]) -> Staff:
    """The people and queues of these sections; `hours` are those that a manager may name."""
    agents = agents_of(sections["agents"]) if "agents" in sections else {}
    managers = managers_of(sections["managers"], hours) if "managers" in sections else {}
    queues = queues_of(sections["queues"]) if "queues" in sections else {}
    check_names(agents, managers)
    people: list[Person] = [*agents.values(), *managers.values()]
    check_deputies(sections.get("managers"), managers, {person.id for person in people})
    _check_served(queues, people)
    return Staff(people, list(queues.values()))


def _check_served(queues: Mapping[Node, Queue], people: Sequence[Person]) -> None:
    """A queue that nobody can serve would let its callers wait for ever. Not told while skills may be misread."""
    for key, queue in queues.items():
        if not key.problems and not any(fits(queue, person.skills) for person in people):
            asked = ", ".join(f"{skill} {level:g}" for skill, level in queue.skill.items()) or "no skill"
            key.problem("nobody-fits", f"an agent or a manager with {asked}", found=f"nobody for queue {key.shown}")

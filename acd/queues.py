"""Queues: what callers wait in, and what a person must be able to do to serve them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Queue:
    """One line of callers. A person serves it who has each skill at the level asked, or above.

    `weight` is the priority of a caller who brings none of his own. `strategy` orders the callers, `choice`
    picks among the free people: both are names in acd/strategies.py. `answer_within` (seconds) is the promise
    that the service level is measured by. `music` names what a waiting caller hears.
    """

    name: str
    weight: int = 1
    skill: Mapping[str, float] = field(default_factory=dict)
    strategy: str = "priority"
    answer_within: float = 20.0
    music: str = "default"
    choice: str = "longest_idle"


def fits(queue: Queue, skills: Mapping[str, float]) -> bool:
    """Whether someone with these skills may serve the queue."""
    return all(skills.get(skill, 0.0) >= level for skill, level in queue.skill.items())

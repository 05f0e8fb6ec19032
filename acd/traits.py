"""What a person is for the matching: which queues he serves, whether he is ideal for them, his tags, how many skills he has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from acd.agents import Agent
from acd.managers import Manager
from acd.queues import Queue, fits

Trait = tuple[str, ...]
"""One thing that a person is or is not; all who share it are one bit set (acd/idle.py)."""

AGENT: Trait = ("agent",)
"""He sits at a seat."""


def serving(queue: str) -> Trait:
    """He serves this queue."""
    return ("queue", queue)


def ideal(queue: str) -> Trait:
    """He has the scores that this queue wishes for in its first ring."""
    return ("ideal", queue)


def tagged(name: str, value: str) -> Trait:
    """He has a tag with this value."""
    return ("tag", name, value)


def skilled(count: int) -> Trait:
    """He has so many skills."""
    return ("skills", str(count))


def at_level(queue: str, level: float) -> Trait:
    """His scores in what the queue asks add up to this."""
    return ("level", queue, repr(level))


def level_in(queue: Queue, skills: Mapping[str, float]) -> float:
    """His scores in what the queue asks, added up."""
    return sum(skills.get(skill, 0.0) for skill in queue.skill)


def serves(queue: Queue, person: Agent | Manager) -> bool:
    """Whether he may take this queue's callers: by his skills, by the queues named for him, and as a guest only easy ones."""
    if person.queues and queue.name not in person.queues:
        return False
    if isinstance(person, Agent) and person.guest and not queue.easy:
        return False
    return fits(queue, person.skills)


def meets(scores: Mapping[str, float], skills: Mapping[str, float]) -> bool:
    """Whether each of these scores is reached."""
    return all(skills.get(skill, 0.0) >= score for skill, score in scores.items())


def traits_of(person: Agent | Manager, queues: Iterable[Queue]) -> frozenset[Trait]:
    """All his traits; `queues` are those that he serves."""
    found = [skilled(len(person.skills))]
    if isinstance(person, Agent):
        found.append(AGENT)
    for queue in queues:
        found += [serving(queue.name), at_level(queue.name, level_in(queue, person.skills))]
        if queue.ideal and meets(queue.ideal, person.skills):
            found.append(ideal(queue.name))
    found += [tagged(name, value) for name, values in person.tags.items() for value in values]
    return frozenset(found)

"""What must hold between queues, the people who serve them and the flows that their callers are given to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from acd.messages import Person
from acd.queues import Onward, Overflow, Queue, Trigger, fits
from acd.reading_overflow import RULE_KEYS
from calls.documents import Node, did_you_mean
from calls.office_hours import OfficeHours
from calls.problems import Place

Written = Mapping[Node, tuple[Node, Queue]]
"""Each queue by the node of its name, with the node of its keys."""
AT_ONCE = frozenset({Trigger.CLOSED, Trigger.NOBODY, Trigger.WAITED})
"""What is so in the next queue too: the waiting time goes on counting, the night is the same, nobody came meanwhile."""


@dataclass(frozen=True, slots=True)
class WayOut:
    """A flow to which a queue gives callers, and where that is written."""

    queue: str
    flow: str
    place: Place


def check_queues(written: Written, people: Sequence[Person]) -> None:
    """Report every name that nobody has, queues that nobody serves or that never open, and rounds through queues."""
    queues = {queue.name: queue for _, queue in written.values()}
    for key, (node, queue) in written.items():
        _check_served(key, queue, people)
        _check_hours(node, queue)
        for to, rule in _rules(node, queue):
            _check_goal(to, rule, queue, queues, {person.id for person in people})
    _check_rounds(written, queues)


def ways_out(written: Written) -> list[WayOut]:
    """Every flow that a queue gives callers to: by a rule, by `balk`, by the key to be called back."""
    found = []
    for node, queue in written.values():
        named = [(_at(node, "balk"), queue.balk), (_at(node, "announce", "callback", "flow"), queue.words.flow)]
        named += [(_at(to, "flow"), rule.name) for to, rule in _rules(node, queue) if rule.to is Onward.FLOW]
        found += [WayOut(queue.name, flow, at.place) for at, flow in named if flow]
    return found


def _check_served(key: Node, queue: Queue, people: Sequence[Person]) -> None:
    """A queue that nobody can serve would let its callers wait for ever. Not told while skills may be misread."""
    if not key.problems and not any(fits(queue, person.skills) for person in people):
        asked = ", ".join(f"{skill} {level:g}" for skill, level in queue.skill.items()) or "no skill"
        key.problem("nobody-fits", f"an agent or a manager with {asked}", found=f"nobody for queue {key.shown}")


def _check_hours(node: Node, queue: Queue) -> None:
    if queue.hours is not None and not _ever_opens(queue.hours):
        at = _at(node, "hours")
        at.problem("never-open", "hours that open at least once", "every caller would be sent away", f"'{at.written}'")


def _ever_opens(hours: OfficeHours) -> bool:
    spans = [*hours.week.values(), *hours.exceptions.values()]
    return any(spans) or bool(hours.holidays and hours.on_holidays)


def _check_goal(to: Node, rule: Overflow, queue: Queue, queues: Mapping[str, Queue], people: Collection[str]) -> None:
    if rule.when is Trigger.FULL and queue.capacity is None:
        to.problem("no-effect", "`capacity:` in the same queue", "without it a queue is never full")
    if rule.to is Onward.QUEUE and rule.name == queue.name:
        _at(to, "queue").problem("own-queue", "another queue", found=f"'{rule.name}' itself")
    elif rule.to is Onward.QUEUE and rule.name not in queues:
        _at(to, "queue").problem("unknown-queue", "the name of a queue", did_you_mean(rule.name, queues))
    elif rule.to is Onward.PERSON and rule.name not in people:
        _at(to, "person").problem("unknown-person", "an agent or a manager", did_you_mean(rule.name, people))
    if rule.to is Onward.PERSON and rule.when in (Trigger.CLOSED, Trigger.FULL):
        to.problem(
            "wrong-value", "a queue or a flow", "who is asked first still waits in this queue: it is closed, or full"
        )


def _check_rounds(written: Written, queues: Mapping[str, Queue]) -> None:
    """A round whose every rule holds at once would only send a caller through the queues, each for an instant."""
    told: set[str] = set()
    for node, queue in written.values():
        way = [] if queue.name in told else _round(queue.name, queues)
        if way:
            told |= set(way)
            at = next(to for to, rule in _rules(node, queue) if rule.to is Onward.QUEUE and rule.name == way[1])
            circle = " > ".join(way)
            _at(at, "queue").problem(
                "overflow-round",
                "queues that do not lead back to where a caller was",
                "let one of them give callers to a flow: a message, a callback",
                f"a way round by what holds in every one of them: {circle}",
            )


def _round(start: str, queues: Mapping[str, Queue]) -> list[str]:
    """The shortest way from this queue back to itself, both ends included; empty if there is none."""
    came_by: dict[str, str] = {}
    fringe = [start]
    for at in fringe:
        for goal in _sent_on_at_once(queues.get(at)):
            if goal not in came_by:
                came_by[goal] = at
                fringe.append(goal)
    if start not in came_by:
        return []
    way = [start]
    while len(way) == 1 or way[-1] != start:
        way.append(came_by[way[-1]])
    return way[::-1]


def _sent_on_at_once(queue: Queue | None) -> Iterator[str]:
    for rule in queue.overflow if queue else ():
        if rule.to is Onward.QUEUE and rule.when in AT_ONCE and queue and rule.name != queue.name:
            yield rule.name


def _rules(node: Node, queue: Queue) -> list[tuple[Node, Overflow]]:
    """Each rule with the node of its `to`; none while one of them was misread, for then they cannot be paired."""
    overflow = _at(node, "overflow")
    nodes = [overflow] if overflow.kind == "mapping" else overflow.values
    if len(nodes) != len(queue.overflow):
        return []
    return [(_at(each, RULE_KEYS[1]), rule) for each, rule in zip(nodes, queue.overflow, strict=True)]


def _at(node: Node, *keys: str) -> Node:
    """The value under these keys, as written; an absent Node where there is none."""
    for wanted in keys:
        node = next((value for key, value in node.pairs if key.written == wanted), node.nothing)
    return node

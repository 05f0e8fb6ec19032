"""Numbers of queues: what a phone in the centre dials to wait in a queue, or to send a caller there.

A number leads to a flow of its own that only lets the caller wait, so it is dialled, recorded and found again like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from acd.agents import Agent
from acd.messages import Person
from acd.queues import Queue
from calls.documents import Node
from calls.problems import Place
from ivr.dialplan import Flow, Plan
from ivr.step import Spot
from ivr.steps.enqueue import EnqueueStep
from service.people import outside_numbers

PREFIX = "queue:"
"""Of the flows' names: no admin can write it, so none of his flows has such a name."""


def check_numbers(node: Node | None, queues: Sequence[Queue], people: Sequence[Person], plan: Plan) -> None:
    """A number that is somebody else's, or the centre's, would never reach the queue: told at its place."""
    taken = {
        **dict(_of_people(people)),
        **{number: f"the number of flow {flow}" for number, flow in plan.numbers.items()},
    }
    numbers = {queue.name: queue.number for queue in queues if queue.number}
    for key, keys in node.pairs if node else ():
        number = numbers.get(key.written)
        if number is None:
            continue
        owner = taken.get(number)
        if owner:
            at = next(value for word, value in keys.pairs if word.written == "number")
            at.problem("duplicate-number", "a number that is nobody else's", f"{number} is {owner}", f"'{number}'")
        taken[number] = f"the number of queue {key.written}"


def _of_people(people: Sequence[Person]) -> Iterator[tuple[str, str]]:
    for person in people:
        named = [str(person.id), *outside_numbers(person), *([person.seat] if isinstance(person, Agent) else [])]
        yield from ((name, f"a name or phone of {person.id}") for name in named)


def with_numbers(plan: Plan, queues: Sequence[Queue]) -> Plan:
    """The plan, in which the numbers of queues lead to them."""
    numbered = {f"{PREFIX}{queue.name}": queue for queue in queues if queue.number}
    flows = {name: _flow(name, queue) for name, queue in numbered.items()}
    numbers = {queue.number: name for name, queue in numbered.items()}
    return replace(plan, numbers={**plan.numbers, **numbers}, flows={**plan.flows, **flows}) if flows else plan


def _flow(name: str, queue: Queue) -> Flow:
    place = Place(f"queue {queue.name}", 1)
    return Flow(name, (EnqueueStep(Spot(f"{name}.1", place), queue.name),), place)

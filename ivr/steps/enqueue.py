"""`enqueue`: let the caller wait for a person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from calls.nodes import Node
from ivr.actions import Enqueue, HangUp
from ivr.events import Event, GivenBack, Served
from ivr.expressions import Expression, as_number
from ivr.reading import Reading
from ivr.step import Kind, Step
from ivr.steps.manuals import Key, Manual, Shape
from ivr.templates import NO_TEXT, Template
from ivr.walk import Walk

NO_PRIORITY = 0
"""The caller brings no priority of his own: the queue's weight counts."""
_NUMBER = re.compile(r"[-+0-9.]+")
LEAST, MOST = 1, 100
"""Priorities."""
MANUAL = Manual(
    "Puts the caller into a queue. He hears music until a person takes the call.",
    (
        Key("queue", "the queue, as written under `queues:`", required=True, shape=Shape.NAME),
        Key(
            "priority",
            "1 to 100, or an expression that comes to it, such as `9 if caller.value > 1000000 else 5`; a higher one is "
            "served first, then the longest wait",
            "the queue's `weight`",
            shape=Shape.EXPRESSION,
        ),
        Key(
            "manager",
            "the person to ask before anybody else, as written under `managers:` or `agents:`, or `{caller.manager}`",
            shape=Shape.NAME_OR_FILLED,
        ),
        Key(
            "wishes",
            'what the caller would like of the person, each a text: `{dialect: "{caller.dialect}"}`',
            shape=Shape.TEXT_BY_NAME,
        ),
        Key(
            "after",
            "the flow for a caller who is still there when the person has hung up",
            "the call ends",
            shape=Shape.NAME,
        ),
        Key("otherwise", "the flow for a caller whom the queue gives back unserved", "the call ends", shape=Shape.NAME),
    ),
    """- enqueue: {queue: wealth, priority: 7, manager: xiamen_1, after: farewell}
- enqueue:
    queue: wealth
    priority: 9 if caller.segment == 'vip' else 5
    manager: "{caller.manager}"
    wishes: {dialect: "{caller.dialect}"}""",
    "`enqueue: orders`",
    Shape.NAME,
)


@dataclass(frozen=True, slots=True)
class EnqueueStep(Step):
    """A queue to wait in. `rank` is worked out for this caller; where it comes to nothing, `priority` counts."""

    queue: str
    priority: int = NO_PRIORITY
    manager: Template = NO_TEXT
    then: str = ""
    otherwise: str = ""
    rank: Expression | None = None
    wishes: tuple[tuple[str, Template], ...] = ()

    def begin(self, walk: Walk) -> None:
        """Let him wait. What he keyed ahead has no meaning here."""
        walk.ahead = ""
        wishes = {name: wish for name, text in self.wishes if (wish := walk.filled(text))}
        walk.act(Enqueue(self.queue, ranked(walk, self), walk.filled(self.manager), self.id, wishes))

    def after(self, walk: Walk, event: Event) -> None:
        """He was served, or comes back unserved: the queue may say to which flow, where the plan still has it."""
        flow = self.then if isinstance(event, Served) else self.otherwise
        if isinstance(event, GivenBack) and event.flow in walk.plan.flows:
            flow = event.flow
        if flow:
            walk.go(flow)
        else:
            walk.act(HangUp())


class Ranked(Protocol):
    """A step that ranks a caller."""

    @property
    def priority(self) -> int:
        """The rank of every caller, or NO_PRIORITY."""
        ...

    @property
    def rank(self) -> Expression | None:
        """What works the rank out for one caller."""
        ...


def ranked(walk: Walk, step: Ranked) -> int:
    """This caller's priority."""
    rank = as_number(walk.value(step.rank)) if step.rank else None
    return step.priority if rank is None else max(LEAST, min(MOST, round(rank)))


def parse(node: Node, reading: Reading) -> EnqueueStep:
    """`enqueue: orders` or `enqueue: {queue: orders, …}`."""
    if node.kind != "mapping":
        queue = reading.refer(Kind.QUEUE, node)
        return EnqueueStep(reading.spot(), queue)
    fields = node.mapping(MANUAL.names, MANUAL.required)
    queue = reading.refer(Kind.QUEUE, fields.of("queue"))
    priority, rank = priority_of(fields.of("priority"), reading)
    manager = reading.person(fields.of("manager"))
    wishes = tuple((key.name(), reading.template(value)) for key, value in fields.of("wishes").items())
    then, otherwise = reading.flow(fields.of("after")), reading.flow(fields.of("otherwise"))
    return EnqueueStep(reading.spot(), queue, priority, manager, then, otherwise, rank, wishes)


def priority_of(node: Node, reading: Reading) -> tuple[int, Expression | None]:
    """A number, or what works one out."""
    if node.kind != "text" or _NUMBER.fullmatch(node.written):
        return node.integer(NO_PRIORITY, least=LEAST, most=MOST), None
    return NO_PRIORITY, reading.expression(node)

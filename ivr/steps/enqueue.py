"""`enqueue`: let the caller wait for a person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from calls.nodes import Fields, Node
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
MANAGER, LAST_AGENT = "manager", "last_agent"
PERSONAL = (MANAGER, LAST_AGENT)
"""Wishes for one person; any other is for a tag."""
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
            'what the caller would like of the person, each a text: `{dialect: "{caller.dialect}"}`; two have a meaning of '
            'their own: `manager: "{caller.manager}"` is short for the key `manager`, and `last_agent: yes` is who served '
            "him last. How they relax is written at the queue",
            shape=Shape.TEXT_BY_NAME,
        ),
        Key(
            "limit",
            "the time that such a caller will wait, as you know or promise: it wins over what was learnt of him. `30s`",
            "his profile's `wait_limit`, else what was learnt",
            shape=Shape.SECONDS,
        ),
        Key(
            "after",
            "the flow for a caller who is still there when the person has hung up",
            "the call ends",
            shape=Shape.NAME,
        ),
        Key(
            "otherwise",
            "the flow for a caller whom the queue gives back unserved, without a flow of its own: it is closed, or full",
            "the call ends",
            shape=Shape.NAME,
        ),
    ),
    """- enqueue: {queue: wealth, priority: 7, manager: xiamen_1, after: farewell}
- enqueue:
    queue: wealth
    priority: 9 if caller.segment == 'vip' else 5
    manager: "{caller.manager}"
    wishes: {dialect: "{caller.dialect}", last_agent: yes}
    otherwise: after_hours""",
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
    last_agent: bool = False
    limit: float | None = None

    def begin(self, walk: Walk) -> None:
        """Let him wait. What he keyed ahead has no meaning here."""
        walk.ahead = ""
        wishes = {name: wish for name, text in self.wishes if (wish := walk.filled(text))}
        rank, manager = ranked(walk, self), walk.filled(self.manager)
        walk.act(Enqueue(self.queue, rank, manager, self.id, wishes, self.last_agent, self.limit))

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
    wished = Fields(
        fields.of("wishes"), {key.name(): value for key, value in fields.of("wishes").items()}, node.nothing
    )
    wishes = tuple((name, reading.template(value)) for name, value in wished.values.items() if name not in PERSONAL)
    manager = reading.person(_manager(fields, wished))
    limit = fields.of("limit")
    then, otherwise = reading.flow(fields.of("after")), reading.flow(fields.of("otherwise"))
    return EnqueueStep(
        reading.spot(),
        queue,
        priority,
        manager,
        then,
        otherwise,
        rank,
        wishes,
        wished.of(LAST_AGENT).boolean(),
        limit.seconds(60.0, least=1, most=14400) if limit.present else None,
    )


def _manager(fields: Fields, wished: Fields) -> Node:
    """Written as a key of the step, or among the wishes; not both."""
    if MANAGER in fields and MANAGER in wished:
        wished.of(MANAGER).problem("twice", "the manager once", "remove it here, or the key `manager`")
    return wished.of(MANAGER) if MANAGER in wished and MANAGER not in fields else fields.of(MANAGER)


def priority_of(node: Node, reading: Reading) -> tuple[int, Expression | None]:
    """A number, or what works one out."""
    if node.kind != "text" or _NUMBER.fullmatch(node.written):
        return node.integer(NO_PRIORITY, least=LEAST, most=MOST), None
    return NO_PRIORITY, reading.expression(node)

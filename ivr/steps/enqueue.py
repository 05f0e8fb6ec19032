"""`enqueue`: let the caller wait for a person."""

from __future__ import annotations

from dataclasses import dataclass

from calls.nodes import Node
from ivr.actions import Enqueue, Event, HangUp, Served
from ivr.reading import Reading
from ivr.step import Kind, Step
from ivr.steps.manuals import Key, Manual
from ivr.walk import Walk

NO_PRIORITY = 0
"""The caller brings no priority of his own: the queue's weight counts."""
MANUAL = Manual(
    "Puts the caller into a queue. He hears music until a person takes the call.",
    (
        Key("queue", "the queue, as written under `queues:`", required=True),
        Key("priority", "1 to 100; a higher one is served first, then the longest wait", "the queue's `weight`"),
        Key("manager", "the person to ask before anybody else, as written under `managers:` or `agents:`"),
        Key("after", "the flow for a caller who is still there when the person has hung up", "the call ends"),
        Key("otherwise", "the flow for a caller whom the queue gives back unserved", "the call ends"),
    ),
    "- enqueue: {queue: wealth, priority: 7, manager: xiamen_1, after: farewell}",
    "`enqueue: orders`",
)


@dataclass(frozen=True, slots=True)
class EnqueueStep(Step):
    """A queue to wait in."""

    queue: str
    priority: int = NO_PRIORITY
    manager: str = ""
    then: str = ""
    otherwise: str = ""

    def begin(self, walk: Walk) -> None:
        """Let him wait. What he keyed ahead has no meaning here."""
        walk.ahead = ""
        walk.act(Enqueue(self.queue, self.priority, self.manager, self.id))

    def after(self, walk: Walk, event: Event) -> None:
        """He was served, or comes back unserved."""
        flow = self.then if isinstance(event, Served) else self.otherwise
        if flow:
            walk.go(flow)
        else:
            walk.act(HangUp())


def parse(node: Node, reading: Reading) -> EnqueueStep:
    """`enqueue: orders` or `enqueue: {queue: orders, …}`."""
    if node.kind != "mapping":
        queue = reading.refer(Kind.QUEUE, node)
        return EnqueueStep(reading.spot(), queue)
    fields = node.mapping(MANUAL.names, MANUAL.required)
    queue = reading.refer(Kind.QUEUE, fields.of("queue"))
    priority = fields.of("priority").integer(NO_PRIORITY, least=1, most=100)
    manager = reading.refer(Kind.PERSON, fields.of("manager"))
    then, otherwise = reading.flow(fields.of("after")), reading.flow(fields.of("otherwise"))
    return EnqueueStep(reading.spot(), queue, priority, manager, then, otherwise)

"""`transfer`: hand the caller over to a phone, without a queue."""

from __future__ import annotations

from dataclasses import dataclass

from calls.nodes import Node
from ivr.actions import HangUp, Transfer
from ivr.events import Event, GivenBack, TransferFailed
from ivr.reading import Reading
from ivr.step import Step
from ivr.steps.manuals import Key, Manual, Shape
from ivr.walk import Walk

MANUAL = Manual(
    "Hands the caller over to an agent's seat or to a phone number; no queue, no waiting.",
    (
        Key("to", "an agent's name or a phone number (one that may be dialled out)", required=True, shape=Shape.TEXT),
        Key("ring", "how long the phone rings", "20s", shape=Shape.SECONDS),
        Key("otherwise", "the flow for a caller whom nobody took", "the call ends", shape=Shape.NAME),
    ),
    '- transfer: {to: "1003", ring: 20s, otherwise: human}',
    '`transfer: "1003"`',
    Shape.TEXT,
)


@dataclass(frozen=True, slots=True)
class TransferStep(Step):
    """A phone to hand the caller to. `ring_for` in seconds."""

    to: str
    ring_for: float = 20.0
    otherwise: str = ""

    def begin(self, walk: Walk) -> None:
        """Hand him over. What he keyed ahead has no meaning there."""
        walk.ahead = ""
        walk.act(Transfer(self.to, self.ring_for, self.id))

    def after(self, walk: Walk, event: Event) -> None:
        """Nobody took him; or he was sent on to a queue, which gave him away unserved, perhaps to a flow."""
        given = event.flow if isinstance(event, GivenBack) and event.flow in walk.plan.flows else ""
        if flow := given or self.otherwise:
            walk.go(flow)
        else:
            walk.act(HangUp(event.why) if isinstance(event, TransferFailed) else HangUp())


def parse(node: Node, reading: Reading) -> TransferStep:
    """`transfer: "1003"` or `transfer: {to: …}`."""
    if node.kind != "mapping":
        to = reading.phone(node)
        return TransferStep(reading.spot(), to)
    fields = node.mapping(MANUAL.names, MANUAL.required)
    to, ring_for = reading.phone(fields.of("to")), fields.of("ring").seconds(20.0, least=5, most=120)
    otherwise = reading.flow(fields.of("otherwise"), alone=True)
    return TransferStep(reading.spot(), to, ring_for, otherwise)

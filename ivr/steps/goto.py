"""`goto`: go on in another flow."""

from __future__ import annotations

from dataclasses import dataclass

from calls.nodes import Node
from ivr.reading import Reading
from ivr.step import Step
from ivr.steps.manuals import Key, Manual
from ivr.walk import Walk

MANUAL = Manual(
    "Goes on with the first step of another flow, and does not come back.",
    (Key("flow", "the flow to go to", required=True),),
    "- goto: welcome",
    "`goto: welcome`",
)


@dataclass(frozen=True, slots=True)
class Goto(Step):
    """A way to another flow."""

    flow: str

    def begin(self, walk: Walk) -> None:
        """Go there."""
        walk.go(self.flow)


def parse(node: Node, reading: Reading) -> Goto:
    """`goto: welcome` or `goto: {flow: welcome}`."""
    if node.kind == "mapping":
        node = node.mapping(MANUAL.names, MANUAL.required).of("flow")
    flow = reading.flow(node, alone=True)
    return Goto(reading.spot(), flow)

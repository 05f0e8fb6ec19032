"""`goto`: go on in another flow."""

from __future__ import annotations

from dataclasses import dataclass

from calls.nodes import Node
from ivr.reading import Reading
from ivr.step import Step
from ivr.steps.given import Given, parse_given, secret_among, worked_out
from ivr.steps.manuals import Key, Manual, Shape
from ivr.walk import Walk

MANUAL = Manual(
    "Goes on with the first step of another flow, and does not come back.",
    (
        Key("flow", "the flow to go to", required=True, shape=Shape.NAME),
        Key("with", "variables to set on the way, each with an expression", shape=Shape.EXPRESSIONS),
    ),
    "- goto: welcome",
    "`goto: welcome`",
    Shape.NAME,
)


@dataclass(frozen=True, slots=True)
class Goto(Step):
    """A way to another flow."""

    flow: str
    given: Given = ()

    def begin(self, walk: Walk) -> None:
        """Go there, with what it is given."""
        values = worked_out(self.given, walk)
        secrets = secret_among(self.given, values, walk)
        for name, value in values.items():
            walk.remember(name, value, name in secrets)
        walk.go(self.flow)


def parse(node: Node, reading: Reading) -> Goto:
    """`goto: welcome` or `goto: {flow: welcome, with: {…}}`."""
    if node.kind != "mapping":
        flow = reading.flow(node, alone=True)
        return Goto(reading.spot(), flow)
    fields = node.mapping(MANUAL.names, MANUAL.required)
    flow, given = reading.flow(fields.of("flow"), alone=True), parse_given(fields.of("with"), reading)
    return Goto(reading.spot(), flow, given)

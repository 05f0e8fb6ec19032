"""`call`: do another flow, and come back."""

from __future__ import annotations

from dataclasses import dataclass

from calls.nodes import Node
from ivr.reading import Reading
from ivr.step import Kind, Step
from ivr.steps.given import Given, parse_given, secret_among, worked_out
from ivr.steps.manuals import Key, Manual, Shape
from ivr.walk import Walk

MANUAL = Manual(
    "Does another flow and comes back to the next step when that flow has ended: a menu or a question that several "
    "flows share. What `with` gives holds until then; variables that the flow sets itself stay. "
    "A flow that is only called needs no last step, nor do those that it goes to: where one ends, the call comes back.",
    (
        Key("flow", "the flow to do", required=True, shape=Shape.NAME),
        Key("with", "variables for the flow, each with an expression", shape=Shape.EXPRESSIONS),
    ),
    "- call: {flow: orders, with: {vip: caller.segment == 'vip'}}",
    "`call: orders`",
    Shape.NAME,
)


@dataclass(frozen=True, slots=True)
class CallStep(Step):
    """A flow to do."""

    flow: str
    given: Given = ()

    @property
    def goes_on(self) -> bool:
        """When the flow has ended."""
        return True

    def begin(self, walk: Walk) -> None:
        """Go there, to come back."""
        values = worked_out(self.given, walk)
        walk.call(self.flow, values, secret_among(self.given, values, walk))


def parse(node: Node, reading: Reading) -> CallStep:
    """`call: ask_order` or `call: {flow: ask_order, with: {…}}`."""
    if node.kind != "mapping":
        flow = reading.refer(Kind.FLOW, node, alone=True, returns=True)
        return CallStep(reading.spot(), flow)
    fields = node.mapping(MANUAL.names, MANUAL.required)
    flow = reading.refer(Kind.FLOW, fields.of("flow"), alone=True, returns=True)
    given = parse_given(fields.of("with"), reading)
    return CallStep(reading.spot(), flow, given)

"""`hours`: one way while the office is open, another while it is closed."""

from __future__ import annotations

from dataclasses import dataclass

from calls.nodes import Node
from ivr.reading import Reading
from ivr.step import Kind, Step
from ivr.steps.manuals import Key, Manual, Shape
from ivr.walk import Walk

MANUAL = Manual(
    "Looks at the clock: while the office is open the next step follows (or `open`), otherwise `closed`.",
    (
        Key("of", "the name of the hours, as written under `hours:`", required=True, shape=Shape.NAME),
        Key("closed", "the flow to go to while closed", required=True, shape=Shape.NAME),
        Key("open", "the flow to go to while open", "the next step", shape=Shape.NAME),
    ),
    "- hours: {of: office, closed: after_hours}",
)


@dataclass(frozen=True, slots=True)
class Hours(Step):
    """A fork by the clock."""

    of: str
    closed: str
    open: str = ""

    @property
    def goes_on(self) -> bool:
        """While open, unless another flow is named."""
        return not self.open

    def begin(self, walk: Walk) -> None:
        """Take the way for this moment: by the switch that people turned, else by the clock."""
        if not walk.is_open(self.of):
            walk.go(self.closed)
        elif self.open:
            walk.go(self.open)
        else:
            walk.go_on()


def parse(node: Node, reading: Reading) -> Hours:
    """`hours: {of: office, closed: after_hours}`."""
    fields = node.mapping(MANUAL.names, MANUAL.required)
    of = reading.refer(Kind.HOURS, fields.of("of"))
    closed = reading.flow(fields.of("closed"), alone=True)
    opened = reading.flow(fields.of("open"), alone=True)
    return Hours(reading.spot(), of, closed, opened)

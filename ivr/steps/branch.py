"""`branch`: the way whose condition is true first."""

from __future__ import annotations

from dataclasses import dataclass

from calls.nodes import Node
from ivr.expressions import Expression
from ivr.reading import Reading
from ivr.step import Step
from ivr.steps.manuals import Key, Manual, Shape
from ivr.walk import Walk

MANUAL = Manual(
    "Goes to the flow of the first condition that is true. If none is, the next step follows, or `otherwise`.",
    (
        Key(
            "ways", "a list of `{when: …, go: …}`: a condition, and the flow to go to", required=True, shape=Shape.WAYS
        ),
        Key("otherwise", "the flow to go to when no condition is true", "the next step", shape=Shape.NAME),
    ),
    """- branch:
    ways:
      - {when: caller.segment == 'vip', go: orders}
      - {when: queue.orders.expected_wait > 3m and not open.office, go: after_hours}
    otherwise: human""",
    "`branch: [{when: caller.segment == 'vip', go: orders}, {otherwise: human}]`",
    Shape.WAYS,
)
WAYS = "ways such as {when: caller.segment == 'vip', go: orders}"


@dataclass(frozen=True, slots=True)
class Way:
    """A flow, and when it is gone to."""

    when: Expression
    go: str


@dataclass(frozen=True, slots=True)
class Branch(Step):
    """A fork by conditions."""

    ways: tuple[Way, ...]
    otherwise: str = ""

    @property
    def goes_on(self) -> bool:
        """When no condition is true, unless another flow is named."""
        return not self.otherwise

    def begin(self, walk: Walk) -> None:
        """Take the first way that is open."""
        go = next((way.go for way in self.ways if walk.holds(way.when)), self.otherwise)
        if go:
            walk.go(go)
        else:
            walk.go_on()


def parse(node: Node, reading: Reading) -> Branch:
    """A list of ways whose last may be `{otherwise: flow}`, or `branch: {ways: […], otherwise: flow}`."""
    nodes, otherwise = _parts(node)
    ways = tuple(_way(each, reading) for each in nodes)
    flow = reading.flow(otherwise, alone=True) if otherwise else ""
    return Branch(reading.spot(), ways, flow)


def _parts(node: Node) -> tuple[list[Node], Node | None]:
    """The ways, and where `otherwise` leads, in the long form or the short one."""
    if node.kind == "mapping":
        fields = node.mapping(MANUAL.names, MANUAL.required)
        otherwise = fields.of("otherwise") if "otherwise" in fields else None
        node = fields.of("ways")
        return (_list(node) if node.present else []), otherwise
    nodes = _list(node)
    if nodes and [key.written for key, _ in nodes[-1].pairs] == ["otherwise"]:
        if len(nodes) == 1:
            node.problem("wrong-type", WAYS, found="no way but `otherwise`", hint="that is a `goto`")
        return nodes[:-1], nodes[-1].pairs[0][1]
    return nodes, None


def _list(node: Node) -> list[Node]:
    nodes = node.sequence(WAYS)
    if not nodes and node.kind in ("list", "absent"):
        node.problem("wrong-type", WAYS, found="no way")
    return nodes


def _way(node: Node, reading: Reading) -> Way:
    fields = node.mapping(("when", "go"), ("when", "go"))
    return Way(reading.expression(fields.of("when")), reading.flow(fields.of("go"), alone=True))

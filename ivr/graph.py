"""The plan as a graph: flows and where they end, and the ways between them. As Mermaid text; `svg` draws it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from calls.problems import Place
from ivr.dialplan import Flow, Plan
from ivr.operators import operator_from
from ivr.step import Kind
from ivr.steps.asks import Ask
from ivr.ways import ways

SAID = ("prompts", "queue", "to", "of", "flow", "box", "into")
"""The fields of which the first tells most about a step."""


class Shape(StrEnum):
    """What a node stands for."""

    NUMBER = "number"
    FLOW = "flow"
    QUEUE = "queue"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Node:
    """A number, a flow with a line for each step, or an end: a queue or a phone. `place` is where a flow is written."""

    id: str
    shape: Shape
    title: str
    lines: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from one node to another. `step` counts from 1 within the flow, 0 for a number's."""

    source: str
    target: str
    label: str = ""
    step: int = 0


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and edges, each once, in the order of the plan."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def graph(plan: Plan) -> Graph:
    """The whole plan. Ways to flows that do not exist are left out: the loader has told them."""
    flows = tuple(_flow(flow) for flow in plan.flows.values())
    numbers = tuple(Node(f"number:{number}", Shape.NUMBER, number) for number in plan.numbers)
    edges = [edge for flow in plan.flows.values() for edge in (*_edges(flow), *_to_operator(plan, flow))]
    ends = {edge.target: _end(edge.target) for edge in edges if not edge.target.startswith("flow:")}
    into = [Edge(f"number:{number}", f"flow:{flow}") for number, flow in plan.numbers.items()]
    nodes = (*numbers, *flows, *ends.values())
    known = {node.id for node in nodes}
    return Graph(nodes, tuple(edge for edge in dict.fromkeys([*into, *edges]) if edge.target in known))


def _flow(flow: Flow) -> Node:
    return Node(f"flow:{flow.name}", Shape.FLOW, flow.name, tuple(map(_line, flow.steps)), flow.place)


def _line(step: object) -> str:
    """A step in a few words: its class says the verb. What `ask` asks for has a class each."""
    name = "Ask" if isinstance(step, Ask) else type(step).__name__.removesuffix("Step")
    word = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
    said = next((each for key in SAID if (each := getattr(step, key, ""))), "")
    told = ", ".join(str(each) for each in said if isinstance(each, str)) if isinstance(said, tuple) else str(said)
    return f"{word} {told}".strip()


def _edges(flow: Flow) -> list[Edge]:
    return [
        Edge(f"flow:{flow.name}", _target(way.kind, way.to), way.label, count)
        for count, step in enumerate(flow.steps, 1)
        for way in ways(step)
    ]


def _to_operator(plan: Plan, flow: Flow) -> list[Edge]:
    """The operator's key leads out of every question of the flow, without being written in it."""
    key = plan.operator.key if plan.operator else ""
    return [Edge(f"flow:{flow.name}", f"flow:{name}", key) for name in dict.fromkeys(operator_from(plan, flow))]


def _target(kind: Kind, name: str) -> str:
    return f"{kind.value}:{name}"


def _end(target: str) -> Node:
    kind, _, name = target.partition(":")
    return Node(target, Shape(kind), name)


# --- Mermaid ------------------------------------------------------------------------------------------------------

_BRACKETS = {
    Shape.NUMBER: ("([", "])"),
    Shape.FLOW: ("[", "]"),
    Shape.QUEUE: ("[(", ")]"),
    Shape.PHONE: ("[[", "]]"),
}


def mermaid(drawn: Graph) -> str:
    """The graph as a Mermaid flowchart, to be pasted into a document or a forge."""
    names = {node.id: f"n{count}" for count, node in enumerate(drawn.nodes)}
    nodes = [f"    {names[node.id]}{_box(node)}" for node in drawn.nodes]
    edges = [f"    {names[edge.source]} {_arrow(edge.label)} {names[edge.target]}" for edge in drawn.edges]
    return "\n".join(["flowchart TD", *nodes, *edges, ""])


def _box(node: Node) -> str:
    opening, closing = _BRACKETS[node.shape]
    text = "<br>".join(_escaped(line) for line in (node.title, *node.lines))
    return f'{opening}"{text}"{closing}'


def _arrow(label: str) -> str:
    return f'-->|"{_escaped(label)}"|' if label else "-->"


def _escaped(text: str) -> str:
    """Mermaid's own entities: no text of the plan can end a label or add a node."""
    return "".join(char if char.isalnum() or char in " _.,:+-" else f"#{ord(char)};" for char in text)

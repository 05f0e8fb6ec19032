"""The plan drawn: numbers, flows, queues and people, and the ways between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class GraphStep:
    """A step of a flow. `kind` is its verb, `label` the rest in a few words."""

    id: str
    kind: str
    label: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A number, a flow with its steps, a queue with who serves it, a person or a phone. No `file`: written nowhere."""

    id: str
    kind: Literal["number", "flow", "queue", "person", "phone"]
    label: str
    file: str = ""
    line: int = 0
    steps: Sequence[GraphStep] = ()
    people: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """A way on. `step`: from which step of the flow, from 1; 0: from the node itself. `label`: the key or the condition."""

    source: str
    target: str
    label: str = ""
    step: int = 0


@dataclass(frozen=True, slots=True)
class GraphView:
    """The plan drawn."""

    nodes: Sequence[GraphNode]
    edges: Sequence[GraphEdge]

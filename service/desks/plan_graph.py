"""The plan drawn: numbers, flows with their steps, queues with the people who serve them, and the ways between them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from acd.messages import Person
from acd.queues import Onward, Queue, fits
from calls.documents import Node
from calls.problems import Place
from console.ports.plan_graph import GraphEdge, GraphNode, GraphStep, GraphView
from ivr.dialplan import Flow
from ivr.graph import Graph, Shape, graph
from ivr.graph import Node as Drawn
from service.plan_sources import OpenPlan


def drawn(plan: OpenPlan, folder: str) -> GraphView:
    """The whole plan; `folder` is left out of the names of files."""
    return _Drawing(plan, graph(plan.plan), folder).view()


class _Drawing:
    def __init__(self, plan: OpenPlan, menus: Graph, folder: str) -> None:
        self._plan, self._menus, self._folder = plan, menus, folder
        self._queues = {queue.name: queue for queue in plan.queues}
        self._people = {str(person.id): person for person in plan.people}
        self._places = dict(_places(plan.sections))

    def view(self) -> GraphView:
        """Menus first; then what queues add to them."""
        edges = [GraphEdge(each.source, each.target, each.label, each.step) for each in self._menus.edges]
        edges += dict.fromkeys(self._from_queues())
        nodes = {node.id: self._node(node) for node in self._menus.nodes}
        nodes |= {name: self._end(name) for name in self._ends(edges) if name not in nodes}
        return GraphView(list(nodes.values()), [edge for edge in edges if edge.target in nodes])

    def _node(self, node: Drawn) -> GraphNode:
        flow = self._plan.plan.flows.get(node.title) if node.shape is Shape.FLOW else None
        if flow is not None:
            file, line = self._where(flow.place)
            return GraphNode(node.id, "flow", node.title, file, line, list(self._steps(flow, node)))
        return (
            self._end(node.id) if node.shape in (Shape.QUEUE, Shape.PHONE) else GraphNode(node.id, "number", node.title)
        )

    def _steps(self, flow: Flow, node: Drawn) -> Iterator[GraphStep]:
        for step, told in zip(flow.steps, node.lines, strict=True):
            verb, _, rest = told.partition(" ")
            yield GraphStep(step.id, verb, rest, *self._where(step.spot.place))

    def _end(self, name: str) -> GraphNode:
        """A queue, a person or a phone."""
        kind, _, label = name.partition(":")
        if kind == "queue":
            return GraphNode(name, "queue", label, *self._place(f"queues/{label}"), people=self._serving(label))
        person = self._people.get(label)
        if person is not None:
            return GraphNode(name, "person", person.name or label, *self._place(f"people/{label}"))
        return GraphNode(name, "phone", label)

    def _serving(self, name: str) -> Sequence[str]:
        queue = self._queues.get(name)
        return [str(each.id) for each in self._plan.people if queue and _serves(each, queue)]

    def _ends(self, edges: Sequence[GraphEdge]) -> Iterator[str]:
        for edge in edges:
            kind, _, name = edge.target.partition(":")
            if (kind == "queue" and name in self._queues) or (kind == "person" and name in self._people):
                yield edge.target
        yield from (f"queue:{name}" for name in self._queues)

    def _from_queues(self) -> Iterator[GraphEdge]:
        for queue in self._plan.queues:
            source = f"queue:{queue.name}"
            for rule in queue.overflow:
                if rule.to is not Onward.BACK:
                    yield GraphEdge(source, f"{rule.to}:{rule.name}", str(rule).partition(":")[0])
            if queue.balk:
                yield GraphEdge(source, f"flow:{queue.balk}", "balk")
            if queue.words.flow:
                yield GraphEdge(source, f"flow:{queue.words.flow}", queue.words.key)

    def _place(self, name: str) -> tuple[str, int]:
        place = self._places.get(name)
        return self._where(place) if place else ("", 0)

    def _where(self, place: Place) -> tuple[str, int]:
        return posixpath.relpath(place.file, self._folder), place.line


def _serves(person: Person, queue: Queue) -> bool:
    return fits(queue, person.skills) and (not person.queues or queue.name in person.queues)


def _places(sections: Mapping[str, Node]) -> Iterator[tuple[str, Place]]:
    for section, kind in (("queues", "queues"), ("agents", "people"), ("managers", "people")):
        for key, _ in sections[section].pairs if section in sections else ():
            yield f"{kind}/{key.written}", key.place

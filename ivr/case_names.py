"""The names in a test case, or in a world around a caller: one that the plan does not have would hold for ever, in vain."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from calls.documents import Fields, Node, did_you_mean
from calls.speaking import ValueKind
from ivr.dialplan import Plan
from ivr.loading import references
from ivr.step import Kind
from ivr.switches import switches_of


@dataclass(frozen=True, slots=True)
class Names:
    """What the plan has. `prompts`: with the kinds of values that are read out."""

    prompts: Collection[str]
    queues: Collection[str]
    switches: Collection[str]
    steps: Collection[str]
    variables: Collection[str]
    flows: Collection[str] = ()

    def check_world(self, world: Fields) -> None:
        """Queues, switches, habits and lookups that are spelt wrong are told at their place."""
        _check(_keys(world.of("queues")), self.queues, "a queue that the plan asks for")
        _check(_keys(world.of("switches")), self.switches, "a switch of the plan")
        for section in ("habits", "lookups"):
            _check(_keys(world.of(section)), self.steps, "a step of the plan, such as main.2")

    def check_flow(self, node: Node, flow: str) -> None:
        """A flow to which a queue is to give the caller."""
        if flow not in self.flows:
            node.problem("unknown-name", "a flow of the plan", did_you_mean(flow, self.flows), f"'{flow}'")

    def check_expected(self, expected: Fields) -> None:
        """So are prompts and variables. Who is never to hear `closd` would never hear it."""
        for section in ("hears", "never_hears"):
            _check(_listed(expected.of(section)), self.prompts, "a prompt of the plan, or a kind of value")
        _check(_keys(expected.of("variables")), self.variables, "a variable that some step gives a value")


def names_of(plan: Plan) -> Names:
    """Every name that a case may use."""
    used = references(plan)

    def of(kind: Kind) -> set[str]:
        return {each.name for each in used if each.kind is kind}

    steps = {step.id for flow in plan.flows.values() for step in flow.steps}
    prompts = of(Kind.PROMPT).union(kind.value for kind in ValueKind)
    return Names(prompts, of(Kind.QUEUE), switches_of(plan), steps, of(Kind.GIVEN), plan.flows)


def _keys(node: Node) -> list[Node]:
    return [key for key, _ in node.pairs]


def _listed(node: Node) -> Iterable[Node]:
    return node.values if node.kind == "list" else [node] if node.kind == "text" else []


def _check(nodes: Iterable[Node], known: Collection[str], expected: str) -> None:
    for node in nodes:
        if node.written not in known:
            node.problem("unknown-name", expected, did_you_mean(node.written, known))

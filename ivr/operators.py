"""The plan's section `operator`, and the proof that every question leaves a way to a person."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from calls.nodes import Node
from calls.problems import Problem
from ivr.dialplan import Flow, Plan
from ivr.grammar import KEYS, Operator
from ivr.step import Kind, Step
from ivr.steps.message import MessageStep
from ivr.steps.question import InputStep
from ivr.steps.say import Say

PHRASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "zh": ("人工", "人工服务", "转人工", "人工客服"),
        "en": ("operator", "agent", "a person", "speak to a person"),
    }
)
"""What callers say who want a person, by language."""
OPERATOR_KEYS = ("flow", "key", "phrases")
PERSONS = (Kind.QUEUE, Kind.PHONE)
"""A step with such a name leads to a person."""


def parse_operator(node: Node, languages: Collection[str]) -> Operator | None:
    """`operator: human`, `operator: {flow: human, key: 0, phrases: {zh: [人工]}}`; None where there is none."""
    if not node.present or refused(node):
        return None
    if node.kind != "mapping":
        return Operator(node.name(expected="the name of a flow, or no"), phrases=PHRASES, place=node.place)
    fields = node.mapping(OPERATOR_KEYS, OPERATOR_KEYS[:1])
    flow = fields.of("flow")
    return Operator(
        flow.name(expected="the name of a flow"),
        fields.of("key").one_of(tuple(KEYS), "0"),
        _phrases(fields.of("phrases"), languages),
        flow.place,
    )


def refused(node: Node) -> bool:
    """`operator: no`: the plan says in writing that its questions need no way to a person."""
    return node.kind == "text" and node.plain and node.written.lower() in ("no", "false", "off")


def _phrases(node: Node, languages: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Those written; for a language without any, our own."""
    if not node.present:
        return PHRASES
    written = node.mapping(list(languages)).values
    return {**PHRASES, **{language: value.texts() for language, value in written.items()}}


def operator_from(plan: Plan, flow: Flow) -> list[str]:
    """The operator's flow, if a caller in this flow can go there; else nothing."""
    operator = plan.operator
    return [operator.flow] if operator and any(_opens(step, operator) for step in flow.steps) else []


def _opens(step: Step, operator: Operator) -> bool:
    if isinstance(step, InputStep):
        choices = step.grammar.with_operator(operator if step.manner.operator else None).choices
        return any(choice.go == operator.flow for choice in choices)
    return isinstance(step, Say) and step.operator


def without_operator(plan: Plan) -> Iterator[Problem]:
    """Questions from which no choice leads to a person, although nobody wrote that this is meant."""
    if plan.no_operator:
        return
    near = _near_persons(plan)
    for flow in plan.flows.values():
        for index, step in enumerate(flow.steps):
            asks = isinstance(step, InputStep) and step.manner.operator
            if asks and not _leads_to_person(plan, flow, index, near):
                yield _told(step)


def _leads_to_person(plan: Plan, flow: Flow, index: int, near: Collection[str]) -> bool:
    step = flow.steps[index]
    if isinstance(step, InputStep):
        choices = step.grammar.with_operator(plan.operator).choices
        if any(choice.go in near for choice in choices):
            return True
    return step.goes_on and _any_leads(flow.steps[index + 1 :], near)


def _any_leads(steps: Collection[Step], near: Collection[str]) -> bool:
    """Whether a person can be reached by doing these steps."""
    for step in steps:
        if _is_person(step) or any(ref.kind is Kind.FLOW and ref.name in near for ref in step.spot.references):
            return True
        if not step.goes_on:
            return False
    return False


def _is_person(step: Step) -> bool:
    return isinstance(step, MessageStep) or any(ref.kind in PERSONS and not ref.asked for ref in step.spot.references)


def _near_persons(plan: Plan) -> set[str]:
    """The flows from which a person can be reached: from those that hold one, backwards."""
    comes_from: dict[str, list[str]] = {}
    for name, flow in plan.flows.items():
        for ref in (ref for step in flow.steps for ref in step.spot.references if ref.kind is Kind.FLOW):
            comes_from.setdefault(ref.name, []).append(name)
    near: set[str] = set()
    ahead = [name for name, flow in plan.flows.items() if any(_is_person(step) for step in flow.steps)]
    while ahead:
        name = ahead.pop()
        if name not in near:
            near.add(name)
            ahead += comes_from.get(name, [])
    return near


def _told(step: Step) -> Problem:
    at = step.spot.place
    found = f"{step.id}, a question from which no choice leads to a person"
    expected = "a choice, or the plan's operator, that leads to a queue, a phone or a message box"
    hint = "add a section such as `operator: human`, or write `operator: no` here"
    return Problem(at.file, at.line, at.column, "no-human", found, expected, hint)

"""YAML -> Plan. Every problem is collected; a plan with problems must not be used."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from calls.documents import Node, Problems, Read, did_you_mean
from calls.office_hours import OfficeHours
from ivr.dialplan import ANY_NUMBER, Flow, Plan
from ivr.including import gather
from ivr.office_hours import parse_hours, parse_zone
from ivr.operators import parse_operator, refused
from ivr.profiles import parse_profiles
from ivr.reading import Reading
from ivr.step import Kind, Reference, Step
from ivr.steps import VERBS
from ivr.variables import unknown_values

FOREIGN = ("queues", "agents", "managers")
"""Sections that belong to other rooms: handed on as they are."""
OWN = ("numbers", "languages", "at_most", "zone", "hours", "profiles", "operator", "flows")
ONE_VERB = f"one of {', '.join(VERBS)}"
_NUMBER = re.compile(r"\+?[0-9*#]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read. `sections` are those of other rooms. Only a plan without problems may be used."""

    plan: Plan
    sections: Mapping[str, Node]
    problems: Problems


def load(file: str, read: Read, problems: Problems | None = None) -> Loaded:
    """The dialplan that begins in this file (`dialplans/main.yaml`). Never raises for what is written in it."""
    problems = Problems() if problems is None else problems
    sections = gather(file, read, (*OWN, *FOREIGN), problems)
    main = Node(file, 1, 1, problems)
    if sections:
        for missing in (name for name in ("numbers", "languages", "flows") if name not in sections):
            main.problem("missing-key", f"the section '{missing}'", found=f"no '{missing}'")
    plan = _plan({name: sections.get(name, main) for name in OWN})
    _report_unknown_names(plan, sections.get("numbers", main), problems)
    return Loaded(plan, {name: sections[name] for name in FOREIGN if name in sections}, problems)


def _plan(sections: Mapping[str, Node]) -> Plan:
    languages, hours = _languages(sections["languages"]), _hours(sections["hours"])
    return Plan(
        _numbers(sections["numbers"]),
        languages,
        _flows(sections["flows"], languages),
        hours,
        sections["at_most"].seconds(900.0, least=30, most=86400),
        _zone(sections["zone"], hours),
        parse_profiles(sections["profiles"]),
        parse_operator(sections["operator"], languages),
        refused(sections["operator"]),
    )


def _zone(node: Node, hours: Mapping[str, OfficeHours]) -> ZoneInfo | None:
    """As written, or as the first hours have it."""
    return parse_zone(node) if node.present else next((each.zone for each in hours.values()), None)


def _numbers(node: Node) -> dict[str, str]:
    numbers: dict[str, str] = {}
    for key, value in node.items("numbers, each with the flow it begins with"):
        if key.written != ANY_NUMBER and not _NUMBER.fullmatch(key.written):
            key.problem("wrong-value", f"a number that is dialled, or {ANY_NUMBER}", 'such as "95105"')
        numbers[key.written] = value.name(expected="the name of a flow")
    return numbers


def _languages(node: Node) -> tuple[str, ...]:
    languages = node.texts(("zh",), "languages such as [zh, en]")
    for wrong in (language for language in languages if language and not _LANGUAGE.fullmatch(language)):
        node.problem("wrong-value", "languages such as [zh, en]", found=f"'{wrong}'")
    return tuple(dict.fromkeys(language for language in languages if language)) or ("zh",)


def _hours(node: Node) -> dict[str, OfficeHours]:
    return {key.name(): parse_hours(value) for key, value in node.items("names, each with its week")}


def _flows(node: Node, languages: Collection[str]) -> dict[str, Flow]:
    flows: dict[str, Flow] = {}
    for key, value in node.items("names of flows, each with its steps"):
        name = key.name(expected="the name of a flow")
        flows[name] = Flow(name, _steps(name, value, languages), key.place)
    return flows


def _steps(flow: str, node: Node, languages: Collection[str]) -> tuple[Step, ...]:
    nodes = node.sequence("a list of steps, each with a dash")
    if not nodes and node.kind in ("list", "text"):
        node.problem("empty-flow", "at least one step", "end it with hang_up, for example", "a flow without steps")
    parsed = (_step(each, f"{flow}.{count}", languages) for count, each in enumerate(nodes, 1))
    return tuple(step for step in parsed if step is not None)


def _step(node: Node, step_id: str, languages: Collection[str]) -> Step | None:
    """`verb: …`, or a bare verb."""
    if node.kind == "text":
        verb, value = node, Node(node.file, node.line, node.column, node.problems)
    elif node.kind == "mapping" and len(node.pairs) == 1:
        verb, value = node.pairs[0]
    else:
        hint = "begin each step with its own dash" if node.kind == "mapping" else ""
        node.problem("wrong-step", f"one verb: {ONE_VERB}", hint)
        return None
    if verb.written not in VERBS:
        verb.problem("unknown-verb", ONE_VERB, did_you_mean(verb.written, VERBS), f"verb {verb.shown}")
        return None
    return VERBS[verb.written].parse(value, Reading(verb, step_id, languages))


def _report_unknown_names(plan: Plan, numbers: Node, problems: Problems) -> None:
    for key, value in numbers.pairs:
        flow = plan.numbers.get(key.written)
        if flow and flow not in plan.flows:
            value.problem("unknown-flow", "the name of a flow", did_you_mean(flow, plan.flows))
    known: dict[Kind, Collection[str]] = {Kind.FLOW: plan.flows, Kind.HOURS: plan.hours}
    for reference in references(plan):
        names = known.get(reference.kind)
        if names is not None and reference.name not in names:
            _report_unknown(reference, names, problems)
    problems.extend(unknown_values(plan, references(plan)))


def _report_unknown(reference: Reference, names: Collection[str], problems: Problems) -> None:
    kind = "hours" if reference.kind is Kind.HOURS else "a flow"
    hint = did_you_mean(reference.name, names)
    problems.report(
        reference.place, f"unknown-{reference.kind.value}", f"'{reference.name}'", f"the name of {kind}", hint
    )


def references(plan: Plan) -> list[Reference]:
    """Every name used in the plan's steps, and the flow of its operator."""
    operator = plan.operator
    first = [Reference(Kind.FLOW, operator.flow, operator.place)] if operator and operator.place else []
    return first + [ref for flow in plan.flows.values() for step in flow.steps for ref in step.spot.references]

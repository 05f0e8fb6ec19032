"""Proofs over a whole plan: names that exist elsewhere, flows nobody reaches, dead ends, loops without a caller.

`loading` has seen to everything that the files alone can tell. Here the rest of the house is asked, through sets and
callables, for this room knows neither queues nor files.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache

from calls.problems import Place, Problem, Problems, did_you_mean
from ivr.alike import phrases_alike
from ivr.dialplan import Flow, Plan
from ivr.loading import references
from ivr.loops import loops_alone
from ivr.operators import operator_from, without_operator
from ivr.step import Kind, Reference

PromptExists = Callable[[str, str], bool]
"""(prompt id, language) -> whether its recording is there."""


def check(
    plan: Plan,
    prompt_exists: PromptExists,
    queues: Collection[str],
    people: Collection[str],
    outgoing_allowed: Callable[[str], bool],
    known_prompts: Collection[str] = (),
    ways_out: Iterable[tuple[str, str, Place]] = (),
) -> list[Problem]:
    """Everything wrong with the plan as a whole, by file and line.

    `people`: agents and managers. `outgoing_allowed`: whether a number may be dialled out. `known_prompts` only
    serve the hints. `ways_out`: queue, flow and place, for each flow to which a queue gives its callers.
    """
    problems, ways_out = Problems(), tuple(ways_out)
    for _, flow, place in ways_out:
        if flow not in plan.flows:
            hint = did_you_mean(flow, plan.flows)
            problems.report(place, "unknown-flow", f"'{flow}'", "the name of a flow", hint)
    given = [flow for _, flow, _ in ways_out]
    prompt_exists = cache(prompt_exists)
    for reference in references(plan):
        match reference.kind:
            case Kind.PROMPT:
                _check_prompt(reference, plan, prompt_exists, known_prompts, problems)
            case Kind.QUEUE:
                _check_name(reference, "queue", queues, problems)
            case Kind.PERSON:
                _check_name(reference, "person", people, problems)
            case Kind.PHONE if reference.name not in people and not outgoing_allowed(reference.name):
                _report_barred(reference, people, problems)
    problems.extend(_unreachable(plan, given))
    problems.extend(_loose_ends(plan, given))
    problems.extend(loops_alone(plan))
    problems.extend(without_operator(plan))
    problems.extend(phrases_alike(plan))
    return problems.sorted()


def _check_prompt(ref: Reference, plan: Plan, exists: PromptExists, known: Collection[str], problems: Problems) -> None:
    missing = [language for language in plan.languages if not exists(ref.name, language)]
    if missing:
        found = f"prompt '{ref.name}' without a recording in {', '.join(missing)}"
        hint = did_you_mean(ref.name, known) if len(missing) == len(plan.languages) else "record it, or build it"
        problems.report(ref.place, "unknown-prompt", found, "a prompt in every language of the plan", hint)


def _check_name(ref: Reference, kind: str, known: Collection[str], problems: Problems) -> None:
    if ref.name not in known:
        problems.report(
            ref.place, f"unknown-{kind}", f"'{ref.name}'", f"the name of a {kind}", did_you_mean(ref.name, known)
        )


def _report_barred(ref: Reference, people: Collection[str], problems: Problems) -> None:
    hint = did_you_mean(ref.name, people) if ref.name[:1].isalpha() else "add a pattern to outgoing.allowed"
    expected = "an agent, or a number that may be dialled out"
    problems.report(ref.place, "unknown-phone", f"'{ref.name}'", expected, hint)


def _unreachable(plan: Plan, given: Collection[str]) -> Iterator[Problem]:
    """Flows to which no number leads. Not told while a name is misspelt: that would blame the wrong line."""
    targets = {ref.name for ref in references(plan) if ref.kind is Kind.FLOW} | set(plan.numbers.values())
    if not targets.union(given) <= set(plan.flows):
        return
    reached = _reached(plan, given)
    for flow in plan.flows.values():
        if flow.name not in reached:
            found = f"flow '{flow.name}', which nothing leads to"
            yield _problem(
                flow.place, "unreachable", found, "a number or a step that goes to it", "remove it, or use it"
            )


def _reached(plan: Plan, given: Collection[str], called: bool = True) -> set[str]:
    """The flows to which a number leads, or a queue; without `called`, those to which it leads outside of any `call`."""
    reached: set[str] = set()
    ahead = [*plan.numbers.values(), *given]
    while ahead:
        name = ahead.pop()
        if name not in reached and name in plan.flows:
            reached.add(name)
            ahead += [ref.name for ref in _ways_on(plan.flows[name]) if called or not ref.returns]
            ahead += operator_from(plan, plan.flows[name])
    return reached


def _ways_on(flow: Flow) -> list[Reference]:
    return [ref for step in flow.steps for ref in step.spot.references if ref.kind is Kind.FLOW]


def _loose_ends(plan: Plan, given: Collection[str]) -> Iterator[Problem]:
    """Steps behind one that never goes on, and flows whose last step does where there is no way back."""
    not_called = _reached(plan, given, called=False)
    for flow in plan.flows.values():
        for step, following in zip(flow.steps, flow.steps[1:], strict=False):
            if not step.goes_on:
                found, hint = "a step that is never done", f"the step {step.id} before it never goes on"
                yield _problem(following.spot.place, "unreachable", found, "the end of the flow", hint)
        if flow.steps and flow.steps[-1].goes_on and flow.name in not_called:
            found, expected = f"the end of flow '{flow.name}'", "a last step such as hang_up, goto or enqueue"
            place = flow.steps[-1].spot.place
            yield _problem(place, "dead-end", found, expected, "the caller would be left in silence")


def _problem(place: Place, code: str, found: str, expected: str, hint: str) -> Problem:
    return Problem(place.file, place.line, place.column, code, found, expected, hint)

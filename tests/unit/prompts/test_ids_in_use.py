"""What the code says to people is recorded in every language: the verbs' own prompts, and those of the service."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from acd.decisions import Tell
from ivr.step import Kind
from ivr.steps import VERBS, callback, choices, menu, message, question, survey
from prompts.catalogue import Catalogue
from service.brief import OPENING
from service.desk import CONFIRMATIONS
from tests.unit.ivr.plans import ROOT, load_texts

CATALOGUE = Catalogue.load()
OWN = "written_by_an_admin"
"""The prompt of the plans below: whatever else they use is the verbs' own."""
FORMS = {
    "say": [OWN, f"[{OWN}, {{number: 12}}]"],
    "ask": [
        f"{{prompt: {OWN}, into: x, type: {kind}, noinput: {{then: end}}{more}}}"
        for kind in ("digits, length: 4", "number", "amount", "date", "phone", "yes_no", "phrase")
        for more in ("", ", confirm: yes", ", operator: yes")
        if not (more == ", confirm: yes" and kind in ("yes_no", "phrase"))
    ],
    "menu": [
        f"{{prompt: {OWN}, choices: {{1: {{go: end, {name}}}}}, noinput: {{then: end}}{more}}}"
        for name, more in (
            ("name: " + OWN, ""),
            (f"name: {OWN}, phrases: {{zh: 订单, en: orders}}", ""),
            (f"name: {OWN}, prompt: {OWN}", ", order: by_habit"),
        )
    ],
    "callback": ["{queue: orders, otherwise: end}", "{queue: orders, number: ask, otherwise: end}"],
    "message": ["{box: sales}"],
    "survey": [f"{{name: s, questions: [{{id: q, prompt: {OWN}, scores: 0-10}}]}}"],
}


def references(verb: str, form: str) -> set[str]:
    plan = f"numbers: {{100: start}}\nlanguages: [zh, en]\nflows:\n  start:\n    - {verb}: {form}\n  end: [hang_up]\n"
    loaded = load_texts({"main.yaml": plan})
    assert [problem.told() for problem in loaded.problems] == []
    steps = (step for flow in loaded.plan.flows.values() for step in flow.steps)
    return {each.name for step in steps for each in step.spot.references if each.kind is Kind.PROMPT} - {OWN}


def recorded(name: str) -> bool:
    return CATALOGUE.missing([name], CATALOGUE.languages) == []


@pytest.mark.parametrize(("verb", "form"), [(verb, form) for verb, forms in FORMS.items() for form in forms])
def test_what_a_verb_says_of_itself_is_recorded(verb: str, form: str) -> None:
    assert [name for name in references(verb, form) if not recorded(name)] == []


def test_the_forms_reach_the_prompts_that_verbs_have() -> None:
    seen = {name for verb, forms in FORMS.items() for form in forms for name in references(verb, form)}
    known = {menu.SHORTCUT, choices.PRESS["*"], *menu.VOICE, question.USE_KEYS, *message.PROMPTS, *message.AGAIN}
    known |= {callback.NUMBER_IS, callback.CONFIRM, callback.ENTER, callback.REFUSED, callback.KEPT, *survey.THANKS}
    assert known <= seen
    assert set(FORMS) <= set(VERBS)


def test_every_key_can_be_told() -> None:
    assert [name for name in choices.PRESS.values() if not recorded(name)] == []


def said_by_the_service() -> Iterator[str]:
    """Each text that is looked up as a sound, kept in a variable that is called `prompt`, or made to be said."""
    for file in sorted((ROOT / "service").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(attr="of", value=ast.Attribute(attr=("_sounds" | "sounds")))):
                    yield from texts(*node.args)
                case ast.Assign(value=value) if "prompt" in {
                    name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)
                }:
                    yield from texts(value)
                case ast.FunctionDef(returns=ast.Subscript() as made) if "Spoken" in ast.unparse(made):
                    yield from (text for text in texts(*given_by(node)) if re.fullmatch("[a-z][a-z0-9_]+", text))
                case _:
                    pass


def given_by(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """What a function returns or yields."""
    for node in ast.walk(function):
        if isinstance(node, ast.Return | ast.Yield | ast.YieldFrom) and node.value is not None:
            yield node.value


def texts(*nodes: ast.expr) -> Iterator[str]:
    for node in (each for root in nodes for each in ast.walk(root)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_what_the_service_says_is_recorded() -> None:
    said = {*said_by_the_service(), *Tell, *CONFIRMATIONS.values(), OPENING}
    assert {"sorry_technical", "manager_brief", "all_busy", "still_waiting", "agent_not_ready"} <= said
    assert [name for name in sorted(said) if not recorded(name)] == []


def test_the_sample_hotline_has_every_prompt_it_names() -> None:
    files = {str(file.relative_to(ROOT / "dialplans")): file for file in Path(ROOT / "dialplans").glob("*.yaml")}
    loaded = load_texts({name: file.read_text("utf-8") for name, file in files.items()})
    steps = (step for flow in loaded.plan.flows.values() for step in flow.steps)
    named = {each.name for step in steps for each in step.spot.references if each.kind is Kind.PROMPT}
    assert len(named) > 20
    assert [name for name in sorted(named) if not recorded(name)] == []

"""The JSON Schema: every key of every verb says what fits, all that loads is valid, and slips are found while typing."""

from __future__ import annotations

import json
from collections.abc import Iterator

import jsonschema
import pytest
from ruamel.yaml import YAML

from ivr.profiles import PROFILE_KEYS
from ivr.schema import schema
from ivr.shapes import SHAPES
from ivr.steps import VERBS
from ivr.steps.choices import CHOICE_KEYS, MISSES_KEYS
from ivr.steps.manuals import Key, Shape
from tests.unit.ivr.plans import ROOT

VALIDATOR = jsonschema.Draft202012Validator(schema())


def every_key() -> Iterator[tuple[str, Key]]:
    for verb in VERBS:
        yield from ((verb, key) for key in VERBS[verb].manual.keys)
    for where, keys in (("choice", CHOICE_KEYS), ("misses", MISSES_KEYS), ("profiles", PROFILE_KEYS)):
        yield from ((where, key) for key in keys)


def mistakes(text: str) -> list[str]:
    """As an editor finds them: it reads YAML, and JSON has text for keys."""
    found = json.loads(json.dumps(YAML(typ="safe").load(text), default=str))
    return [error.json_path for error in VALIDATOR.iter_errors(found)]


def steps(text: str) -> str:
    return "flows:\n  start:\n" + "".join(f"    {line}\n" for line in text.splitlines())


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert {*SHAPES} == {*Shape}


def test_every_key_says_what_fits() -> None:
    assert [f"{where}: {key.name}" for where, key in every_key() if key.shape is Shape.ANY] == []


def test_every_short_form_says_what_fits() -> None:
    pages = {word: verb.manual for word, verb in VERBS.items()}
    assert [
        word for word, page in pages.items() if page.short and page.required and page.short_shape is Shape.ANY
    ] == []


@pytest.mark.parametrize("file", sorted((ROOT / "dialplans").glob("*.yaml")), ids=lambda file: file.name)
def test_the_sample_plan_is_valid(file: object) -> None:
    assert mistakes((ROOT / "dialplans" / str(file)).read_text("utf-8")) == []


@pytest.mark.parametrize("verb", VERBS)
def test_the_examples_of_a_verb_are_valid(verb: str) -> None:
    page = VERBS[verb].manual
    assert mistakes(steps(page.example)) == []
    for short in page.short.replace(" alone", "").split(" or "):
        assert not short or mistakes(steps("- " + short.strip("`"))) == []


@pytest.mark.parametrize(
    "text",
    [
        "- say: {digits: '{order_no}'}",
        "- say: {prompt: [order_is, {date: '{due}'}], barge_in: no}",
        "- goto: {flow: start, with: {why: '1 + 2', sure: yes}}",
        "- set: {rank: 9, secret: [rank]}",
        "- branch: {ways: [{when: open.office, go: start}]}",
        "- transfer: 1003",
        "- hang_up:",
        "- menu: {prompt: a, choices: {1: 1003, '*#': {language: en}}, shortcut: 7, noinput: {tries: '2', then: start}}",
        "- enqueue: {queue: orders, priority: 9 if vip else 5, manager: '{caller.manager}'}",
        "- notice: {name: storm, prompt: a, from: 2026-10-01, until: 2026-10-03 18:00}",
    ],
)
def test_other_ways_to_write_are_valid(text: str) -> None:
    assert mistakes(steps(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "- sey: greeting",
        "- say:",
        "- say: [greeting, {digit: '{no}'}]",
        "- say: {prompt: greeting, barge_in: maybe}",
        "- enqueue",
        "- enqueue: [orders]",
        "- enqueue: {queue: orders, prioritty: 5}",
        "- enqueue: {priority: 5}",
        "- goto: my flow",
        "- {say: greeting, goto: start}",
        "- menu: main_menu",
        "- menu: {prompt: a, choices: {x: start}, noinput: {then: start}}",
        "- menu: {prompt: a, choices: {1: {goto: start}}, noinput: {then: start}}",
        "- menu: {prompt: a, choices: {1: start}, noinput: {tries: two, then: start}}",
        "- menu: {prompt: a, choices: {1: start}, noinput: {tries: 2}}",
        "- menu: {prompt: a, choices: {1: start}, noinput: {then: start}, order: habit}",
        "- menu: {prompt: a, choices: {1: start}, noinput: {then: start}, first_within: 5 seconds}",
        "- menu: {prompt: a, choices: {1: start}, noinput: {then: start}, confidence: 0.7}",
        "- ask: {type: digit, into: no, prompt: a, noinput: {then: start}}",
        "- ask: {type: date, format: DDMM, into: due, prompt: a, noinput: {then: start}}",
        "- branch: [{if: vip, go: start}]",
        "- survey: {name: s, questions: [{id: a, prompt: b, scores: 10}]}",
        "- lookup: {csv: a.csv, where: a, equals: b, into: {due: {path: due, type: day}}}",
        "- lookup: {url: 'https://crm.example', method: PUT, into: {a: b}}",
        "- notice: {name: storm, prompt: a, until: next week}",
        "- set: {1st: 2}",
        "- set: {rank: [1, 2]}",
    ],
)
def test_slips_in_a_step_are_found(text: str) -> None:
    assert mistakes(steps(text))


@pytest.mark.parametrize(
    "text",
    [
        "flws: {start: [hang_up]}",
        "flows: {start: []}",
        "numbers: [95105]",
        "languages: zh",
        "at_most: 10 minutes",
        "operator: {key: 0}",
        "profiles: {csv: a.csv, where: phone, equals: '{caller.number}'}",
        "hours: {office: {week: {mon: closed}}}",
        "hours: {office: {zone: UTC, weeks: {mon: closed}}}",
    ],
)
def test_slips_in_a_section_are_found(text: str) -> None:
    assert mistakes(text)

"""Every problem that the checks of a plan can tell has words in both languages; the Chinese page says their values too."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.console.web import words

ROOT = Path(__file__).parents[2]
ROOMS = ("calls", "ivr", "ivr/steps", "acd", "service")
TELLS = {"problem": 0, "report": 1, "_refuse": 1, "_problem": 1, "Problem": 3, "Wrong": 0}
"""The functions that tell a problem, and where its code stands."""
SAID = ("expected", "found", "hint")
CODE = re.compile(r"[a-z]+(-[a-z]+)*")
SLOT = re.compile(r"\{\d\}")
WHOLE_VALUES = {"{0}: {1}", "*{0}", "<<", "':{0}'", "{0} {1}", "'secret.{0}'", "'{0}'", "{0}", "a value{0}{1}"}
"""What an admin wrote himself, the same in every language; and bounds, which have patterns of their own."""


@cache
def modules() -> list[ast.Module]:
    return [ast.parse(file.read_text("utf-8")) for room in ROOMS for file in sorted((ROOT / room).glob("*.py"))]


def told() -> Iterator[tuple[str, ast.Call]]:
    """Every call of a function that tells a problem."""
    for node in (each for module in modules() for each in ast.walk(module)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            of_a_node = name == "report" and isinstance(
                node.func, ast.Name
            )  # gives on a Wrong, which is looked at itself
            if name in TELLS and not of_a_node:
                yield name, node


def texts(node: ast.expr) -> Iterator[str]:
    """What is written there: a text, one with places for values, or one of two."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            count = iter(range(9))
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else f"{{{next(count)}}}" for part in parts)
        case ast.IfExp(body=one, orelse=other):
            yield from texts(one)
            yield from texts(other)


def codes() -> set[str]:
    found: set[str] = set()
    for name, call in told():
        at = TELLS[name]
        if len(call.args) > at:
            found |= {text for text in texts(call.args[at]) if CODE.fullmatch(text)}
    return found


def phrases() -> set[str]:
    """What was found, what was expected and hints, as far as they are written where the problem is told."""
    found: set[str] = set()
    for name, call in told():
        given = [*call.args[TELLS[name] + 1 :], *(each.value for each in call.keywords if each.arg in SAID)]
        found |= {text for each in given for text in texts(each)}
    return found - {""} - WHOLE_VALUES


def test_every_code_has_words_in_both_languages() -> None:
    there = codes()
    assert {"unknown-key", "unreachable", "syntax", "no-human", "unknown-flow"} <= there
    for language in ("zh", "en"):
        lacking = sorted(code for code in there if f"problems.{code}" not in words(language))
        assert not lacking, f"console/web/src/i18n/problems.{language}.json lacks {lacking}"


def test_every_value_that_is_said_is_said_in_chinese() -> None:
    table = json.loads((ROOT / "console/web/src/pages/plan/phrases.zh.json").read_text("utf-8"))
    known = [re.compile("(.+)".join(map(re.escape, SLOT.split(each)))) for each in table["problems"]]
    lacking = sorted(each for each in phrases() if not any(one.fullmatch(each) for one in known))
    assert not lacking, f"pages/plan/phrases.zh.json lacks {lacking}"


def test_chinese_keeps_every_value() -> None:
    table = json.loads((ROOT / "console/web/src/pages/plan/phrases.zh.json").read_text("utf-8"))
    for part in table.values():
        assert not [each for each, said in part.items() if set(SLOT.findall(each)) != set(SLOT.findall(said))]

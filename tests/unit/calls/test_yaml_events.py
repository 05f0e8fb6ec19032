"""Two parsers, one reading: libyaml gets only what it reads as the pure parser does, and the faults are told alike."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from calls import composing, yaml_events
from calls.composing import compose
from calls.nodes import Node
from calls.problems import Problems
from calls.yaml_events import read_alike

SIGNS = [
    *"ab01:-[]{},#&*!?|>%@`'\"\\ \n~=é中😀\t\x00\u2028\x85\ufeff\r",
    *("- ", ": ", " #c", "&x ", "*x", "|\n", ">+\n", "\n  ", "\n    ", "--- ", "<<", "key", "{a: ", "[b, ", "\r\n"),
    *('"a":', "[]:", "&x:", "&x?", "*x?", "[:", ":]", "? "),
]
TEXTS = st.lists(st.sampled_from(SIGNS), max_size=25).map(lambda signs: "k: " + "".join(signs))


def shape(node: Node) -> Any:
    """All that a reader can see. Where nothing is written, its place is nowhere in particular."""
    inner = [shape(value) for value in node.values], [(shape(key), shape(value)) for key, value in node.pairs]
    place = None if node.empty else (node.line, node.column)
    return place, node.kind, node.written, node.plain, inner


def read(text: str) -> tuple[Any, list[str]]:
    problems = Problems()
    node = compose(text, "f.yaml", problems)
    return shape(node), [problem.told() for problem in problems]


@pytest.fixture
def without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_events, "QUICK", False)


def read_purely(text: str) -> tuple[Any, list[str]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(composing, "read_alike", lambda _text: False)
        return read(text)


@given(TEXTS)
@example("k: a: b\r\nc: {d: [e, 中文: f]}\n")
@example('"#": {go: x}\n"*": y\n')
@example("- a\n-\n- ~\n")
@example("k: &a:a")
@example("k: &a?x")
@example('k: ["a":b]')
@example('k: ["a":[b]]')
@example("k: [[]:b]")
@example("k: [*x :b]")
@settings(max_examples=600, deadline=None)
def test_both_parsers_read_and_tell_the_same(text: str) -> None:
    assert read(text) == read_purely(text)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_a_fault_in_a_long_file_is_told_by_the_quick_parser_alone(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(composing, "RETOLD_UP_TO", -1)
        quick = read(text)
    assert bool(quick[1]) >= bool(read_purely(text)[1])


LONG_FAULTS = (
    "a: [1, 2\nb: 3\n",
    "flows: [",
    "{a: 1",
    "a: 1\n b: 2\n",
    "- a\nb: 1\n",
    "a: 'x\nb: y\n",
    "a: @x\n",
    "a: [x]]\n",
    "a: [\n- x\n]\n",
    "a: |\n x\ny\nb: 1\n",
)


@pytest.mark.parametrize("text", LONG_FAULTS)
def test_common_faults_are_told_alike_by_both(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composing, "RETOLD_UP_TO", -1)
    assert read(text) == read_purely(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: \x85",
        "a: \u2028",
        "%YAML 1.1\n---\n",
        "a: b\tc",
        "a: !x y",
        "*x : 1\n*y: 2",
        "a: *x?b",
        "a: &x:b",
        "a: {b: &x?c}",
        'a: ["b":c]',
        "a: [{}:{b: c}]",
        "a: |\n   \n b\n",
        "a: \ufeffb",
    ],
)
def test_what_libyaml_reads_in_another_way_never_gets_to_it(text: str) -> None:
    assert not read_alike(text)


def test_everyday_text_is_read_by_libyaml() -> None:
    """Else the service has lost its speed: PyYAML without libyaml, or a rule that refuses too much."""
    text = '# a\tremark!\n"*": {go: x, phrases: {zh: [你好!, 查订单]}}\nhttp://x: a!b&c=d*e\nb: |\n  text\n  more\n'
    assert read_alike(text)


def test_without_libyaml_everything_works(without_libyaml: None) -> None:
    assert not read_alike("a: 1")
    shown, told = read("a: [1, 二]\n")
    assert (shown[1], told) == ("mapping", [])
    assert read("a: [\n")[1] == [
        "f.yaml:1:4: found a [ that is not closed, expected a comma or ] (hint: close the list with ])"
    ]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_places_are_characters_whatever_the_letters_and_line_ends(ending: str) -> None:
    problems = Problems()
    text = f"\ufeff中文: 😀x{ending}é: {{名: [一, 二]}}{ending}"
    [(_, first), (_, second)] = compose(text, "f.yaml", problems).items()
    [(_, names)] = second.items()
    assert [str(each.place) for each in (first, second, *names.sequence())] == [
        "f.yaml:1:5",
        "f.yaml:2:4",
        "f.yaml:2:9",
        "f.yaml:2:12",
    ]


def test_a_problem_told_by_the_first_parser_is_not_told_twice() -> None:
    """A key used twice above a broken line: both parsers meet it."""
    _, told = read("a: 1\na: 2\nb: [\n")
    assert [line.split(", expected")[0] for line in told] == [
        "f.yaml:2:1: found key 'a' again",
        "f.yaml:3:4: found a [ that is not closed",
    ]

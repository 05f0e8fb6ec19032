"""Documents: every value knows its place, every problem is told, nothing an admin or an attacker writes raises."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calls.documents import Node, Problems, compose, open_document


def read(text: str) -> Node:
    return compose(text, "f.yaml", Problems())


def told(node: Node) -> list[str]:
    return [problem.told() for problem in node.problems]


SYNTAX = {
    "a:\n\tb: 1\n": "f.yaml:2:1: found a tab, expected spaces (hint: YAML is indented with spaces, never with tabs)",
    "a: [1, 2\nb: 3\n": "f.yaml:1:4: found a [ that is not closed, expected a comma or ] (hint: close the list with ])",
    "flows: [": "f.yaml:1:8: found a [ that is not closed, expected a comma or ] (hint: close the list with ])",
    "a: [1,\n# end\n": "f.yaml:1:4: found a [ that is not closed, expected a comma or ] (hint: close the list with ])",
    "a: &x [1, {b: ": "f.yaml:1:11: found a { that is not closed, expected a comma or } "
    "(hint: close the braces with })",
    "中: {文: [查订单, 订单}\nb: 1\n": "f.yaml:1:8: found a [ that is not closed, expected a comma or ] "
    "(hint: close the list with ])",
    "a: [x]]\n": "f.yaml:1:7: found a ] that closes nothing, expected brackets in pairs "
    "(hint: remove it, or write the [ that it closes)",
    "a: }\n": "f.yaml:1:4: found a } that closes nothing, expected braces in pairs "
    "(hint: remove it, or write the { that it closes)",
    "a: [\n- x\n]\n": "f.yaml:2:1: found a dash inside brackets, expected values with commas between them "
    "(hint: write [a, b], or take the brackets away)",
    "a: |\n x\ny\nb: 1\n": "f.yaml:3:1: found a line without a colon, expected key: value "
    "(hint: put ': ' after the key)",
    "a: \ud800\n": "f.yaml:1:4: found the character U+D800, expected readable text (hint: remove it)",
    'a: "\\ud800"\n': "f.yaml:1:4: found the character U+D800, expected readable text (hint: remove it)",
    '"a\\0": 1\n': "f.yaml:1:1: found the character U+0000, expected readable text (hint: remove it)",
    "中文: 名\t字\n": "f.yaml:1:6: found a tab, expected spaces (hint: YAML is indented with spaces, never with tabs)",
    "{a: 1": "f.yaml:1:1: found a { that is not closed, expected a comma or } (hint: close the braces with })",
    "a: 1\n b: 2\n": "f.yaml:2:3: found a colon where no key can be, expected one key a line (hint: check the "
    "indentation of this line and the one above, or put quotes around a text that holds ': ')",
    "- a\nb: 1\n": "f.yaml:2:1: found a line that fits nothing above, expected the same indentation as its neighbours "
    "(hint: lines of one list or of one set of keys begin in the same column)",
    "a: 'x\nb: y\n": "f.yaml:1:4: found a quoted text without its end, expected the closing quote "
    "(hint: quotes come in pairs)",
    "a: @x\n": "f.yaml:1:4: found a special character, expected a key or a value (hint: put quotes around it)",
    "a: \x00\n": "f.yaml:1:4: found the character U+0000, expected readable text (hint: remove it)",
    "a: 1\n---\nb: 2\n": "f.yaml:2:1: found a second document (---), expected one document in a file "
    "(hint: remove the line ---)",
    "a: 1\nb: 2\na: 3\n": "f.yaml:3:1: found key 'a' again, expected each key once "
    "(hint: it was used at line 1 already; remove one)",
    "a: *no\n": "f.yaml:1:4: found *no, expected the name of a finished value "
    "(hint: write &no before the value that is meant, above this line)",
    "a: &x [*x]\n": "f.yaml:1:8: found *x, expected the name of a finished value "
    "(hint: write &x before the value that is meant, above this line)",
    "<<: {a: 1}\n": "f.yaml:1:1: found <<, expected plain keys "
    "(hint: merging (<<) is not used here; write the keys out or use *name)",
    "a: !!python/name:os.system x\n": "f.yaml:1:4: found the tag tag:yaml.org,2002:python/name:os.system, "
    "expected a plain value (hint: remove the word that begins with !)",
    "? [a]\n: b\n": "f.yaml:1:3: found a list, expected a key of plain text "
    "(hint: a text that begins with { or [ needs quotes)",
}


@pytest.mark.parametrize("text", SYNTAX)
def test_wrong_yaml_is_told_where_it_is(text: str) -> None:
    assert told(read(text)) == [SYNTAX[text]]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n", "~", "---\n", "\ufeff"])
def test_a_blank_document_is_a_problem(text: str) -> None:
    """P24: an admin saves a blank file."""
    assert told(read(text)) == [
        "f.yaml:1:1: found a blank file, expected a document (hint: nothing is written in this file)"
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert [key.written for key, _ in read("\ufeffnumbers: 1").items()] == ["numbers"]


@pytest.mark.parametrize(
    "written", ["0755", "1", "0", "yes", "no", "on", "off", "1_000", "0x1F", "12:30:45", "1e3", ".5"]
)
def test_what_is_written_is_never_guessed_at(written: str) -> None:
    node = read(f"{written}: {written}")
    [(key, value)] = node.items()
    assert (key.text(), value.text(), len(node.problems)) == (written, written, 0)


def test_star_and_hash_are_keys_in_quotes() -> None:
    assert [key.text() for key, _ in read('{"*": a, "#": b, 1: c}').items()] == ["*", "#", "1"]


def test_a_bare_star_key_is_explained() -> None:
    assert '(hint: the star key is written "*")' in told(read("*: a\n"))[0]


def test_an_alias_stands_for_its_value() -> None:
    fields = read("a: &menu {go: x}\nb: *menu\n").mapping(("a", "b"))
    assert fields.of("b").mapping(("go",)).of("go").text() == "x"


def test_places_count_from_one() -> None:
    value = read("a:\n  b: x\n").mapping(("a",)).of("a").mapping(("b",)).of("b")
    assert str(value.place) == "f.yaml:2:6"


# --- readers --------------------------------------------------------------------------------------------------


VALUES = {
    "integer": ("7.5", "whole number", "007", "", "[1]"),
    "number": ("x", "1.", "1e3", "{a: 1}"),
    "seconds": ("20 parsecs", "-3s", "fast"),
    "name": ("no space", "名字", "../up", "a\\nb", "x" * 65),
    "boolean": ("maybe", "1", "[yes]"),
    "text": ("", "~", "[a]", "{a: 1}", '"  "'),
}


@pytest.mark.parametrize(("reader", "written"), [(reader, each) for reader, texts in VALUES.items() for each in texts])
def test_a_reader_reports_what_it_cannot_read_and_returns_its_default(reader: str, written: str) -> None:
    node = read(f"k: {written}").mapping(("k",)).of("k")
    default = {"integer": 3, "number": 3.0, "seconds": 3.0, "name": "d", "boolean": True, "text": "d"}[reader]
    assert getattr(node, reader)(default) == default
    assert len(node.problems) == 1


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("20s", 20), ("3m", 180), ("1.5s", 1.5), ("5", 5), ("500ms", 0.5), ("1h", 3600), ("2 m", 120)],
)
def test_times(written: str, seconds: float) -> None:
    node = read(written)
    assert (node.seconds(), len(node.problems)) == (seconds, 0)


def test_values_out_of_range() -> None:
    node = read("{a: 11, b: 2m, c: 0.5}")
    fields = node.mapping("abc")
    fields.of("a").integer(5, least=0, most=10)
    fields.of("b").seconds(20, most=60)
    fields.of("c").number(least=1)
    assert told(node) == [
        "f.yaml:1:5: found '11', expected a value from 0 to 10",
        "f.yaml:1:12: found '2m', expected a value from 0 to 60 seconds",
        "f.yaml:1:19: found '0.5', expected a value of at least 1",
    ]


def test_keys_unknown_and_missing_are_all_told() -> None:
    node = read("queeu: orders\nprioritty: 5\n")
    node.mapping(("queue", "priority", "after"), required=("queue",))
    assert told(node) == [
        "f.yaml:1:1: found no 'queue', expected the key 'queue'",
        "f.yaml:1:1: found key 'queeu', expected one of queue, priority, after (hint: did you mean 'queue'?)",
        "f.yaml:2:1: found key 'prioritty', expected one of queue, priority, after (hint: did you mean 'priority'?)",
    ]


def test_an_absent_value_gives_the_default_and_no_problem() -> None:
    node = read("{a: 1}")
    absent = node.mapping(("a", "b")).of("b")
    values = (
        absent.text("x"),
        absent.integer(2),
        absent.seconds(3),
        absent.boolean(True),
        absent.items(),
        absent.sequence(),
    )
    assert (values, len(node.problems)) == (("x", 2, 3, True, [], []), 0)


def test_a_word_out_of_a_list() -> None:
    node = read("strateggy")
    assert node.one_of(("strategy", "random"), "random") == "random"
    assert told(node) == [
        "f.yaml:1:1: found 'strateggy', expected one of strategy, random (hint: did you mean 'strategy'?)"
    ]


def test_one_text_or_several() -> None:
    assert read("[a, b]").texts() == ("a", "b")
    assert read("a").texts() == ("a",)
    empty = read("[]")
    assert (empty.texts(), len(empty.problems)) == ((), 1)


# --- made to hurt ---------------------------------------------------------------------------------------------


def test_a_bomb_of_aliases_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    node = read("\n".join(lines))
    assert not node.present
    assert [problem.code for problem in node.problems] == ["too-big"]


def test_aliases_cannot_smuggle_depth() -> None:
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 60)]
    assert [problem.code for problem in read("\n".join(lines)).problems] == ["too-deep"]


@pytest.mark.parametrize("text", ["[" * 2000, "{a: " * 2000, "- " * 200 + "x"])
def test_endless_nesting_is_refused(text: str) -> None:
    assert "too-deep" in [problem.code for problem in read(text).problems]


def test_a_huge_file_is_refused_unread() -> None:
    assert [problem.code for problem in read("x" * 2_000_001).problems] == ["too-big"]


@given(st.text(alphabet=st.sampled_from("ab01 :-[]{}#&*!|>'\"%@`,?\n\t\\é中\x07~<"), max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_text_raises(text: str) -> None:
    node = read(text)
    assert node.present or len(node.problems) > 0


# --- files ----------------------------------------------------------------------------------------------------


def _missing(file: str) -> str:
    raise FileNotFoundError(2, "No such file or directory", file)


def _latin(file: str) -> str:
    return b"name: Jos\xe9".decode("utf-8")


@pytest.mark.parametrize(
    ("reading", "found"),
    [
        (_missing, "queues.yaml: No such file or directory, expected a file that can be read"),
        (_latin, "queues.yaml in another encoding (byte 9), expected a file in UTF-8 (hint: save it as UTF-8)"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_where_it_was_named(reading: object, found: str) -> None:
    problems = Problems()
    named_at = compose("include:\n  - queues.yaml\n", "main.yaml", problems)
    at = named_at.mapping(("include",)).of("include").sequence()[0]
    assert callable(reading)
    assert not open_document("queues.yaml", reading, problems, at).present
    assert [problem.told() for problem in problems] == [f"main.yaml:2:5: found {found}"]

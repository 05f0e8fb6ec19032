"""Outgoing actions: nothing that a value holds becomes syntax."""

from __future__ import annotations

import pytest
from asterisk.ami import Action, SimpleAction
from hypothesis import given
from hypothesis import strategies as st

from telephony.ami.actions import LONGEST_LINE, MOST_LINES, render
from telephony.ami.errors import UnsafeValue

BREAKS = ["\r", "\n", "\0", "\r\n", "x\r\nAction: Originate", "\n\n"]


def lines(action: Action) -> list[str]:
    return render(action, "7").decode().split("\r\n")


def test_an_action() -> None:
    action = Action("Originate", {"Channel": "PJSIP/1003", "Async": "true", "Timeout": 30}, {"caller": "王"})
    assert lines(action) == [
        "Action: Originate",
        "ActionID: 7",
        "Channel: PJSIP/1003",
        "Async: true",
        "Timeout: 30",
        "Variable: caller=王",
        "",
        "",
    ]


def test_a_list_is_a_repeated_header() -> None:
    assert lines(SimpleAction("X", Codecs=["alaw", "ulaw"]))[2:4] == ["Codecs: alaw", "Codecs: ulaw"]


@pytest.mark.parametrize("bad", BREAKS)
@pytest.mark.parametrize(
    "make",
    [
        lambda bad: SimpleAction("Ping" + bad),
        lambda bad: Action("Ping", {"Key" + bad: "1"}),
        lambda bad: SimpleAction("Ping", Key="secret" + bad),
        lambda bad: SimpleAction("Ping", Key=["fine", "secret" + bad]),
        lambda bad: Action("Originate", {}, {"name" + bad: "1"}),
        lambda bad: Action("Originate", {}, {"name": "secret" + bad}),
        lambda bad: SimpleAction("Originate", Variable="a=secret" + bad),
        lambda bad: SimpleAction("Originate", Variable=["a=1", "b=secret" + bad]),
    ],
)
def test_line_breaks_and_nul_are_refused(make: object, bad: str) -> None:
    assert callable(make)
    with pytest.raises(UnsafeValue) as refused:
        render(make(bad), "7")
    assert "secret" not in str(refused.value) + repr(refused.value)


@pytest.mark.parametrize("bad", BREAKS)
def test_in_the_action_id_too(bad: str) -> None:
    with pytest.raises(UnsafeValue):
        render(SimpleAction("Ping"), "7" + bad)


@pytest.mark.parametrize("name", ["", " ", "A: B", "A:", "Ключ", "A B"])
def test_what_is_no_header_name(name: str) -> None:
    with pytest.raises(UnsafeValue, match="no header name"):
        render(Action("Ping", {name: "1"}), "7")


@pytest.mark.parametrize("name", ["", "a=b"])
def test_what_is_no_variable_name(name: str) -> None:
    with pytest.raises(UnsafeValue, match="no variable name"):
        render(Action("Originate", {}, {name: "1"}), "7")


def test_no_name_at_all() -> None:
    with pytest.raises(UnsafeValue, match="without a name"):
        render(SimpleAction(""), "7")


def test_a_lone_surrogate_is_refused_without_being_quoted() -> None:
    with pytest.raises(UnsafeValue, match="UTF-8") as refused:
        render(SimpleAction("Login", Key="secret\ud800"), "7")
    assert "secret" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_line_that_asterisk_would_throw_away() -> None:
    fits = "x" * (LONGEST_LINE - len("Key: "))
    assert f"Key: {fits}" in lines(SimpleAction("Ping", Key=fits))
    with pytest.raises(UnsafeValue, match="above 1022 bytes"):
        render(SimpleAction("Ping", Key=fits + "x"), "7")
    with pytest.raises(UnsafeValue, match="above 1022 bytes"):
        render(SimpleAction("Ping", Key="语" * 400), "7")


def test_more_lines_than_asterisk_takes() -> None:
    fits = {f"Key-{n}": "1" for n in range(MOST_LINES - 2)}
    assert len(lines(Action("Ping", fits))) == MOST_LINES + 2
    with pytest.raises(UnsafeValue, match="129 lines"):
        render(Action("Ping", {**fits, "One": "more"}), "7")


@pytest.mark.parametrize("end", ["\u2028", "\u0085", "\x0b", "\x0c"])
def test_letters_that_others_take_for_line_ends_pass(end: str) -> None:
    assert f"Key: a{end}b" in render(SimpleAction("X", Key=f"a{end}b"), "7").decode().split("\r\n")


def asterisk_splits(value: str) -> list[str]:
    """ast_app_separate_args(value, ',', remove_chars=1) of Asterisk's main/app.c, followed literally."""
    found, current, at = [], "", 0
    paren = bracket = 0
    quote = False
    while at < len(value):
        char = value[at]
        if char == "\\":
            at += 1
            current += value[at : at + 1]
        elif char == '"':
            quote = not quote
        elif char == "," and not (paren or bracket or quote):
            found.append(current)
            current = ""
        else:
            paren = max(0, paren + (char == "(") - (char == ")"))
            bracket = max(0, bracket + (char == "[") - (char == "]"))
            current += char
        at += 1
    return [*found, current]


@given(st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]), max_size=60))
def test_a_variable_reaches_asterisk_as_it_is(value: str) -> None:
    (line,) = [line for line in lines(Action("Originate", {}, {"caller": value})) if line.startswith("Variable: ")]
    assert asterisk_splits(line.removeprefix("Variable: ")) == [f"caller={value}"]


def test_a_comma_in_a_caller_name_sets_no_second_variable() -> None:
    action = Action("Originate", {}, {"caller": "Bob,CHANNEL(language)=en"})
    (line,) = [line for line in lines(action) if line.startswith("Variable: ")]
    assert asterisk_splits(line.removeprefix("Variable: ")) == ["caller=Bob,CHANNEL(language)=en"]


def test_a_function_can_be_set() -> None:
    (line,) = [line for line in lines(Action("Originate", {}, {"PJSIP_HEADER(add,X-Call)": "1"})) if "Variable" in line]
    assert asterisk_splits(line.removeprefix("Variable: ")) == ["PJSIP_HEADER(add,X-Call)=1"]

"""Expressions in a call: what is known there, templates, and any text whatever."""

from __future__ import annotations

import math
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.profile import Profile
from ivr.expression_checks import mistakes
from ivr.expression_tokens import Wrong
from ivr.expression_tree import Found, Name
from ivr.expressions import Expression, as_text, expression, is_true
from ivr.known import Knowledge
from ivr.surroundings import Nowhere, QueueState
from ivr.templates import LONGEST, LONGEST_VALUE, template
from ivr.walk import Walk
from tests.unit.ivr.plans import plan_of
from tests.unit.ivr.stories import NOW

PLAN = plan_of(
    "  start: [hang_up]\n",
    "numbers: {100: start}\nlanguages: [zh]\nzone: Asia/Shanghai\nhours: {office: {zone: UTC, week: {tue: '22:00-23:00'}}}\n",
)


def _walk(profile: Profile | None = None) -> Walk:
    world = Nowhere(
        {"orders": QueueState(waiting=4, ready=2, expected_wait=61.5)}, caller=profile or Profile(known=False)
    )
    return Walk(PLAN, "start", "zh", NOW, surroundings=world, dialled="95105")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("queue.orders.waiting", "4"),
        ("queue('orders').ready", "2"),
        ("queue.orders.expected_wait", "61.5"),
        ("queue.other.expected_wait", ""),
        ("call.number", "95105"),
        ("call.language", "zh"),
        ("time.date", "2023-11-15"),
        ("time.clock", "06:13"),
        ("time.weekday", "wed"),
        ("open.office", "yes"),
        ("open.other", "no"),
        ("caller.segment", "vip"),
        ("caller.class", "vip"),
        ("caller.value", "5"),
        ("caller.tags", "gold,new"),
        ("caller.branch", "xiamen"),
        ("caller.dialect", ""),
        ("caller.__class__", ""),
        ("caller.known", "yes"),
    ],
)
def test_what_is_known_in_a_call(written: str, text: str) -> None:
    walk = _walk(Profile("vip", 5.0, tags=("gold", "new"), other={"branch": "xiamen"}))
    assert as_text(walk.value(expression(written))) == text


def test_a_template_is_filled_with_texts_that_are_safe() -> None:
    walk = _walk()
    walk.variables["x"] = "a\r\nb\x00\u202ec\x1b[31m" + "9" * 500
    filled = walk.filled(template("订单 {x}, {{braces}}, {nothing}."))
    assert filled == f"订单 abc[31m{'9' * (LONGEST_VALUE - 12)}, {{braces}}, ."


LANGUAGE = """caller call queue time open and or not in if else yes no x order_no waiting value hour orders == != < <= >
>= + - * / ( ) [ ] , . ' " '' 1 3m 999999999999999 1.5"""
WORDS = st.sampled_from([*LANGUAGE.split(), " "])
TEXTS = st.one_of(
    st.text(max_size=600),
    st.text(string.printable, max_size=100),
    st.lists(WORDS, max_size=60).map(" ".join),
    st.lists(WORDS, max_size=60).map("".join),
)
VALUES: st.SearchStrategy[Found] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.lists(st.text(max_size=5), max_size=3).map(tuple),
)


class Anything:
    """Every name has some value."""

    def __init__(self, values: list[Found]) -> None:
        self._values = values

    def find(self, name: Name) -> Found:
        return self._values[sum(map(ord, "".join(name.parts))) % len(self._values)]


def _bounded(value: Found) -> bool:
    match value:
        case bool() | None:
            return True
        case int() | float():
            return math.isfinite(value) and abs(value) <= 1e15
        case _:
            return len(as_text(value)) < 10_000


@given(TEXTS, st.lists(VALUES, min_size=1, max_size=5))
def test_any_text_is_an_expression_or_wrong_and_any_value_is_borne(text: str, values: list[Found]) -> None:
    try:
        written = expression(text)
    except Wrong as wrong:
        at = wrong.at
    else:
        at = 0
        _is_borne(written, Anything(values))
    assert 0 <= at <= len(text)


def _is_borne(written: Expression, scope: Anything) -> None:
    value = written.value(scope)
    assert is_true(value) is written.holds(scope)
    assert isinstance(as_text(value), str)
    assert _bounded(value) or isinstance(value, str | tuple)
    assert all(isinstance(mistake, Wrong) for mistake in mistakes(written.tree))
    Knowledge(_walk()).find(next(written.names, Name(("x",), 0)))


@given(TEXTS, st.lists(VALUES, min_size=1, max_size=5))
def test_any_template_is_filled_within_its_bounds(text: str, values: list[Found]) -> None:
    try:
        filled = template(text).filled(Anything(values))
    except Wrong:
        return
    assert len(filled) <= LONGEST

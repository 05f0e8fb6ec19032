"""Phrases that a caller, and a machine, would take for each other."""

from __future__ import annotations

import pytest

from ivr.alike import phrases_alike
from tests.unit.ivr.plans import whole_plan


def found(one: str, two: str, language: str) -> list[str]:
    plan = whole_plan(f"""
numbers: {{"95105": main}}
languages: [{language}]
flows:
  main:
    - menu:
        prompt: main_menu
        choices:
          1: {{go: bye, phrases: {{{language}: ["{one}", "{one}"]}}}}
          2: {{go: bye, phrases: {{{language}: ["{two}"]}}}}
        noinput: {{then: bye}}
  bye:
    - hang_up
""")
    return [problem.found for problem in phrases_alike(plan)]


@pytest.mark.parametrize(
    ("one", "two", "language"),
    [("订单", "定单", "zh"), ("是", "四", "zh"), ("my order", "my orders", "en"), ("投诉", "投诉", "zh")],
)
def test_two_choices_that_sound_alike_are_told(one: str, two: str, language: str) -> None:
    told = found(one, two, language)
    assert told
    assert f"'{one}' of key 1 and '{two}' of key 2" in told[0]
    assert language in told[0]


@pytest.mark.parametrize(("one", "two", "language"), [("订单", "投诉", "zh"), ("my order", "complaint", "en")])
def test_others_are_not_and_neither_is_a_choice_with_itself(one: str, two: str, language: str) -> None:
    assert found(one, two, language) == []

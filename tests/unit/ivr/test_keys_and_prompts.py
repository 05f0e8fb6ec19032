"""P23: what becomes of a key pressed early, by every combination of flags."""

from __future__ import annotations

import pytest

from calls.happenings.menu import Heard, Pressed
from ivr.actions import Collect, Play
from tests.unit.ivr.plans import plan_of
from tests.unit.ivr.stories import notes, session_of, tell

FLOWS = """
  start:
    - say: {prompt: first, barge_in: %s}
    - say: {prompt: second, barge_in: %s}
    - menu:
        prompt: main
        choices: {1: one, %s}
        noinput: {then: end}
        nomatch: {prompts: [wrong], then: end}
        barge_in: %s
  one: [{enqueue: orders}]
  two: [{enqueue: wealth}]
  end: [hang_up]
"""
SHORT, LONG = "2: two", "12: two"

TABLE = [
    # first  second  keys   menu   what follows a 1 that stopped the first prompt
    ("yes", "yes", SHORT, "yes", ["enqueue orders"]),
    ("yes", "no", SHORT, "yes", ["play second", "enqueue orders"]),
    ("yes", "yes", SHORT, "no", ["ask main"]),
    ("yes", "no", SHORT, "no", ["play second", "ask main"]),
    ("yes", "yes", LONG, "yes", ["ask "]),
    ("yes", "no", LONG, "yes", ["play second", "ask "]),
    ("yes", "yes", LONG, "no", ["ask main"]),
]


@pytest.mark.parametrize(("first", "second", "keys", "menu", "follows"), TABLE)
def test_a_key_that_stops_a_prompt(first: str, second: str, keys: str, menu: str, follows: list[str]) -> None:
    session = session_of(plan_of(FLOWS % (first, second, keys, menu)))
    tell(session, ["done"])
    seen = tell(session, ["done 1"])
    if seen == ["play second"]:
        seen += tell(session, ["done"])
    assert seen == follows


@pytest.mark.parametrize(("flag", "stop_on"), [("yes", "0123456789*#"), ("no", "")])
def test_only_a_prompt_with_barge_in_is_stopped_by_keys(flag: str, stop_on: str) -> None:
    session = session_of(plan_of(FLOWS % (flag, "no", SHORT, "yes")))
    tell(session, ["done"])
    asked = session.outstanding
    assert isinstance(asked, Play)
    assert asked.stop_on == stop_on


@pytest.mark.parametrize("flag", [True, False])
def test_the_menu_hands_its_flag_to_the_switch(flag: bool) -> None:
    session = session_of(plan_of(FLOWS % ("no", "no", SHORT, "yes" if flag else "no")))
    tell(session, ["done", "done", "done"])
    asked = session.outstanding
    assert isinstance(asked, Collect)
    assert asked.barge_in is flag


def test_the_key_pressed_ahead_counts_with_those_that_follow() -> None:
    session = session_of(plan_of(FLOWS % ("yes", "yes", LONG, "yes")))
    tell(session, ["done", "done 1"])
    asked = session.outstanding
    assert isinstance(asked, Collect)
    assert (asked.prompts, asked.max_digits, asked.terminator, asked.first_within) == ((), 1, "#", 2.5)
    assert tell(session, ["keys 2"]) == ["enqueue wealth"]


def test_the_key_pressed_ahead_is_enough_when_none_follows() -> None:
    session = session_of(plan_of(FLOWS % ("yes", "yes", LONG, "yes")))
    assert tell(session, ["done", "done 1", "silence"]) == ["play first", "ask ", "enqueue orders"]


def test_a_wrong_key_pressed_ahead_is_used_up() -> None:
    session = session_of(plan_of(FLOWS % ("yes", "yes", SHORT, "yes")))
    assert tell(session, ["done", "done 9", "keys 1"]) == ["play first", "ask wrong+main", "enqueue orders"]


def test_the_record_tells_which_prompt_a_key_cut() -> None:
    session = session_of(plan_of(FLOWS % ("yes", "no", SHORT, "yes")))
    assert notes(session, ["done", "done 1", "done"])[:3] == [
        Heard("start.1", "first", whole=False),
        Heard("start.2", "second", whole=True),
        Pressed("start.3", "1"),
    ]


@pytest.mark.parametrize(("flag", "whole"), [("yes", False), ("no", True)])
def test_a_menu_without_barge_in_was_heard_whole(flag: str, whole: bool) -> None:
    session = session_of(plan_of(FLOWS % ("no", "no", SHORT, flag)))
    tell(session, ["done", "done", "done"])
    assert notes(session, ["keys 1"])[0] == Heard("start.3", "main", whole)


def test_keys_pressed_ahead_mean_nothing_behind_a_queue() -> None:
    flows = """
  start:
    - say: {prompt: first, barge_in: yes}
    - enqueue: {queue: orders, after: survey}
  survey:
    - menu: {prompt: main, choices: {1: end}, noinput: {then: end}}
  end: [hang_up]
"""
    session = session_of(plan_of(flows))
    assert tell(session, ["done", "done 1", "served"]) == ["play first", "enqueue orders", "ask main"]

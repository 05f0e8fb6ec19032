"""Digits taken by rules: every rule in a table, and any sequence of keys and time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.digit_entry import DigitEntry
from calls.switch import Collected, InputEnd, InputRules

KEYS = "0123456789*#ABCD"
COMPLETE, TERMINATOR, TIMED_OUT = InputEnd.COMPLETE, InputEnd.TERMINATOR, InputEnd.TIMED_OUT
ONE, FOUR = InputRules(), InputRules(max_digits=4, terminator="#", first_within=5.0, next_within=2.5)
DEAF = InputRules(max_digits=2, barge_in=False, first_within=5.0, next_within=2.5)


def played(rules: InputRules, story: str) -> DigitEntry:
    """`3@1 over@2 4@3 tick@9`: what happens, and when."""
    entry = DigitEntry(rules)
    for word in story.split():
        what, _, at = word.partition("@")
        match what:
            case "over":
                entry.prompt_over(float(at))
            case "tick":
                entry.tick(float(at))
            case _:
                entry.receive(what, float(at))
    return entry


@pytest.mark.parametrize(
    ("rules", "story", "result"),
    [
        (ONE, "3@0", Collected("3", COMPLETE)),
        (ONE, "over@1 #@2", Collected("#", COMPLETE)),
        (ONE, "over@1 tick@5.9", None),
        (ONE, "over@1 tick@6", Collected("", TIMED_OUT)),
        (ONE, "tick@99", None),
        (FOUR, "1@0 2@1 #@2", Collected("12", TERMINATOR)),
        (FOUR, "#@0", Collected("", TERMINATOR)),
        (FOUR, "over@0 1@1 2@2 3@3 4@4", Collected("1234", COMPLETE)),
        (FOUR, "over@0 1@4.9 tick@7.3", None),
        (FOUR, "over@0 1@4.9 tick@7.4", Collected("1", TIMED_OUT)),
        (FOUR, "1@0 over@1 tick@3.4", None),
        (FOUR, "1@0 over@1 tick@3.5", Collected("1", TIMED_OUT)),
        (FOUR, "1@0 tick@2.5", Collected("1", TIMED_OUT)),
        (FOUR, "1@0 #@1 2@2 over@3 tick@99", Collected("1", TERMINATOR)),
        (DEAF, "1@0 over@1 tick@5.9", None),
        (DEAF, "1@0 over@1 2@2 3@3", Collected("23", COMPLETE)),
        (DEAF, "1@0 over@1 tick@6", Collected("", TIMED_OUT)),
        (InputRules(max_digits=0), "over@0 1@1", Collected("1", COMPLETE)),
        (InputRules(first_within=0.0), "over@1 tick@1", Collected("", TIMED_OUT)),
    ],
)
def test_the_rules(rules: InputRules, story: str, result: Collected | None) -> None:
    assert played(rules, story).result == result


@pytest.mark.parametrize(
    ("rules", "story", "begun"),
    [(FOUR, "", False), (FOUR, "1@0", True), (FOUR, "#@0", True), (DEAF, "1@0", False), (FOUR, "over@0", False)],
)
def test_a_prompt_stops_when_an_entry_has_begun(rules: InputRules, story: str, begun: bool) -> None:
    assert played(rules, story).begun is begun


rules_of = st.builds(
    InputRules,
    st.integers(1, 5),
    st.sampled_from(["", "#", "*"]),
    st.floats(0.1, 9.0),
    st.floats(0.1, 9.0),
    st.booleans(),
)
steps = st.lists(st.tuples(st.sampled_from([*KEYS, "over", "tick"]), st.floats(0.0, 3.0)), max_size=20)


@given(rules_of, steps)
def test_whatever_happens_the_first_end_stays_and_digits_are_only_those_keyed(
    rules: InputRules, story: list[tuple[str, float]]
) -> None:
    entry, now, keyed = DigitEntry(rules), 0.0, ""
    for what, later in story:
        now += later
        before = entry.result
        match what:
            case "over":
                entry.prompt_over(now)
            case "tick":
                entry.tick(now)
            case _:
                keyed += what
                entry.receive(what, now)
        assert before is None or entry.result == before
        assert entry.result is None or entry.next_deadline() is None
    if entry.result is not None:
        assert entry.result.digits in keyed
        assert rules.terminator == "" or rules.terminator not in entry.result.digits
        assert len(entry.result.digits) <= rules.max_digits


@given(rules_of, steps)
def test_after_the_prompt_silence_always_ends_it(rules: InputRules, story: list[tuple[str, float]]) -> None:
    entry, now = DigitEntry(rules), 0.0
    for what, later in story:
        now += later
        if what not in ("over", "tick"):
            entry.receive(what, now)
    entry.prompt_over(now)
    deadline = entry.next_deadline()
    entry.tick(now if deadline is None else deadline)
    assert entry.result is not None

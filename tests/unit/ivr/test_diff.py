"""What a new plan changes, in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.diff import diff, paired
from tests.unit.ivr.plans import whole_plan

OLD = """
numbers: {"95105": main, "95106": main, "95107": main}
languages: [zh, en]
hours:
  office: {zone: Asia/Shanghai, week: {mon-fri: "09:00-18:00"}}
flows:
  main:
    - say: greeting
    - menu:
        prompt: main_menu
        choices: {1: orders, 2: {go: orders, scenario: order.new}}
        noinput: {tries: 3, then: bye}
  orders:
    - enqueue: orders
  returns:
    - enqueue: {queue: returns, priority: 3}
  bye:
    - hang_up
"""


def changed(old: str, *edits: tuple[str, str]) -> list[str]:
    new = old
    for before, after in edits:
        assert before in new
        new = new.replace(before, after)
    return diff(whole_plan(old), whole_plan(new))


def test_the_same_plan_changes_nothing_wherever_it_is_written() -> None:
    assert changed(OLD) == []
    assert changed(OLD, ("flows:", "# a comment\n\nflows:")) == []


def test_a_key_that_moved_and_the_numbers_that_now_reach_a_queue() -> None:
    assert changed(OLD, ("2: {go: orders", "2: {go: returns")) == [
        "3 numbers now reach queue returns (95105, 95106, 95107)",
        "menu main: key 2 moved from orders to returns",
    ]


def test_a_queue_that_nobody_reaches_any_more() -> None:
    told = changed(OLD, ("- enqueue: orders", "- enqueue: other"))
    assert "3 numbers no longer reach queue orders (95105, 95106, 95107)" in told
    assert "flow orders: step 1 (enqueue): queue orders -> other" in told


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('"95107": main', '"95108": orders', "number 95107 is gone: it began in main"),
        ('"95107": main', '"95108": orders', "number 95108 is new: it begins in orders"),
        ('"95107": main', '"95107": orders', "number 95107 begins in orders, not in main"),
        ("1: orders,", "1: orders, 3: bye,", "menu main: key 3 is new: to bye"),
        ("1: orders,", "", "menu main: key 1 is gone: it led to orders"),
        ("order.new", "order.next", "menu main: key 2: scenario order.new -> order.next"),
        ("tries: 3", "tries: 2", "menu main: noinput tries 3 -> 2"),
        (
            "- say: greeting",
            "- say: [greeting, closed]",
            "flow main: step 1 (say): prompts greeting -> greeting, closed",
        ),
        ("priority: 3", "priority: 4", "flow returns: step 1 (enqueue): priority 3 -> 4"),
        ("languages: [zh, en]", "languages: [zh]", "languages zh, en -> zh"),
        ("  bye:\n    - hang_up", "  bye:\n    - say: goodbye\n    - hang_up", "flow bye: step 1 (say) is new"),
        ("languages:", "at_most: 60s\nlanguages:", "at_most 900 -> 60"),
    ],
)
def test_one_difference_is_told_in_words(before: str, after: str, told: str) -> None:
    assert told in changed(OLD, (before, after))


def test_a_flow_that_is_new_and_one_that_is_gone() -> None:
    told = changed(OLD, ("  returns:\n", "  refunds:\n"))
    assert told == ["flow refunds is new", "flow returns is gone"]


def test_holidays_in_a_row_are_one_line() -> None:
    days = ", ".join(f"2026-10-{day:02}: closed" for day in range(1, 8))
    told = changed(OLD, ('week: {mon-fri: "09:00-18:00"}', f'week: {{mon-fri: "09:00-18:00"}}, exceptions: {{{days}}}'))
    assert told == ["hours office: closed on 1-2 October 2026", "hours office: closed on 5-7 October 2026"]


def test_a_week_that_changes() -> None:
    told = changed(
        OLD, ("mon-fri", "mon-thu"), ('"09:00-18:00"}', '"09:00-18:00", sat: ["09:00-12:00", "13:00-17:00"]}')
    )
    assert told == [
        "hours office: closed on Fridays, not open 09:00-18:00",
        "hours office: open 09:00-12:00 and 13:00-17:00 on Saturdays, not closed",
    ]


STEPS = ("- say: greeting", "- hours: {of: office, closed: bye}", "- language: en")


@given(st.lists(st.sampled_from(STEPS), max_size=6), st.lists(st.sampled_from(STEPS), max_size=6))
def test_pairs_hold_every_step_once_and_in_order(before: list[str], after: list[str]) -> None:
    old, new = (
        whole_plan(OLD.replace("    - hang_up", "\n".join(f"    {s}" for s in (*steps, "- hang_up"))))
        for steps in (before, after)
    )
    pairs = paired(old.flows["bye"].steps, new.flows["bye"].steps)
    assert [one for one, _ in pairs if one] == list(old.flows["bye"].steps)
    assert [two for _, two in pairs if two] == list(new.flows["bye"].steps)
    assert all(type(one) is type(two) for one, two in pairs if one and two)
    assert (diff(old, new) == []) == (before == after)

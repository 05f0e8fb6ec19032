"""`branch`, `notice` and `lookup`: the way taken, the notice heard or not, and what an admin may write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from calls.happenings.menu import Heard
from calls.profile import Profile
from ivr.actions import Play
from ivr.events import Done, Gone
from ivr.surroundings import Nowhere, QueueState
from tests.unit.ivr.data_talk import HEAD, Talk, problems

NOON = datetime(2026, 10, 2, 4, 0, tzinfo=UTC).timestamp()
"""12:00 in Asia/Shanghai."""
BRANCH = "branch: [{when: caller.segment == 'vip', go: vip}, {when: queue.orders.expected_wait > 3m, go: busy}%s]"
VIP, LONG = Profile(segment="vip"), {"orders": QueueState(3, 1, 200.0)}


@pytest.mark.parametrize(
    ("around", "heard"),
    [
        (Nowhere(caller=VIP), "vip"),
        (Nowhere(LONG, caller=VIP), "vip"),
        (Nowhere(LONG), "busy"),
        (Nowhere({"orders": QueueState(3, 1, 180.0)}), "other"),
        (Nowhere({"orders": QueueState(3, 0, None)}), "other"),
        (Nowhere(), "other"),
    ],
)
def test_the_first_way_whose_condition_is_true_is_taken(around: Nowhere, heard: str) -> None:
    assert Talk(BRANCH % ", {otherwise: other}", around=around).asked == [f"play {heard}"]


def test_without_a_true_one_the_next_step_follows() -> None:
    assert Talk(BRANCH % "").asked == ["play next_step"]


def test_the_long_form_means_the_same() -> None:
    step = "branch: {ways: [{when: x > 5, go: vip}], otherwise: other}"
    assert Talk(step, variables={"x": 6}).asked == ["play vip"]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("branch", "ways such as {when: caller.segment == 'vip', go: orders}"),
        ("branch: []", "found no way"),
        ("branch: [{otherwise: other}]", "ways such as"),
        ("branch: [{when: x > 5}]", "expected the key 'go'"),
        ("branch: [{when: x >, go: vip}]", "expected"),
        ("branch: [{when: x > 5, go: vpi}]", "did you mean 'vip'?"),
        ("branch: [{when: y > 5, go: vip}]", "a variable that some step gives a value"),
        ("branch: [{when: x > 5, go: vip, then: busy}]", "'then'"),
        ("branch: [{otherwise: other}, {when: x > 5, go: vip}]", "'otherwise'"),
    ],
)
def test_what_is_no_branch(step: str, expected: str) -> None:
    assert any(expected in problem for problem in problems(step)), problems(step)


TIMED = 'notice: {name: storm, prompt: warning, from: "2026-10-01 09:00", until: "2026-10-03 18:00"}'
DAY = 86400.0


@pytest.mark.parametrize(
    ("now", "switches", "heard"),
    [
        (NOON, {}, True),
        (NOON - 2 * DAY, {}, False),
        (NOON + 2 * DAY, {}, False),
        (NOON - 27 * 3600, {}, True),  # the very moment it begins
        (NOON - 27 * 3600 - 1, {}, False),
        (NOON + 30 * 3600 - 1, {}, True),
        (NOON + 30 * 3600, {}, False),  # the very moment it ends
        (NOON, {"notice.storm": False}, False),
        (NOON + 2 * DAY, {"notice.storm": True}, True),
        (NOON, {"notice.other": False}, True),
    ],
)
def test_a_notice_goes_by_its_switch_and_untouched_by_the_clock(
    now: float, switches: Mapping[str, bool], heard: bool
) -> None:
    talk = Talk(TIMED, now, Nowhere(switches=switches))
    assert talk.asked == (["play warning"] if heard else ["play next_step"])


@pytest.mark.parametrize(
    ("when", "now", "heard"),
    [("", NOON, False), (', from: "2026-10-01"', NOON, True), (', until: "2026-10-01"', NOON, False)],
)
def test_half_of_the_times_or_none(when: str, now: float, heard: bool) -> None:
    talk = Talk(f"notice: {{name: storm, prompt: warning{when}}}", now)
    assert (talk.asked == ["play warning"]) is heard


ON = Nowhere(switches={"notice.storm": True})


def test_a_key_stops_it_and_counts_in_the_menu_that_follows() -> None:
    talk = Talk("notice: {name: storm, prompt: warning}", around=ON).tell(Done("1"))
    assert talk.session.step == "start.2"
    assert talk.notes == [Heard("start.1", "warning", whole=False)]


def test_without_barge_in_no_key_stops_it() -> None:
    talk = Talk("notice: {name: storm, prompt: warning, barge_in: no}", around=ON)
    assert isinstance(talk.session.outstanding, Play)
    assert talk.session.outstanding.stop_on == ""


def test_who_hangs_up_in_it_heard_a_part() -> None:
    talk = Talk("notice: {name: storm, prompt: warning}", around=ON).tell(Gone())
    assert (talk.session.over, talk.notes) == (True, [Heard("start.1", "warning", whole=False)])


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("prompt: w", "expected the key 'name'"),
        ("name: storm", "expected the key 'prompt'"),
        ('name: storm, prompt: w, from: "2026-10-02", until: "2026-10-01"', "a moment after `from`"),
        ('name: storm, prompt: w, from: "2026-10-02", until: "2026-10-02"', "a moment after `from`"),
        ("name: storm, prompt: w, from: tomorrow", "a moment such as 2026-10-01 09:00"),
        ('name: storm, prompt: w, from: "2026-10-02T09:00+08:00"', "the plan's own `zone` counts"),
        ('name: "st orm", prompt: w', "expected"),
    ],
)
def test_what_is_no_notice(keys: str, expected: str) -> None:
    found = problems(f"notice: {{{keys}}}")
    assert any(expected in problem for problem in found), found


def test_a_time_needs_a_zone() -> None:
    assert any("zone" in problem for problem in problems(TIMED, HEAD.replace("zone: Asia/Shanghai\n", "")))

"""`branch`, `notice` and `lookup`: the way taken, the notice heard or not, and what an admin may write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from calls.events import Caller
from calls.happenings.menu import Heard, Remembered
from calls.profile import Profile, Values
from ivr.actions import LookUp, Note, Play
from ivr.events import Done, Event, Found, Gone, NotFound, Started
from ivr.session import Session
from ivr.surroundings import Nowhere, QueueState
from tests.unit.ivr.plans import plan_of, told
from tests.unit.ivr.stories import NOW, short

WAYS = "".join(f"  {name}: [say: {name}, hang_up]\n" for name in ("vip", "busy", "other", "failed"))
HEAD = "numbers: {100: start}\nlanguages: [zh]\nzone: Asia/Shanghai\n"
NOON = datetime(2026, 10, 2, 4, 0, tzinfo=UTC).timestamp()
"""12:00 in Asia/Shanghai."""
NOBODYS = Nowhere()


class Talk:
    """One caller at the first step of a plan, with what was asked for and written down so far."""

    def __init__(self, step: str, now: float = NOW, around: Nowhere = NOBODYS, variables: Values | None = None) -> None:
        end = "" if "otherwise: other}]" in step else "    - say: next_step\n    - hang_up\n"
        given = "    - set: {x: 0, order: 0}\n    - goto: start\n"
        plan = plan_of(f"  start:\n    - {step}\n{end}{WAYS}  given:\n{given}", HEAD)
        caller = Caller("13800001111")
        self.now, self.asked, self.notes = now, list[str](), list[object]()
        self.session = Session.resume(plan, "start.1", now, "zh", "100", caller, around, variables=variables or {})
        self.tell(Started())

    def tell(self, event: Event) -> Talk:
        for action in self.session.receive(event, self.now):
            if isinstance(action, Note):
                self.notes.append(action.happening)
            else:
                self.asked.append(short(action))
        return self


def problems(step: str, head: str = HEAD) -> list[str]:
    return told(
        f"{head}flows:\n  start:\n    - {step}\n    - hang_up\n{WAYS}  given: [set: {{x: 0, order: 0}}, hang_up]\n"
    )


# --- branch

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


# --- notice

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


# --- lookup

LOOKUP = (
    'lookup: {csv: data/orders.csv, where: no, equals: "{order}", into: {state: state, x: {path: total, type: number}}'
    "%s, otherwise: other, failed: failed}"
)


def test_it_asks_with_the_names_it_uses_and_keeps_the_answer() -> None:
    talk = Talk(LOOKUP % "", variables={"order": "1003"})
    asked = talk.session.outstanding
    assert isinstance(asked, LookUp)
    assert (asked.values, asked.step, asked.inquiry.within, asked.inquiry.retries) == (
        {"order": "1003"},
        "start.1",
        3,
        1,
    )
    talk.tell(Found({"state": "open", "x": 12.5}))
    assert talk.notes == [Remembered("state", "open"), Remembered("x", "12.5")]
    assert talk.asked[-1] == "play next_step"


def test_what_a_caller_chose_is_made_safe_before_it_is_asked_with() -> None:
    talk = Talk(LOOKUP % "", variables={"order": "10\r\n\x1b[2J\u202e03" + "9" * 500})
    assert isinstance(talk.session.outstanding, LookUp)
    assert talk.session.outstanding.values["order"].startswith("10[2J0399")
    assert len(talk.session.outstanding.values["order"]) <= 200


@pytest.mark.parametrize(
    ("event", "heard"), [(NotFound("nothing"), "other"), (NotFound("late", failed=True), "failed")]
)
def test_without_an_answer_nothing_of_an_earlier_one_stays(event: NotFound, heard: str) -> None:
    talk = Talk(LOOKUP % "", variables={"order": "1", "state": "open", "x": 7}).tell(event)
    assert talk.session.variables == {"order": "1", "state": "", "x": ""}
    assert talk.asked[-1] == f"play {heard}"


def test_a_failure_goes_the_way_of_nothing_found_where_no_other_is_written() -> None:
    step = (LOOKUP % "").replace(", failed: failed", "")
    assert Talk(step, variables={"order": "1"}).tell(replace(NotFound("late"), failed=True)).asked[-1] == "play other"


def test_a_secret_answer_is_masked_and_so_is_what_comes_of_it() -> None:
    step = LOOKUP % ", secret: yes" + "\n    - set: {twice: x * 2, much: x > 5}"
    talk = Talk(step, variables={"order": "1"}).tell(Found({"state": "open", "x": 12}))
    assert talk.notes == [
        Remembered("state", "****", secret=True),
        Remembered("x", "**", secret=True),
        Remembered("twice", "**", secret=True),
        Remembered("much", "yes"),
    ]


def test_who_hangs_up_while_it_is_asked_is_gone() -> None:
    talk = Talk(LOOKUP % "", variables={"order": "1"}).tell(Gone())
    assert (talk.session.over, talk.notes) == (True, [])


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("into: {x: a}", "expected one of url, sql and csv"),
        ('csv: a.csv, where: no, equals: "1"', "expected the key 'into'"),
        ('csv: a.csv, url: "https://crm.example", where: no, equals: "1", into: {x: a}', "found url and csv"),
        ('csv: ../a.csv, where: no, equals: "1", into: {x: a}', "a file in the plan's own folder"),
        ('csv: /etc/passwd, where: no, equals: "1", into: {x: a}', "a file in the plan's own folder"),
        ("csv: a.csv, into: {x: a}", "the key 'where'"),
        ('csv: a.csv, where: no, equals: "1", method: POST, into: {x: a}', "the key 'method' of url"),
        ('url: "https://{x}/a", into: {x: a}', "a host without names in braces"),
        ('url: "file:///etc/passwd", into: {x: a}', "begins with https:// or http://"),
        ('url: "https://crm.example", headers: {Host: evil}, into: {x: a}', "a header that may be set"),
        ('url: "https://crm.example", into: {x: {path: a, type: colour}}', "'colour'"),
        ('url: "https://crm.example", into: {caller: a}', "this word has a meaning of its own"),
        ('url: "https://crm.example/{secret.crm}", into: {x: a}', "secret"),
        ('url: "https://crm.example", timeout: 60s, into: {x: a}', "20"),
        ('url: "https://crm.example", retries: 9, into: {x: a}', "3"),
        ('sql: "SELECT 1 AS a", into: {x: a}', "the key 'database'"),
    ],
)
def test_what_is_no_lookup(keys: str, expected: str) -> None:
    found = problems(f"lookup: {{{keys}}}")
    assert any(expected in problem for problem in found), found

"""Test cases of a dialplan: how they are read, played, and how a failure is told."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from calls.problems import Problems
from calls.profile import Profile
from ivr.actions import LookUp
from ivr.case_loading import load_cases
from ivr.events import Found, NotFound
from ivr.rehearsal import Case, Played, play
from ivr.scenes import ComesBack, HangsUp, IsServed, IsSilent, Presses, Says
from ivr.sources import CsvSource, Inquiry
from ivr.surroundings import QueueState
from tests.unit.ivr.plans import whole_plan

PLAN = whole_plan("""
numbers: {"95105": main}
languages: [zh, en]
flows:
  main:
    - say: greeting
    - menu:
        prompt: main_menu
        choices: {1: {go: orders, scenario: order}, 2: {language: en, go: bye}}
        noinput: {tries: 2, prompts: [noinput], then: bye}
  orders:
    - enqueue: {queue: orders, after: bye, otherwise: phone}
  phone:
    - transfer: {to: "1003", otherwise: bye}
  bye:
    - hang_up: {say: goodbye}
  storm:
    - notice: {name: storm, prompt: closed}
    - set: {vip: "yes"}
    - say: closed
    - enqueue: wealth
""")


def read(text: str) -> list[Case]:
    problems = Problems()
    cases = load_cases("cases.yaml", text, PLAN, UTC, "95105", problems)
    assert [problem.told() for problem in problems] == []
    return cases


def told(text: str) -> list[str]:
    problems = Problems()
    load_cases("cases.yaml", text, PLAN, UTC, "95105", problems)
    return [problem.told() for problem in problems]


def played(doings: str, expect: str) -> Played:
    [found] = play(PLAN, read(f"cases:\n  - name: a case\n    do: {doings}\n    expect: {expect}\n"))
    return found


@pytest.mark.parametrize(
    ("doings", "expect"),
    [
        ("[press 1]", "{hears: [greeting, main_menu], scenario: order, ends: queue orders}"),
        ("press 2", "{language: en, ends: hang up}"),
        ("[press 1, served]", "{hears: [main_menu, goodbye], ends: hang up}"),
        ("[press 1, not taken]", "{ends: transfer 1003}"),
        ("[press 1, not taken, not taken]", "{hears: [goodbye], ends: hang up}"),
        ("[silence]", "{hears: [main_menu, noinput, main_menu, goodbye], never_hears: [closed]}"),
        ("[hang up]", "{ends: gone, never_hears: [goodbye]}"),
        ("[say 查订单]", "{hears: [noinput]}"),
    ],
)
def test_a_case_that_holds(doings: str, expect: str) -> None:
    assert played(doings, expect).failures == ()


@pytest.mark.parametrize(
    ("expect", "failure"),
    [
        ("{ends: queue wealth}", "expected the end to be queue wealth, found queue orders"),
        ("{scenario: refund}", "expected the scenario to be refund, found order"),
        ("{language: en}", "expected the language to be en, found zh"),
        ("{variables: {vip: yes}}", "expected the variable vip to be yes, found none"),
        ("{never_hears: [greeting]}", "expected never to hear greeting, but it was heard"),
        (
            "{hears: [main_menu, greeting]}",
            "expected to hear greeting after main_menu, but heard greeting, main_menu",
        ),
        ("{hears: [closed]}", "expected to hear closed first, but heard greeting, main_menu"),
    ],
)
def test_a_case_that_does_not_hold_says_what_was_found(expect: str, failure: str) -> None:
    assert played("[press 1]", expect).failures == (failure,)


def test_everything_of_a_scene_is_read() -> None:
    [case] = read("""
cases:
  - name: a rich man at night
    to: "95106"
    from: "13911112222"
    at: 2026-10-01 21:30
    language: en
    profile: {segment: vip, value: 8000000, tags: [loud], wait_limit: 30s, city: Xiamen, "code": "7"}
    queues: {wealth: {waiting: 3, ready: 1, expected_wait: 3m}}
    switches: {notice.storm: on}
    habits: {main.2: {1: 7}}
    lookups: {storm.1: {state: shipped, count: 2, paid: yes}, storm.2: nothing, storm.3: failed}
    do: [press 1*, say 查 订单, silence, served, not taken, hang up]
    expect: {ends: hang up}
""")
    scene = case.scene
    assert (scene.number, scene.caller.number, scene.language) == ("95106", "13911112222", "en")
    assert scene.at == 1790890200.0
    assert scene.doings == (Presses("1*"), Says("查 订单"), IsSilent(), IsServed(), ComesBack(), HangsUp())
    world = scene.surroundings
    assert world.queue("wealth") == QueueState(3, 1, 180.0)
    assert world.forced("notice.storm") is True
    assert world.habits("main.2") == {"1": 7}
    assert world.profile() == Profile(
        "vip", 8000000.0, tags=("loud",), wait_limit=30.0, other={"city": "Xiamen", "code": "7"}
    )
    asked = [LookUp(Inquiry(CsvSource("a", "b", "c"), {}), {}, f"storm.{count}") for count in range(1, 5)]
    assert [scene.look_up(each) for each in asked] == [
        Found({"state": "shipped", "count": 2, "paid": True}),
        NotFound("nothing"),
        NotFound("failed", failed=True),
        NotFound("this case gives no answer", failed=True),
    ]


def test_times_are_on_the_clock_of_the_centre() -> None:
    text = "cases:\n  - {name: a, at: 2026-10-01 09:00, expect: {ends: hang up}}\n"
    at = [load_cases("c", text, PLAN, zone, "1", Problems())[0].scene.at for zone in (UTC, ZoneInfo("Asia/Shanghai"))]
    assert at[0] - at[1] == 8 * 3600


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("cases: [{name: a}]", "cases.yaml:1:9: found no 'expect', expected the key 'expect'"),
        ("cases: [{name: a, expect: {end: x}}]", "cases.yaml:1:28: found key 'end', expected one of"),
        ("cases: [{name: a, do: [jump], expect: {ends: x}}]", "found 'jump', expected press KEYS, say WORDS"),
        ("cases: [{name: a, do: [press x], expect: {ends: x}}]", "found 'press x', expected press KEYS"),
        ("cases: [{name: a, at: noon, expect: {ends: x}}]", "expected a date and a time such as 2026-10-01 09:00"),
        ("cases: [{name: a, expect: {never_hears: [closd]}}]", "1:42: found 'closd', expected a prompt of the plan"),
        ("cases: [{name: a, expect: {hears: gretting}}]", "did you mean 'greeting'?"),
        ("cases: [{name: a, expect: {variables: {vib: x}}}]", "expected a variable that some step gives a value"),
        ("cases: [{name: a, queues: {welth: {}}, expect: {ends: x}}]", "did you mean 'wealth'?"),
        ("cases: [{name: a, switches: {notice.strom: on}, expect: {ends: x}}]", "did you mean 'notice.storm'?"),
        ("cases: [{name: a, habits: {main.9: {1: 2}}, expect: {ends: x}}]", "expected a step of the plan"),
        ("cases: [{name: a, lookups: {strom.1: nothing}, expect: {ends: x}}]", "did you mean 'storm.1'?"),
        ("case: []", "found key 'case'"),
        ("", "found a blank file"),
    ],
)
def test_what_is_wrong_in_a_case_is_told_at_its_place(text: str, problem: str) -> None:
    assert any(problem in line for line in told(text)), told(text)

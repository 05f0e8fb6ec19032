"""Who asks to be called back: his number read out and confirmed, another one keyed, and what a plan may not write."""

from __future__ import annotations

import pytest

from calls.events import Caller
from calls.happenings.menu import Missed
from calls.happenings.visit import Failed
from calls.speaking import SpokenValue, ValueKind
from ivr.actions import AskCallback
from ivr.events import (
    CallbackKept,
    CallbackRefused,
    Digits,
    Done,
    Event,
    Gone,
    Started,
)
from ivr.session import Session
from tests.unit.ivr.leaving_talk import ENDS, NUMBER, Talk, problems, question
from tests.unit.ivr.plans import plan_of
from tests.unit.ivr.stories import NOW


def test_the_callers_number_is_read_out_and_confirmed() -> None:
    talk = Talk("callback: {queue: orders, priority: 3, manager: xiamen_1, then: kept, otherwise: lost}")
    spoken = SpokenValue(ValueKind.PHONE, NUMBER)
    assert question(talk).prompts == ("callback_number_is", spoken, "callback_confirm")
    talk.tell(Digits("1"))
    assert talk.last == AskCallback("orders", NUMBER, 3, "xiamen_1", "start.1")
    talk.tell(CallbackKept(), Done())
    assert talk.session.step == "kept.1"
    assert talk.asked[-2:] == ["play callback_kept", "hang up normal"]


def test_another_number_is_keyed_and_read_out_too() -> None:
    talk = Talk("callback: {queue: orders, otherwise: lost}").tell(Digits("2"))
    assert (question(talk).terminator, question(talk).max_digits) == ("#", 20)
    talk.tell(Digits("05921234567"))
    assert SpokenValue(ValueKind.PHONE, "05921234567") in question(talk).prompts
    talk.tell(Digits("1"), CallbackKept(), Done())
    assert talk.asked[-1] == "play next_step"


@pytest.mark.parametrize("number", ["", "anonymous", "\u202e12", "1" * 80])
def test_a_number_that_is_none_is_asked_for(number: str) -> None:
    assert question(Talk("callback: {queue: orders, otherwise: lost}", number)).prompts == ("callback_enter_number",)


def test_a_variable_gives_the_number_and_ask_gives_none() -> None:
    talk = Talk('callback: {queue: orders, number: "{phone}", otherwise: lost}', variables={"phone": "059200"})
    assert SpokenValue(ValueKind.PHONE, "059200") in question(talk).prompts
    talk = Talk("callback: {queue: orders, number: ask, otherwise: lost}")
    assert question(talk).prompts == ("callback_enter_number",)


def test_a_refusal_is_told_and_written_down() -> None:
    talk = Talk("callback: {queue: orders, otherwise: lost}").tell(Digits("1"), CallbackRefused("may not be dialled"))
    assert talk.asked[-1] == "play callback_refused"
    assert talk.noted(Failed) == [Failed("start.1: no callback: may not be dialled")]
    assert talk.tell(Done()).session.step == "lost.1"


@pytest.mark.parametrize(("keys", "why"), [("", "noinput"), ("7", "nomatch")])
def test_who_never_confirms_goes_on_after_three_tries(keys: str, why: str) -> None:
    talk = Talk("callback: {queue: orders, otherwise: lost}").tell(*[Digits(keys)] * 3)
    assert talk.session.step == "lost.1"
    assert talk.noted(Missed) == [Missed("start.1", why, attempt) for attempt in (1, 2, 3)]


def test_a_person_can_be_had_instead_of_a_callback() -> None:
    head = "numbers: {100: start}\nlanguages: [zh, en]\noperator: kept\n"
    plan = plan_of(f"  start:\n    - callback: {{queue: orders, otherwise: lost}}\n    - hang_up\n{ENDS}", head)
    session = Session.resume(plan, "start.1", NOW, "zh", "100", Caller(NUMBER))
    for event in (Started(), Digits("0")):
        session.receive(event, NOW)
    assert session.step == "kept.1"


def test_too_short_a_number_is_asked_again_and_in_the_end_given_up() -> None:
    talk = Talk("callback: {queue: orders, number: ask, otherwise: lost}").tell(*[Digits("1")] * 3)
    assert talk.session.step == "lost.1"


def test_a_caller_may_change_his_mind_for_ever_but_only_by_keys() -> None:
    talk = Talk("callback: {queue: orders, otherwise: lost}")
    talk.tell(*[Digits("2"), Digits("059200")] * 9)
    assert SpokenValue(ValueKind.PHONE, "059200") in question(talk).prompts


@pytest.mark.parametrize("before", [0, 1, 2])
def test_a_caller_hangs_up_in_a_callback(before: int) -> None:
    events: list[Event] = [Digits("1"), CallbackKept()]
    talk = Talk("callback: {queue: orders, otherwise: lost}").tell(*events[:before], Gone())
    assert talk.session.over


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ("callback: {queue: orders}", "otherwise"),
        ("callback: {otherwise: lost}", "queue"),
        ("callback: {queue: orders, number: '13900001111', otherwise: lost}", "in braces"),
        ("callback: {queue: orders, priority: 101, otherwise: lost}", "1 to 100"),
        ("callback: {queue: orders, otherwise: nowhere}", "nowhere"),
    ],
)
def test_what_a_callback_refuses(step: str, code: str) -> None:
    assert any(code in line for line in problems(step))

"""`message`, `callback` and `survey`: what a caller meets, key by key, and what an admin may write."""

from __future__ import annotations

import pytest

from ivr.actions import TakeMessage
from ivr.events import (
    Done,
    Event,
    Gone,
    MessageMissed,
    MessageTaken,
)
from tests.unit.ivr.leaving_talk import Talk, problems


def test_a_message_is_taken_and_the_caller_is_told_so() -> None:
    talk = Talk("message: {box: sales, at_least: 2s, at_most: 3m, silence: 4s, transcribe: no, then: kept}")
    assert talk.last == TakeMessage(("leave_message", "tone"), "zh", "start.1", "sales", 2, 180, 4, False)
    talk.tell(MessageTaken(7.0), Done())
    assert talk.asked == ["TakeMessage", "play message_kept", "hang up normal"]


def test_no_message_goes_another_way() -> None:
    talk = Talk("message: {box: sales, then: kept, otherwise: lost}").tell(MessageMissed("silence"))
    assert talk.session.step == "lost.1"


@pytest.mark.parametrize("event", [MessageTaken(1.0), MessageMissed("the disk is full")])
def test_without_flows_the_next_step_follows_a_message_or_none(event: Event) -> None:
    talk = Talk("message: sales").tell(event)
    if isinstance(event, MessageTaken):
        talk.tell(Done())
    assert talk.asked[-1] == "play next_step"


def test_who_said_too_little_is_asked_once_more() -> None:
    talk = Talk("message: {box: sales, then: kept, otherwise: lost}").tell(MessageMissed("0.4 s", again=True))
    assert isinstance(talk.last, TakeMessage)
    assert talk.last.prompts == ("message_too_short", "tone")
    assert talk.tell(MessageMissed("0.4 s", again=True)).session.step == "lost.1"


def test_nothing_is_heard_when_nothing_is_to_be_heard() -> None:
    talk = Talk("message: {box: sales, kept: message_kept, otherwise: lost}").tell(MessageMissed("silence"))
    assert talk.session.step == "lost.1"


def test_a_caller_hangs_up_in_a_message() -> None:
    assert Talk("message: sales").tell(Gone()).session.over


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ("message: {box: sales, at_least: 5s, at_most: 2s}", "more than at_least"),
        ("message: {}", "box"),
        ("message: {box: ../etc}", "name"),
        ("message: {box: sales, at_most: 9h}", "600"),
        ("message: {box: sales, silence: 0s}", "1 to 30"),
    ],
)
def test_what_a_message_refuses(step: str, code: str) -> None:
    assert any(code in line for line in problems(step))

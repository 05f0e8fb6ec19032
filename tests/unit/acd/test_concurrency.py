"""Who may have several contacts gets one more beside those he has, and never more than he may."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acd.messages import Absent, Away, Joined, KnownPerson, Paused, Readied, Recovered, Refusal, Talk
from acd.states import PersonState
from calls.ids import CallId, OfferId, PersonId
from tests.unit.acd.scene import START, Scene, agent, changed, made, orders

TWO_LINES = replace(agent("1001", wrap_up=30, orders=5), concurrency=2)
ONE = PersonId("1001")


@pytest.fixture
def scene() -> Scene:
    return Scene([TWO_LINES], [orders()])


def test_a_second_caller_rings_beside_the_first_and_a_third_waits(scene: Scene) -> None:
    scene.joins("call-1")
    scene.talks("1001")
    assert made(scene.joins("call-2")) == [("call-2", "1001")]
    assert scene.state("1001") is PersonState.TALKING
    scene.answers_second()
    assert made(scene.joins("call-3")) == []
    assert len(scene.snapshot().talks) == 2


def test_only_one_phone_call_rings_at_a_time(scene: Scene) -> None:
    scene.joins("call-1")
    assert made(scene.joins("call-2")) == []


def test_whoever_has_nobody_is_asked_before_him() -> None:
    scene = Scene([TWO_LINES, agent("1002", orders=5)], [orders()])
    scene.joins("call-1")
    scene.talks("1001")
    scene.after(60)
    assert made(scene.joins("call-2")) == [("call-2", "1002")]


def test_wrap_up_begins_with_the_end_of_the_last_conversation(scene: Scene) -> None:
    scene.joins("call-1")
    scene.talks("1001")
    scene.joins("call-2")
    scene.answers_second()
    scene.ends_call("1001", "call-1")
    assert scene.state("1001") is PersonState.TALKING
    assert made(scene.joins("call-3")) == [("call-3", "1001")]
    scene.declines("1001", Refusal.BUSY)
    scene.ends_call("1001", "call-2")
    assert scene.state("1001") is PersonState.WRAP_UP


def test_a_phone_that_rings_when_the_first_ends_rings_on(scene: Scene) -> None:
    scene.joins("call-1")
    scene.talks("1001")
    scene.joins("call-2")
    assert changed(scene.ends_call("1001", "call-1"))[-1][1] is PersonState.RINGING
    scene.talks("1001")
    assert scene.state("1001") is PersonState.TALKING


def test_a_refused_second_call_leaves_the_first_alone_and_waits_a_moment(scene: Scene) -> None:
    scene.joins("call-1")
    scene.talks("1001")
    scene.joins("call-2")
    scene.declines("1001", Refusal.BUSY)
    assert scene.state("1001") is PersonState.TALKING
    assert made(scene.joins("call-3")) == []
    assert made(scene.after(11)) == [("call-3", "1001")]


def test_who_wants_no_more_gets_no_second_until_he_does(scene: Scene) -> None:
    scene.joins("call-1")
    scene.talks("1001")
    scene.tell(Paused(ONE, "busy day"))
    assert made(scene.joins("call-2")) == []
    assert made(scene.tell(Readied(ONE))) == [("call-2", "1001")]


def test_one_call_at_a_time_unless_more_is_written() -> None:
    scene = Scene([agent("1001", orders=5)], [orders()])
    scene.joins("call-1")
    scene.talks("1001")
    assert made(scene.joins("call-2")) == []


def test_after_a_restart_a_second_rings_beside_the_conversation_that_was_found(scene: Scene) -> None:
    """A killed service: who talks with one has room for one more, and a caller found waiting is his at once."""
    talk = Talk(OfferId("old-1"), CallId("call-1"), ONE, "orders", START - 40)
    known = KnownPerson(ONE, PersonState.TALKING, "call call-1", START - 40, None, reachable=True, busy=False)
    waiting = Joined(CallId("call-2"), "orders", 1, START - 20)
    assert made(scene.restart(Recovered([known], [waiting], (), [talk]))) == [("call-2", "1001")]
    scene.answers_second()
    assert made(scene.joins("call-3")) == []


def test_after_a_restart_he_is_asked_when_his_pause_ends_though_he_talks(scene: Scene) -> None:
    talk = Talk(OfferId("old-1"), CallId("call-1"), ONE, "orders", START)
    known = KnownPerson(ONE, PersonState.TALKING, "call call-1", START, None, reachable=True, busy=False)
    away = (Away(START, START + 50, "leave"),)
    assert made(scene.restart(Recovered([known], [], (), [talk]))) == []
    scene.tell(Absent(ONE, away))
    assert made(scene.joins("call-2")) == []
    assert made(scene.after(51)) == [("call-2", "1001")]


def test_no_second_caller_for_who_should_have_left_by_now(scene: Scene) -> None:
    scene.joins("call-1")
    scene.talks("1001")
    scene.tell(Absent(ONE, (Away(START + 10, START + 70, "leave"),)))
    scene.after(20)
    assert made(scene.joins("call-2")) == []
    assert made(scene.after(51)) == [("call-2", "1001")]

"""P1, P18, P19: one state machine per person; busy is busy; a refusal is remembered."""

from __future__ import annotations

import pytest

from acd.messages import (
    Occupied,
    Paused,
    PersonChanged,
    Reachable,
    Readied,
    Refusal,
    SignedOut,
    TalkEnded,
    WrapUpDone,
    WrapUpProlonged,
)
from acd.person_moves import LONGEST_WRAP_UP
from acd.queues import Queue
from acd.states import OfferState, PersonState
from calls.errors import IllegalStep
from calls.ids import CallId
from tests.unit.acd.scene import START, Scene, agent, changed, closed, made, only, orders
from tests.unit.acd.two_agents import ONE, TWO


@pytest.fixture
def one() -> Scene:
    return Scene([agent("1001", wrap_up=30, orders=5, wealth=5)], [orders(), Queue("wealth", skill={"wealth": 5})])


def test_wrap_up_is_not_ended_by_another_queue(one: Scene) -> None:
    one.joins("call-1", "orders")
    one.talks("1001")
    one.joins("call-2", "wealth", priority=9)
    assert changed(one.ends("1001")) == [("1001", PersonState.WRAP_UP, "wrap-up")]
    assert made(one.after(29.9)) == []
    assert one.person("1001").until == START + 30
    assert made(one.after(0.2)) == [("call-2", "1001")]


def test_wrap_up_may_be_ended_early(one: Scene) -> None:
    one.joins("call-1")
    one.talks("1001")
    one.ends("1001")
    one.tell(WrapUpDone(ONE))
    assert one.state("1001") is PersonState.READY
    assert one.tell(WrapUpDone(ONE)) == []


def test_a_wrap_up_may_be_made_longer_but_not_for_ever(one: Scene) -> None:
    one.joins("call-1")
    one.talks("1001")
    one.ends("1001")
    (told,) = only(one.tell(WrapUpProlonged(ONE, START + 60)), PersonChanged)
    assert (told.after, told.until) == (PersonState.WRAP_UP, START + 60)
    assert one.tell(WrapUpProlonged(ONE, START + 20)) == []
    one.after(59)
    assert one.state("1001") is PersonState.WRAP_UP
    one.tell(WrapUpProlonged(ONE, START + 9999))
    assert one.person("1001").until == START + LONGEST_WRAP_UP
    one.after(LONGEST_WRAP_UP)
    assert one.state("1001") is PersonState.READY
    assert one.tell(WrapUpProlonged(ONE, START + 9999)) == []


def test_an_old_wrap_up_deadline_does_not_end_the_next_wrap_up(one: Scene) -> None:
    one.joins("call-1")
    one.talks("1001")
    one.ends("1001")
    one.after(10)
    one.tell(Readied(ONE))
    one.joins("call-2")
    one.talks("1001")
    one.after(10)
    one.ends("1001")
    one.after(25)
    assert one.state("1001") is PersonState.WRAP_UP


def test_a_pause_asked_for_in_conversation_comes_after_the_wrap_up(one: Scene) -> None:
    one.joins("call-1")
    one.talks("1001")
    (told,) = only(one.tell(Paused(ONE, "lunch")), PersonChanged)
    assert (told.before, told.after) == (PersonState.TALKING, PersonState.TALKING)
    assert (told.wish, told.wish_reason) == (PersonState.NOT_READY, "lunch")
    one.ends("1001")
    assert one.state("1001") is PersonState.WRAP_UP
    one.after(30)
    assert (one.state("1001"), one.person("1001").reason) == (PersonState.NOT_READY, "lunch")


def test_readiness_taken_back_before_the_talk_ended(one: Scene) -> None:
    one.joins("call-1")
    one.talks("1001")
    one.tell(Paused(ONE, "lunch"))
    one.tell(Readied(ONE))
    one.ends("1001")
    one.after(30)
    assert one.state("1001") is PersonState.READY


def test_who_signs_out_in_wrap_up_is_gone_at_once(one: Scene) -> None:
    one.joins("call-1")
    one.talks("1001")
    one.ends("1001")
    one.tell(SignedOut(ONE))
    assert (one.state("1001"), one.person("1001").reason) == (PersonState.LOGGED_OUT, "signed out")
    one.tell(Reachable(ONE, reachable=True))
    assert one.state("1001") is PersonState.LOGGED_OUT
    one.tell(Readied(ONE))
    assert one.state("1001") is PersonState.READY


def test_a_talk_that_is_not_his_does_not_end_it(one: Scene) -> None:
    one.joins("call-1")
    one.talks("1001")
    assert one.tell(TalkEnded(ONE, CallId("call-0"))) == []
    assert one.tell(TalkEnded(TWO, CallId("call-1"))) == []
    assert one.state("1001") is PersonState.TALKING


def test_a_missed_ring_is_forgotten_when_everybody_has_refused() -> None:
    scene = Scene([agent("1001", orders=5), agent("1002", orders=5)], [orders()])
    scene.joins("call-1")
    scene.declines("1001", Refusal.NO_ANSWER)
    scene.tell(Readied(ONE))
    scene.after(5)
    scene.declines("1002", Refusal.REJECTED)
    assert made(scene.after(14.9)) == []
    assert made(scene.after(0.2)) == [("call-1", "1001")]


def test_a_missed_ring_counts_while_somebody_else_may_come() -> None:
    scene = Scene([agent("1001", orders=5), agent("1002", orders=5)], [orders()])
    scene.tell(Paused(TWO, "lunch"))
    scene.joins("call-1")
    scene.declines("1001", Refusal.NO_ANSWER)
    scene.tell(Readied(ONE))
    assert made(scene.after(59)) == []
    assert made(scene.after(2)) == [("call-1", "1001")], "after a minute it does not count any more"


def test_a_pause_while_the_phone_rings_takes_the_offer_back(one: Scene) -> None:
    one.joins("call-1")
    one.rings("1001")
    (end,) = closed(one.tell(Paused(ONE, "lunch")))
    assert (end.offer.state, end.reason) == (OfferState.WITHDRAWN, "lunch")
    assert one.state("1001") is PersonState.NOT_READY
    assert made(one.tell(Readied(ONE))) == [("call-1", "1001")]


@pytest.mark.parametrize("event", [Readied(TWO), Paused(TWO, "lunch"), SignedOut(TWO)])
def test_a_person_who_is_not_there_is_told_so(one: Scene, event: Readied | Paused | SignedOut) -> None:
    with pytest.raises(IllegalStep, match="nobody is named '1002'"):
        one.tell(event)


def test_phones_of_people_not_in_the_plan_are_ignored(one: Scene) -> None:
    assert one.tell(Reachable(TWO, reachable=True)) == []
    assert one.tell(Occupied(TWO, busy=True)) == []


def test_the_same_pause_again_is_no_change(one: Scene) -> None:
    one.tell(Paused(ONE, "lunch"))
    one.after(60)
    assert one.tell(Paused(ONE, "lunch")) == []
    assert changed(one.tell(Paused(ONE, "meeting"))) == [("1001", PersonState.NOT_READY, "meeting")]
    assert one.person("1001").since == START + 60

"""Phones: in a call of their own, registered or not, unreachable, refusing; and what that makes of a person."""

from __future__ import annotations

import pytest

from acd.messages import (
    MakeOffer,
    Occupied,
    Paused,
    Reachable,
    Readied,
    Refusal,
)
from acd.queues import Queue
from acd.states import OfferState, PersonState
from tests.unit.acd.scene import START, Scene, agent, closed, made, only, orders
from tests.unit.acd.two_agents import ONE


@pytest.fixture
def one() -> Scene:
    return Scene([agent("1001", wrap_up=30, orders=5, wealth=5)], [orders(), Queue("wealth", skill={"wealth": 5})])


def test_who_is_in_a_call_of_his_own_is_not_offered(one: Scene) -> None:
    one.tell(Occupied(ONE, busy=True))
    assert (one.state("1001"), one.person("1001").reason) == (PersonState.NOT_READY, "on another call")
    assert made(one.joins("call-1")) == []
    assert made(one.tell(Occupied(ONE, busy=False))) == [("call-1", "1001")]


def test_who_takes_a_call_of_his_own_while_he_is_rung_is_not_rung_on(one: Scene) -> None:
    one.joins("call-1")
    one.rings("1001")
    (end,) = closed(one.tell(Occupied(ONE, busy=True)))
    assert (end.offer.state, end.reason) == (OfferState.WITHDRAWN, "on another call")
    assert one.waiting() == ["call-1"]


def test_a_call_of_his_own_does_not_end_wrap_up(one: Scene) -> None:
    one.joins("call-1")
    one.talks("1001")
    one.tell(Occupied(ONE, busy=True))
    one.ends("1001")
    assert one.state("1001") is PersonState.WRAP_UP
    one.after(30)
    assert (one.state("1001"), one.person("1001").reason) == (PersonState.NOT_READY, "on another call")


def test_a_seat_that_never_registered_is_logged_out() -> None:
    scene = Scene([agent("1001", orders=5)], [orders()], registered=False)
    assert (scene.state("1001"), scene.person("1001").reason) == (
        PersonState.LOGGED_OUT,
        "phone not registered",
    )
    scene.joins("call-1")
    assert made(scene.tell(Reachable(ONE, reachable=True))) == [("call-1", "1001")]


def test_saying_ready_does_not_bring_an_unregistered_phone_back(one: Scene) -> None:
    one.tell(Reachable(ONE, reachable=False))
    one.tell(Readied(ONE))
    assert one.state("1001") is PersonState.LOGGED_OUT


def test_a_pause_outlives_a_phone_that_went_away(one: Scene) -> None:
    one.tell(Paused(ONE, "lunch"))
    one.tell(Reachable(ONE, reachable=False))
    assert one.state("1001") is PersonState.LOGGED_OUT
    one.tell(Reachable(ONE, reachable=True))
    assert (one.state("1001"), one.person("1001").reason) == (PersonState.NOT_READY, "lunch")


def test_a_phone_that_vanishes_does_not_end_conversation_or_wrap_up(one: Scene) -> None:
    one.joins("call-1")
    one.talks("1001")
    one.tell(Reachable(ONE, reachable=False))
    assert one.state("1001") is PersonState.TALKING
    one.ends("1001")
    assert one.state("1001") is PersonState.WRAP_UP
    one.after(30)
    assert one.state("1001") is PersonState.LOGGED_OUT


@pytest.mark.parametrize("back", [Reachable(ONE, reachable=True), Readied(ONE)])
def test_an_unreachable_phone_logs_out_until_it_is_back(one: Scene, back: Reachable | Readied) -> None:
    one.joins("call-1")
    one.declines("1001", Refusal.UNREACHABLE)
    assert (one.state("1001"), one.person("1001").reason) == (PersonState.LOGGED_OUT, "phone unreachable")
    one.tell(back)
    assert one.state("1001") is PersonState.READY


@pytest.mark.parametrize(
    ("why", "state", "seconds"),
    [
        (Refusal.NO_ANSWER, PersonState.NOT_READY, None),
        (Refusal.REJECTED, PersonState.NOT_READY, None),
        (Refusal.DECLINED, PersonState.NOT_READY, None),
        (Refusal.BUSY, PersonState.NOT_READY, 10),
        (Refusal.FAILED, PersonState.NOT_READY, 10),
        (Refusal.UNREACHABLE, PersonState.LOGGED_OUT, None),
    ],
)
def test_what_a_refusal_means_for_an_agent(one: Scene, why: Refusal, state: PersonState, seconds: float | None) -> None:
    one.joins("call-1")
    one.declines("1001", why)
    person = one.person("1001")
    assert person.state is state
    assert person.until == (START + seconds if seconds else None)
    assert state is PersonState.LOGGED_OUT or person.reason == why.value
    one.after(3600)
    assert one.state("1001") is (PersonState.RESERVED if seconds else state) or one.log


def test_who_rejected_is_not_asked_again_for_this_caller(one: Scene) -> None:
    one.joins("call-1")
    one.declines("1001", Refusal.REJECTED)
    one.tell(Readied(ONE))
    assert one.state("1001") is PersonState.READY
    assert made(one.after(3600)) == []
    (offer,) = only(one.joins("call-2"), MakeOffer)
    assert offer.offer.because[0] == "queue orders: number 2 of 2 by priority 1, waited 0 s"
    assert one.snapshot().queue("orders").waiting[0].refused == {ONE: Refusal.REJECTED}

"""P20, P27: the customer is rung first, at his place, when a fitting person is about to be free; never more than people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acd.explanation import PassedOver, Verdict
from acd.messages import (
    Configured,
    GiveAway,
    Leaving,
    Left,
    MakeOffer,
    Paused,
    Present,
    Reachable,
    Readied,
)
from acd.queues import Onward, Overflow, Trigger
from acd.states import PersonState
from calls.ids import CallId
from tests.unit.acd.called_back import DIAL, away, called
from tests.unit.acd.scene import START, Scene, agent, made, only, orders
from tests.unit.acd.two_agents import ONE


@pytest.fixture
def one() -> Scene:
    return Scene([agent("1001", wrap_up=10, orders=5)], [orders()])


@pytest.fixture
def two() -> Scene:
    return Scene([agent("1001", wrap_up=10, orders=5), agent("1002", wrap_up=10, orders=5)], [orders()])


def test_with_a_free_person_he_is_rung_at_once_and_the_person_is_kept_for_him(one: Scene) -> None:
    decisions = away(one, "back")
    assert called(decisions) == ["back"]
    assert made(decisions) == []
    assert one.state("1001") is PersonState.READY
    assert made(one.joins("new")) == []


def test_who_is_kept_is_free_for_anybody_when_the_customer_was_not_reached(one: Scene) -> None:
    away(one, "back")
    one.joins("new")
    assert made(one.tell(Left(CallId("back"), Leaving.MOVED))) == [("new", "1001")]


def test_a_rule_on_the_time_waited_counts_from_when_he_came_to_the_line() -> None:
    late = Overflow(Trigger.WAITED, 60.0, Onward.BACK, "")
    scene = Scene([agent("1001", orders=5)], [replace(orders(), overflow=(late,))])
    scene.joins("talks")
    scene.talks("1001")
    away(scene, "back", waited=3600)
    assert only(scene.tell(Present(CallId("back"))), GiveAway) == []
    assert only(scene.after(59), GiveAway) == []
    assert [each.why for each in only(scene.after(1), GiveAway)] == ["waited 60 s"]


def test_who_is_kept_is_free_again_by_himself_if_nobody_says_how_it_ended(one: Scene) -> None:
    away(one, "back")
    one.joins("new")
    assert made(one.after(DIAL + 4.9)) == []
    assert made(one.after(0.2)) == [("new", "1001")]
    one.talks("1001")
    one.ends("1001")
    one.after(60)
    assert made(one.joins("newer")) == [("newer", "1001")]


def test_who_is_kept_and_goes_to_lunch_is_kept_no_more(one: Scene) -> None:
    away(one, "back")
    one.tell(Paused(ONE, "lunch"))
    assert made(one.tell(Present(CallId("back")))) == []
    assert made(one.tell(Readied(ONE))) == [("back", "1001")]


def test_who_is_kept_is_told_as_such_to_whom_asks_why(two: Scene) -> None:
    away(two, "back")
    (kept,) = two.dispatcher._centre.kept_free
    (offered,) = only(two.joins("new"), MakeOffer)
    assert offered.offer.explanation is not None
    assert PassedOver(kept, Verdict.IN_RESERVE) in offered.offer.explanation.passed_over


def test_who_is_kept_and_leaves_the_plan_is_kept_no_more(one: Scene) -> None:
    away(one, "back")
    one.tell(Configured([agent("1002", orders=5)], [orders()]))
    assert one.dispatcher._centre.kept_free == {}
    one.tell(Configured([agent("1001", orders=5)], [orders()]))
    one.tell(Reachable(ONE, reachable=True))
    assert made(one.joins("new")) == [("new", "1001")]


def test_callers_who_joined_later_do_not_overtake_him_for_ever() -> None:
    """One person, no wrap-up, and always somebody on the line: when he frees it is the turn of who joined first."""
    scene = Scene([agent("1001", orders=5)], [orders()])
    scene.joins("call-1")
    scene.talks("1001")
    scene.joins("call-2", since=START - 5)
    away(scene, "back", waited=100)
    assert called(scene.after(60)) == []
    decisions = scene.ends("1001")
    assert (called(decisions), made(decisions)) == (["back"], [])
    scene.after(10)
    assert made(scene.tell(Present(CallId("back")))) == [("back", "1001")]


def test_once_he_is_on_the_line_he_gets_the_person_in_the_same_answer(one: Scene) -> None:
    away(one, "back", waited=300)
    one.after(8)
    assert made(one.tell(Present(CallId("back")))) == [("back", "1001")]

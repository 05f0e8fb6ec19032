"""Whoever is called back is rung when his turn is near: not before, not after others, and never more than people will be free."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd.messages import (
    Joined,
    Leaving,
    Left,
    MakeOffer,
    Paused,
    Present,
    RaiseAlarm,
    Reachable,
    Readied,
    Recovered,
)
from acd.queues import Queue
from acd.states import PersonState
from calls.ids import CallId, PersonId
from tests.unit.acd.called_back import DIAL, away, called
from tests.unit.acd.scene import START, Scene, agent, made, only, orders
from tests.unit.acd.two_agents import ONE


@pytest.fixture
def one() -> Scene:
    return Scene([agent("1001", wrap_up=10, orders=5)], [orders()])


@pytest.fixture
def two() -> Scene:
    return Scene([agent("1001", wrap_up=10, orders=5), agent("1002", wrap_up=10, orders=5)], [orders()])


def test_while_everybody_talks_he_is_not_rung(one: Scene) -> None:
    one.joins("call-1")
    one.talks("1001")
    assert called(away(one, "back") + one.after(600)) == []


def test_he_is_rung_before_the_person_is_free(one: Scene) -> None:
    """The wrap-up of ten seconds ends while his phone rings."""
    one.joins("call-1")
    one.talks("1001")
    away(one, "back")
    one.after(60)
    decisions = one.ends("1001")
    assert one.state("1001") is PersonState.WRAP_UP
    assert called(decisions + one.after(1.5)) == ["back"]
    one.after(2)
    assert made(one.tell(Present(CallId("back")))) == []
    assert made(one.after(10)) == [("back", "1001")]


def test_many_who_talk_are_as_good_as_one_who_is_free() -> None:
    """Twenty people, each with a chance of one in twelve to be done in time: one and a half, so one is rung and no more."""
    people = [agent(str(number), orders=5) for number in range(20)]
    scene = Scene(people, [replace(orders(), handling=280.0)])
    for number in range(20):
        scene.joins(f"call-{number}")
    for number in range(20):
        scene.talks(str(number))
    away(scene, "first", waited=50)
    away(scene, "second", waited=40)
    scene.after(30)
    assert called(scene.log) == ["first"]


def test_never_more_are_rung_than_people_will_be_there(two: Scene) -> None:
    for number in range(5):
        away(two, f"back-{number}", waited=100 - number)
    two.after(20)
    assert called(two.log) == ["back-0", "back-1"]


def test_who_waits_on_the_line_before_him_comes_first(one: Scene) -> None:
    one.tell(Paused(ONE, "lunch"))
    one.joins("before", since=START - 100)
    away(one, "back", waited=50)
    one.tell(Readied(ONE))
    one.after(5)
    assert called(one.log) == []
    assert one.pairs() == {"before": "1001"}


def test_who_joined_later_does_not_keep_him_from_being_rung(one: Scene) -> None:
    one.tell(Paused(ONE, "lunch"))
    one.joins("after", since=START)
    away(one, "back", waited=50)
    assert called(one.log) == []
    decisions = one.tell(Readied(ONE))
    assert (called(decisions), made(decisions)) == (["back"], [])


def test_a_more_important_caller_of_another_queue_of_the_same_person_comes_first() -> None:
    queues = [orders(), Queue("wealth", skill={"wealth": 5}, strategy="fifo")]
    scene = Scene([agent("1001", wrap_up=20, orders=5, wealth=5)], queues)
    scene.joins("first")
    scene.talks("1001")
    scene.joins("dear", queue="wealth", priority=9)
    away(scene, "back", waited=50)
    scene.ends("1001")
    scene.after(3)
    assert called(scene.log) == []
    scene.tell(Left(CallId("dear"), Leaving.HUNG_UP))
    scene.after(1.5)
    assert called(scene.log) == ["back"]


def test_one_who_is_being_rung_counts_as_ahead(one: Scene) -> None:
    away(one, "first", waited=10)
    assert called(away(one, "second", waited=99) + one.after(20)) == []
    one.tell(Left(CallId("first"), Leaving.MOVED))
    assert called(one.log) == ["first", "second"]


def test_one_who_left_before_his_turn_is_forgotten(one: Scene) -> None:
    one.tell(Paused(ONE, "lunch"))
    away(one, "back")
    one.tell(Left(CallId("back"), Leaving.MOVED))
    one.tell(Readied(ONE))
    assert called(one.after(5)) == []
    assert one.waiting() == []


def test_a_free_person_and_somebody_who_is_rung_are_no_neglect(one: Scene) -> None:
    away(one, "back")
    assert only(one.after(20), RaiseAlarm) == []


def test_under_patience_his_place_is_by_score() -> None:
    scene = Scene([agent("1001", orders=5)], [replace(orders(), strategy="patience")])
    scene.tell(Paused(ONE, "lunch"))
    scene.joins("new", since=START)
    away(scene, "back", waited=200, priority=5)
    assert called(scene.log) == []
    scene.tell(Left(CallId("new"), Leaving.HUNG_UP))
    scene.tell(Readied(ONE))
    assert called(scene.log) == ["back"]


def test_after_a_restart_he_is_rung_anew(one: Scene) -> None:
    away(one, "back", waited=50)
    assert called(one.log) == ["back"]
    again = Joined(CallId("back"), "orders", 1, START - 50, reached_within=DIAL, here=False)
    assert called(one.restart(Recovered((), [again]))) == []
    one.tell(Readied(ONE))
    decisions = one.tell(Reachable(ONE, reachable=True))
    assert called(decisions + one.after(2)) == ["back"]


@given(
    free=st.integers(0, 3),
    here=st.lists(st.integers(0, 300).map(float), max_size=4),
    gone=st.lists(st.integers(0, 300).map(float), min_size=1, max_size=5),
)
def test_whatever_waits_no_more_are_rung_than_are_free(free: int, here: list[float], gone: list[float]) -> None:
    """With nobody talking, who is free is all that there is; and whoever is offered first has waited longest."""
    scene = Scene([agent(str(number), orders=5) for number in range(3)], [orders()])
    for number in range(3):
        scene.tell(Paused(PersonId(str(number)), "lunch"))
    for number, waited in enumerate(here):
        scene.joins(f"here-{number}", since=START - waited)
    for number, waited in enumerate(gone):
        away(scene, f"gone-{number}", waited=waited)
    for number in range(free):
        scene.tell(Readied(PersonId(str(number))))
    scene.after(5)
    rung, offered = called(scene.log), only(scene.log, MakeOffer)
    assert len(rung) + len(offered) == min(free, len(here) + len(gone))
    oldest = sorted(range(len(gone)), key=lambda at: (-gone[at], f"gone-{at}"))
    assert rung == [f"gone-{at}" for at in oldest[: len(rung)]]
    first = sorted([*((-waited, "here") for waited in here), *((-waited, "gone") for waited in gone)])[:free]
    if len({waited for waited, _ in first}) == len(first):
        assert len(rung) >= sum(kind == "gone" for _, kind in first) - 1

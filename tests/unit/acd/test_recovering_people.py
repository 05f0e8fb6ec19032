"""After a restart: what people did, wanted and refused is so again, and nobody stays kept by what is gone."""

from __future__ import annotations

import pytest

from acd.managers import Manager
from acd.messages import (
    KnownRefusal,
    Reachable,
    Recovered,
    Refusal,
)
from acd.states import PersonState
from calls.ids import CallId, PersonId
from tests.unit.acd.found_again import CALL, READY_TWO, known, waits
from tests.unit.acd.scene import START, Scene, agent, changed, made, orders
from tests.unit.acd.two_agents import ONE, TWO


@pytest.fixture
def two() -> Scene:
    return Scene([agent("1001", wrap_up=30, orders=5), agent("1002", orders=5)], [orders()], registered=False)


def test_wrap_up_goes_on_and_ends_at_its_time(two: Scene) -> None:
    people = [
        known(ONE, PersonState.WRAP_UP, "wrap-up", until=START + 12),
        known(TWO, PersonState.WRAP_UP, "wrap-up", until=START - 1),
    ]
    assert changed(two.tell(Recovered(people, []))) == [("1002", PersonState.READY, "")]
    two.after(11.9)
    assert two.state("1001") is PersonState.WRAP_UP
    two.after(0.2)
    assert two.state("1001") is PersonState.READY


def test_nobody_stays_reserved_for_an_offer_that_is_gone(two: Scene) -> None:
    people = [known(ONE, PersonState.RESERVED, "call x"), known(TWO, PersonState.RINGING, "call y")]
    two.tell(Recovered(people, []))
    assert (two.state("1001"), two.state("1002")) == (PersonState.READY, PersonState.READY)


@pytest.mark.parametrize("reason", ["on another call", "phone not registered", "phone unreachable", ""])
@pytest.mark.parametrize("state", [PersonState.NOT_READY, PersonState.LOGGED_OUT])
def test_what_was_only_so_then_is_not_kept_for_ever(two: Scene, state: PersonState, reason: str) -> None:
    two.tell(Recovered([known(ONE, state, reason)], []))
    assert two.state("1001") is PersonState.READY


def test_a_phone_that_went_away_meanwhile_logs_out(two: Scene) -> None:
    two.tell(Recovered([known(ONE, PersonState.READY, reachable=False)], []))
    assert (two.state("1001"), two.person("1001").reason) == (PersonState.LOGGED_OUT, "phone not registered")
    two.tell(Reachable(ONE, reachable=True))
    assert two.state("1001") is PersonState.READY


def test_who_is_in_a_call_of_his_own_is_not_offered(two: Scene) -> None:
    people = [known(ONE, PersonState.READY, busy=True)]
    assert made(two.tell(Recovered(people, [waits("call-1", 5)]))) == []
    assert two.person("1001").reason == "on another call"


def test_a_pause_that_waited_for_the_end_of_a_talk_is_kept(two: Scene) -> None:
    wish = {"wish": PersonState.NOT_READY, "wish_reason": "lunch"}
    two.tell(Recovered([known(ONE, PersonState.WRAP_UP, "wrap-up", until=START + 5, **wish)], []))
    two.after(5)
    assert (two.state("1001"), two.person("1001").reason) == (PersonState.NOT_READY, "lunch")


def test_a_cool_down_goes_on(two: Scene) -> None:
    scene = Scene([Manager(PersonId("boss"), "Boss", "139", skills={"orders": 9}, at_most=6)], [orders()])
    boss = known(PersonId("boss"), PersonState.NOT_READY, "no answer", until=START + 200, taken_today=3)
    assert scene.tell(Recovered([boss], [])) == []
    assert scene.person("boss").taken_today == 3
    scene.after(200)
    assert scene.state("boss") is PersonState.READY


def refused(person: PersonId, why: Refusal, ago: float = 0.0) -> dict[CallId, list[KnownRefusal]]:
    return {CALL: [KnownRefusal(person, why, START - ago)]}


def test_a_missed_ring_is_remembered_and_fades_at_its_time(two: Scene) -> None:
    event = Recovered(READY_TWO, [waits("call-1", 90)], refused=refused(ONE, Refusal.NO_ANSWER, ago=50))
    assert made(two.tell(event)) == [("call-1", "1002")]
    two.declines("1002", Refusal.REJECTED)
    assert made(two.after(9)) == []
    assert made(two.after(7)) == [("call-1", "1001")]


def test_a_missed_ring_of_long_ago_is_forgotten_at_once(two: Scene) -> None:
    people = (known(ONE, PersonState.READY), known(TWO, PersonState.NOT_READY, "lunch"))
    event = Recovered(people, [waits("call-1", 90)], refused=refused(ONE, Refusal.NO_ANSWER, ago=61))
    assert made(two.tell(event)) == [("call-1", "1001")]


@pytest.mark.parametrize("why", [Refusal.DECLINED, Refusal.REJECTED])
def test_a_spoken_no_stays_a_no_after_a_restart(two: Scene, why: Refusal) -> None:
    people = (known(ONE, PersonState.READY), known(TWO, PersonState.NOT_READY, "lunch"))
    decisions = two.tell(Recovered(people, [waits("call-1", 90)], refused=refused(ONE, why, ago=500)))
    assert made(decisions + two.after(3600)) == []
    (view,) = two.snapshot().queue("orders").waiting
    assert view.refused == {ONE: why}


def test_the_deputy_of_a_manager_who_refused_is_still_asked_next() -> None:
    boss = Manager(PersonId("boss"), "Boss", "139", skills={"orders": 9}, deputy=TWO)
    scene = Scene([boss, agent("1001", orders=5), agent("1002")], [orders()])
    event = Recovered(READY_TWO, [waits("call-1", 20)], refused=refused(boss.id, Refusal.DECLINED, ago=5))
    assert made(scene.tell(event)) == [("call-1", "1002")]

"""P2: a configuration is a difference; live state is never lost by it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd.managers import Manager
from acd.messages import Configured, Paused, Person, Reachable, Readied, Refusal
from acd.queues import Queue
from acd.states import PersonState
from calls.errors import IllegalStep, WrongSettings
from calls.ids import PersonId
from tests.unit.acd.scene import START, Scene, agent, changed, made, orders

ONE = PersonId("1001")
PEOPLE: list[Person] = [
    agent("1001", wrap_up=30, orders=5),
    agent("1002", wrap_up=30, orders=5),
    Manager(PersonId("boss"), "Boss", "13900001111", skills={"orders": 9}, deputy=ONE),
]
QUEUES = [orders(), Queue("wealth", skill={"wealth": 5}, strategy="fifo")]


def test_wrap_up_outlives_a_reload() -> None:
    scene = Scene(PEOPLE, QUEUES)
    scene.joins("call-1")
    scene.talks("1001")
    scene.ends("1001")
    scene.after(10)
    assert scene.tell(Configured([agent("1001", wrap_up=5, orders=9)], QUEUES))
    assert scene.state("1001") is PersonState.WRAP_UP
    scene.after(19.9)
    assert scene.state("1001") is PersonState.WRAP_UP
    scene.after(0.2)
    assert scene.state("1001") is PersonState.READY


@given(st.lists(st.sampled_from(["join", "talk", "end", "decline", "pause", "ready", "unplug", "wait"])))
def test_a_reload_changes_no_state(steps: list[str]) -> None:
    scene = Scene(PEOPLE, QUEUES)
    for number, step in enumerate(steps):
        _play(scene, step, number)
        before, deadline = scene.snapshot(), scene.dispatcher.next_deadline()
        assert scene.tell(Configured(PEOPLE, QUEUES)) == []
        assert scene.snapshot() == before
        assert scene.dispatcher.next_deadline() == deadline


def _play(scene: Scene, step: str, number: int) -> None:
    busy = [offer.person for offer in scene.offers() if scene.state(offer.person) is PersonState.TALKING]
    asked = [offer.person for offer in scene.offers() if offer.person not in busy]
    match step:
        case "join":
            scene.joins(f"call-{number}", wanted="boss" if number % 2 else "")
        case "talk" if asked:
            scene.talks(asked[0])
        case "end" if busy:
            scene.ends(busy[0])
        case "decline" if asked:
            scene.declines(asked[0], list(Refusal)[number % len(Refusal)])
        case "pause":
            scene.tell(Paused(ONE, "lunch"))
        case "ready":
            scene.tell(Readied(ONE))
        case "unplug":
            scene.tell(Reachable(PersonId("1002"), reachable=bool(number % 2)))
        case _:
            scene.after(number)


def test_a_new_person_and_a_new_skill_serve_who_waits() -> None:
    scene = Scene([agent("1001", orders=1)], [orders()])
    scene.joins("call-1")
    boss = Manager(PersonId("boss"), "Boss", "13900001111", skills={"orders": 9})
    assert made(scene.tell(Configured([agent("1001", orders=1), boss], [orders()]))) == [("call-1", "boss")]
    scene.joins("call-2")
    assert made(scene.tell(Configured([agent("1001", orders=5), boss], [orders()]))) == [("call-2", "1001")]


def test_a_person_who_is_removed_while_he_talks_finishes_first() -> None:
    scene = Scene(PEOPLE, QUEUES)
    scene.joins("call-1")
    scene.talks("1001")
    assert scene.tell(Configured(PEOPLE[1:], QUEUES)) == []
    assert scene.state("1001") is PersonState.TALKING
    assert changed(scene.ends("1001")) == [("1001", PersonState.LOGGED_OUT, "removed from the plan")]
    assert scene.dispatcher.state_of(ONE) is None


def test_a_person_who_is_removed_while_he_is_rung_may_still_take_the_call() -> None:
    scene = Scene(PEOPLE, QUEUES)
    scene.joins("call-1")
    scene.rings("1001")
    scene.tell(Configured(PEOPLE[1:], QUEUES))
    scene.talks("1001")
    assert scene.state("1001") is PersonState.TALKING


def test_a_person_who_is_removed_is_not_asked_again() -> None:
    scene = Scene([PEOPLE[0]], QUEUES)
    decisions = scene.tell(Configured([], QUEUES))
    assert changed(decisions) == [("1001", PersonState.LOGGED_OUT, "removed from the plan")]
    assert made(scene.joins("call-1")) == []
    with pytest.raises(IllegalStep):
        scene.tell(Readied(ONE))


def test_who_comes_back_before_he_finished_stays() -> None:
    scene = Scene(PEOPLE, QUEUES)
    scene.joins("call-1")
    scene.talks("1001")
    scene.tell(Configured(PEOPLE[1:], QUEUES))
    scene.tell(Configured(PEOPLE, QUEUES))
    scene.ends("1001")
    assert scene.state("1001") is PersonState.WRAP_UP


def test_callers_of_a_removed_queue_are_still_served() -> None:
    scene = Scene([agent("1001", orders=5)], [orders()])
    scene.tell(Paused(ONE, "lunch"))
    scene.joins("call-1")
    scene.tell(Configured([agent("1001", orders=5)], []))
    assert scene.snapshot().queue("orders").retired
    assert made(scene.tell(Readied(ONE))) == [("call-1", "1001")]
    scene.talks("1001")
    scene.ends("1001")
    assert scene.snapshot().queues == ()


def test_a_call_that_began_under_the_old_plan_may_still_join_its_queue() -> None:
    scene = Scene([agent("1001", orders=5), agent("1002", bills=5)], [orders()])
    scene.tell(Configured([agent("1001", orders=5), agent("1002", bills=5)], []))
    assert made(scene.joins("call-1")) == [("call-1", "1001")]


def test_another_strategy_sorts_anew_who_waits() -> None:
    scene = Scene([], [orders()])
    scene.joins("call-1", since=START - 60)
    scene.joins("call-2", priority=9)
    assert scene.waiting() == ["call-2", "call-1"]
    scene.tell(Configured([], [Queue("orders", strategy="fifo")]))
    assert scene.waiting() == ["call-1", "call-2"]


def test_a_new_deputy_is_asked_for_who_waits_already() -> None:
    boss, vice = Manager(PersonId("boss"), "Boss", "139"), agent("1003")
    scene = Scene([boss, vice], [orders()])
    scene.joins("call-1", wanted="boss")
    scene.declines("boss", Refusal.DECLINED)
    scene.tell(Paused(PersonId("1003"), "lunch"))
    scene.tell(Configured([replace(boss, deputy=PersonId("1003")), vice], [orders()]))
    assert made(scene.tell(Readied(PersonId("1003")))) == [("call-1", "1003")]


def test_names_used_twice_are_refused() -> None:
    scene = Scene(PEOPLE, QUEUES)
    before = scene.snapshot()
    with pytest.raises(WrongSettings, match="person names used twice: 1001"):
        scene.tell(Configured([PEOPLE[0], PEOPLE[0]], QUEUES))
    with pytest.raises(WrongSettings, match="queue names used twice: orders"):
        scene.tell(Configured(PEOPLE, [orders(), orders()]))
    assert scene.snapshot() == before

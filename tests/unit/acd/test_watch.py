"""P16: a caller waits and a fitting person is free, for over two seconds: somebody must hear of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acd.agents import Agent
from acd.live import LivePerson
from acd.messages import Joined, Leaving, Left, Paused, RaiseAlarm, Readied, Refusal
from acd.queues import Queue, Rings
from acd.strategies import CHOICES, Free, Strategies
from calls.ids import CallId, PersonId
from tests.unit.acd.scene import Scene, agent, made, only, orders

ONE = PersonId("1001")


def nobody(free: Free, queue: Queue) -> LivePerson | None:
    """A strategy at fault: it never chooses."""
    return None


@pytest.fixture
def faulty() -> Scene:
    queue = Queue("orders", skill={"orders": 5}, choice="nobody")
    return Scene([agent("1001", orders=5)], [queue], Strategies(choices={**CHOICES, "nobody": nobody}))


def test_an_alarm_after_two_seconds_and_once(faulty: Scene) -> None:
    faulty.joins("call-1")
    assert only(faulty.after(2), RaiseAlarm) == []
    (alarm,) = only(faulty.after(1), RaiseAlarm)
    assert (alarm.contact, alarm.person, alarm.waited) == ("call-1", "1001", 3)
    assert only(faulty.after(600), RaiseAlarm) == []


@pytest.mark.parametrize("skill", [{}, {"orders": 0.0}, {"orders": 0.0, "tea": 5.0}], ids=str)
def test_who_need_not_know_a_thing_need_not_have_it(skill: dict[str, float]) -> None:
    queue = Queue("orders", skill=skill, choice="nobody")
    one, other = agent("1001", tea=9), agent("1002", orders=9)
    scene = Scene([one, other], [queue], Strategies(choices={**CHOICES, "nobody": nobody}))
    scene.joins("call-1")
    fit = {each.id for each in (one, other) if each.skills.get("tea", 0.0) >= skill.get("tea", 0.0)}
    assert {alarm.person for alarm in only(scene.after(5), RaiseAlarm)} == fit


def test_each_pair_raises_its_own_alarm(faulty: Scene) -> None:
    faulty.joins("call-1")
    faulty.joins("call-2")
    assert [alarm.contact for alarm in only(faulty.after(5), RaiseAlarm)] == ["call-1", "call-2"]


def test_a_new_episode_is_a_new_alarm(faulty: Scene) -> None:
    faulty.joins("call-1")
    faulty.after(5)
    faulty.tell(Paused(ONE, "lunch"))
    faulty.after(5)
    faulty.tell(Readied(ONE))
    assert len(only(faulty.after(5), RaiseAlarm)) == 1


def test_nothing_is_watched_when_nobody_waits(faulty: Scene) -> None:
    assert faulty.dispatcher.next_deadline() is None
    faulty.joins("call-1")
    assert faulty.dispatcher.next_deadline() is not None
    faulty.tell(Left(CallId("call-1"), Leaving.HUNG_UP))
    assert faulty.dispatcher.next_deadline() is None


def test_no_alarm_for_who_does_not_fit_or_has_refused() -> None:
    scene = Scene([agent("1001", orders=5), agent("1002", orders=4)], [orders()])
    scene.joins("call-1")
    scene.declines("1001", Refusal.REJECTED)
    scene.tell(Readied(ONE))
    assert only(scene.after(600), RaiseAlarm) == []


def test_no_alarm_because_the_tick_was_late() -> None:
    scene = Scene([agent("1001", orders=5), agent("1002", orders=4)], [orders()])
    scene.joins("call-1")
    scene.joins("call-2")
    scene.now += 3600
    assert only(scene.tick(), RaiseAlarm) == []


WEALTH = {"wealth": 5.0}


@pytest.mark.parametrize(
    "person",
    [
        replace(agent("1001", orders=5, wealth=5), queues=("wealth",)),
        replace(agent("1001", orders=5, wealth=5), guest=True),
    ],
    ids=["serves another queue", "a guest"],
)
def test_no_alarm_for_who_has_the_skills_but_does_not_serve_the_queue(person: Agent) -> None:
    scene = Scene([person], [orders(), Queue("wealth", skill=WEALTH, easy=True)])
    scene.joins("call-1")
    assert only(scene.after(600), RaiseAlarm) == []


def test_no_alarm_as_long_as_a_wish_is_not_relaxed() -> None:
    """Only the wished one is rung in the first 30 seconds; he talks, and the other is free."""
    minnan = replace(agent("1002", orders=5), tags={"dialect": ("minnan",)})
    scene = Scene([agent("1001", orders=5), minnan], [replace(orders(), rings=Rings(("dialect",), every=30.0))])
    wished = (("dialect", "minnan"),)
    scene.tell(Joined(CallId("call-1"), "orders", 1, scene.now, wishes=wished))
    scene.talks("1002")
    scene.tell(Joined(CallId("call-2"), "orders", 1, scene.now, wishes=wished))
    assert only(scene.after(29), RaiseAlarm) == []
    assert made(scene.after(2)) == [("call-2", "1001")]

"""Keeping people for callers who are worth more: by numbers worked out by hand, and in a centre."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acd.messages import Leaving, Left, Paused, RaiseAlarm, Readied, Refusal
from acd.queues import Queue, Reserve
from acd.reserve import PROMISED, Bounds, Comer, Outlook, prospects, value, worth
from calls.ids import CallId, PersonId
from tests.unit.acd.scene import Scene, agent, made, only

VIP, LOW = Comer(0.05, 5.0, 1 / 30), Comer(0.10, 1.0, 1 / 600)


def test_what_a_kept_person_is_worth() -> None:
    """r = 0.05/(0.05 + 0.25) = 1/6; 0.05 x (5 - 0.5) x (1/30)/(0.25 + 1/30) = 0.0264706; with one more free: / 6 = 0.0044118."""
    outlook = Outlook((VIP, LOW), price=0.5, cover=0.25, others=1)
    assert value(prospects([outlook]), weight=1.0, at_stake=1 / 600) == pytest.approx(0.0044118, abs=1e-6)
    assert value(prospects([replace(outlook, others=0)]), 1.0, 1 / 600) == pytest.approx(0.0264706, abs=1e-6)


def test_nobody_is_kept_for_callers_who_are_worth_less_or_can_wait() -> None:
    found = prospects([Outlook((VIP, LOW), price=0.5, cover=0.25, others=0)])
    assert value(found, weight=5.0, at_stake=1 / 30) == 0.0
    assert value(found, weight=1.0, at_stake=0.2) == 0.0, "w h of who waits is above the 5/30 of who may come"


def test_queues_that_a_person_serves_add_up() -> None:
    one = Outlook((VIP,), price=0.0, cover=0.25, others=0)
    assert value(prospects([one, one]), 1.0, 0.0) == pytest.approx(2 * value(prospects([one]), 1.0, 0.0))


def test_the_promise_speaks_for_a_caller_until_it_is_broken() -> None:
    bounds = Bounds(price=0.01, promise=20.0, most=180.0)
    assert worth(0.002, bounds, 5.0) == pytest.approx(0.012 + PROMISED / 20.0)
    assert worth(0.002, bounds, 25.0) == pytest.approx(0.012)


def busy_day(reserve: Reserve | None) -> Scene:
    """Two hours in which VIPs come often and hang up soon; then two of ten agents are free."""
    queue = Queue("orders", skill={"orders": 5}, strategy="patience", reserve=reserve)
    versatile = [agent(f"10{n:02}", orders=5, wealth=5) for n in range(19)]
    scene = Scene([*versatile, agent("1019", orders=5)], [queue])
    scene.tell(Paused(PersonId("1019"), "lunch"))
    for number in range(720):
        scene.after(10)
        contact = f"past-{number}"
        scene.joins(contact, priority=50)
        scene.talks(scene.pairs()[contact])
        if number >= 18:
            scene.tell(Left(CallId(f"past-{number - 18}"), Leaving.HUNG_UP))
    scene.tell(Readied(PersonId("1019")))
    return scene


def test_a_low_caller_waits_beside_a_free_person_and_a_better_one_does_not() -> None:
    scene = busy_day(Reserve(people=0.5))
    assert made(scene.joins("low", priority=1)) == []
    (view,) = [view for view in scene.snapshot().queue("orders").waiting if view.contact == "low"]
    assert view.kept_at == scene.now
    assert view.kept_for > 0
    assert only(scene.after(10), RaiseAlarm) == [], "the reason is on record"
    assert [contact for contact, _ in made(scene.joins("vip", priority=50))] == ["vip"]


def test_nobody_is_kept_longer_than_the_plan_says() -> None:
    scene = busy_day(Reserve(people=0.5, most=30.0))
    scene.joins("low", priority=1)
    assert made(scene.after(29)) == []
    assert [contact for contact, _ in made(scene.after(3))] == ["low"]


@pytest.mark.parametrize("reserve", [None, Reserve(people=0.01)])
def test_the_switch_and_the_cap(reserve: Reserve | None) -> None:
    scene = busy_day(reserve)
    assert [contact for contact, _ in made(scene.joins("low", priority=1))] == ["low"]


def test_the_offer_tells_what_keeping_would_have_been_worth() -> None:
    scene = busy_day(Reserve(people=0.5))
    scene.joins("vip", priority=50)
    why = scene.offer_to(scene.pairs()["vip"]).explanation
    assert why is not None
    assert why.reserve == 0.0
    assert why.worth is not None
    assert why.worth > 0


def test_readiness_is_not_touched_by_being_kept() -> None:
    scene = busy_day(Reserve(people=0.5))
    scene.joins("low", priority=1)
    free = [view.id for view in scene.snapshot().people if view.state == "READY"]
    assert free
    assert made(scene.tell(Readied(PersonId(free[0])))) == []


def test_who_was_missed_by_the_first_is_thought_about_again_too() -> None:
    """1019 is looked at first, for he can do least, and has missed this very caller: the other one is not kept for ever."""
    scene = busy_day(Reserve(people=0.5, most=30.0))
    (other,) = {view.id for view in scene.snapshot().people if view.state == "READY"} - {"1019"}
    assert made(scene.joins("low", priority=1, wanted="1019")) == [("low", "1019")]
    assert made(scene.declines("1019", Refusal.NO_ANSWER)) == []
    assert made(scene.tell(Readied(PersonId("1019")))) == []
    assert made(scene.after(28)) == []
    assert made(scene.after(3)) == [("low", other)]

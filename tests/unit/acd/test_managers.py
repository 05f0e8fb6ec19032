"""Managers on outside phones, their hours and deputies, and the person a caller wants."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from acd.managers import Manager
from acd.messages import Leaving, Left, MakeOffer, OfferPickedUp, Paused, Readied, Refusal
from acd.offers import MARGIN, OfferKind
from acd.states import OfferState, PersonState
from calls.ids import CallId, PersonId
from calls.office_hours import OfficeHours, Span
from tests.unit.acd.scene import START, Scene, agent, changed, closed, made, only, orders

BOSS = PersonId("boss")


def manager(
    name: str = "boss",
    deputy: str = "",
    at_most: int | None = None,
    hours: OfficeHours | None = None,
    orders: float = 9,
) -> Manager:
    person, stands_in = PersonId(name), PersonId(deputy) if deputy else None
    return Manager(person, name, "13900001111", hours, {"orders": orders}, deputy=stands_in, at_most=at_most)


def daily(opens: time, closes: time) -> OfficeHours:
    return OfficeHours(ZoneInfo("UTC"), {day: (Span(opens, closes),) for day in range(7)})


# START is 2026-09-21 14:13:20 UTC, a Monday.
OPEN = daily(time(9), time(18))
SHUT = daily(time(15), time(18))
UNTIL_OPEN = 46 * 60 + 40


def test_a_manager_has_time_to_press_the_key() -> None:
    scene = Scene([manager()], [orders()])
    scene.joins("call-1")
    offer = scene.rings("boss")
    assert (offer.kind, offer.expires_at) == (OfferKind.MANAGER, START + 20 + 20 + MARGIN)
    scene.after(18)
    scene.tell(OfferPickedUp(offer.id))
    assert scene.offer_to("boss").expires_at == START + 18 + 20 + MARGIN


def test_a_voicemail_box_never_gets_the_caller() -> None:
    scene = Scene([manager()], [orders()])
    scene.joins("call-1")
    scene.tell(OfferPickedUp(scene.rings("boss").id))
    (end,) = closed(scene.after(20 + MARGIN))
    assert (end.offer.state, end.reason) == (
        OfferState.EXPIRED,
        "the lease ran out: picked up but not accepted",
    )
    assert scene.waiting() == ["call-1"]
    assert scene.person("boss").until == scene.now + 300


@pytest.mark.parametrize(
    ("why", "seconds"), [(Refusal.NO_ANSWER, 300), (Refusal.BUSY, 300), (Refusal.DECLINED, 30), (Refusal.FAILED, 30)]
)
def test_a_manager_is_left_alone_for_a_while_and_comes_back_by_himself(why: Refusal, seconds: float) -> None:
    scene = Scene([manager()], [orders()])
    scene.joins("call-1")
    scene.declines("boss", why)
    assert (scene.state("boss"), scene.person("boss").reason) == (PersonState.NOT_READY, why.value)
    scene.tell(Left(CallId("call-1"), Leaving.HUNG_UP))
    scene.after(seconds - 0.1)
    assert scene.state("boss") is PersonState.NOT_READY
    scene.after(0.2)
    assert scene.state("boss") is PersonState.READY


def test_a_manager_is_asked_only_within_his_hours() -> None:
    scene = Scene([manager(hours=SHUT)], [orders()])
    assert scene.person("boss").reason == "outside office hours"
    assert scene.person("boss").until == START + UNTIL_OPEN
    assert made(scene.joins("call-1")) == []
    assert made(scene.after(UNTIL_OPEN)) == [("call-1", "boss")]


def test_the_reasons_say_that_he_is_outside_his_hours() -> None:
    scene = Scene([manager(hours=SHUT), agent("1001", orders=5)], [orders()])
    (offer,) = only(scene.joins("call-1"), MakeOffer)
    assert offer.offer.because[-1] == "boss not asked: outside office hours"


def test_hours_that_end_do_not_end_a_conversation() -> None:
    scene = Scene([manager(hours=OPEN)], [orders()])
    scene.joins("call-1")
    scene.talks("boss")
    scene.after(6 * 3600)
    assert scene.state("boss") is PersonState.TALKING
    scene.ends("boss")
    assert scene.person("boss").reason == "outside office hours"


def test_hours_that_end_end_readiness() -> None:
    scene = Scene([manager(hours=OPEN)], [orders()])
    changes = changed(scene.after(6 * 3600))
    assert changes == [("boss", PersonState.NOT_READY, "outside office hours")]


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/Los_Angeles"])
def test_a_manager_is_asked_so_many_times_a_day_of_the_plans_zone(zone: str) -> None:
    scene = Scene([replace(manager(at_most=2), zone=ZoneInfo(zone))], [orders()])
    for number in range(2):
        scene.joins(f"call-{number}")
        scene.talks("boss")
        scene.ends("boss")
    assert (scene.state("boss"), scene.person("boss").reason) == (
        PersonState.NOT_READY,
        "had his 2 calls today",
    )
    assert made(scene.joins("call-9")) == []
    tomorrow = datetime.fromtimestamp(START, ZoneInfo(zone)).date() + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time(0), ZoneInfo(zone)).timestamp()
    assert scene.person("boss").until == midnight
    assert made(scene.after(midnight - START)) == [("call-9", "boss")]
    assert scene.person("boss").taken_today == 0


def test_the_wanted_person_is_tried_first() -> None:
    scene = Scene([agent("1001", orders=5), manager(orders=0)], [orders()])
    (offer,) = only(scene.joins("call-1", wanted="boss"), MakeOffer)
    assert (offer.offer.person, offer.offer.because[1]) == ("boss", "boss: wanted by this caller, idle 0 s")


def test_a_wanted_person_who_is_busy_leaves_it_to_his_deputy() -> None:
    scene = Scene([agent("1001", orders=5), agent("1003"), manager(deputy="1003")], [orders()])
    scene.tell(Paused(BOSS, "travelling"))
    (offer,) = only(scene.joins("call-1", wanted="boss"), MakeOffer)
    assert offer.offer.person == "1003"
    assert offer.offer.because[1] == "1003: deputy of boss (travelling), idle 0 s"


def test_then_the_people_of_the_queue_are_asked() -> None:
    scene = Scene([agent("1001", orders=5), agent("1003"), manager(deputy="1003")], [orders()])
    scene.joins("call-1", wanted="boss", since=START - 30)
    assert made(scene.declines("boss", Refusal.DECLINED)) == [("call-1", "1003")]
    (offer,) = only(scene.declines("1003", Refusal.NO_ANSWER), MakeOffer)
    assert offer.offer.person == "1001"
    assert offer.offer.because == (
        "queue orders: first of 1 by priority 1, waited 30 s",
        "1001: skill orders 5 >= 5, idle 0 s, longest idle of 1",
        "boss not asked: did not take this call (declined)",
        "1003 not asked: did not take this call (no answer)",
        "would have gone to boss 0 s ago had boss taken it",
    )


def test_a_wanted_person_gets_his_caller_when_he_comes_free() -> None:
    scene = Scene([manager(orders=0)], [orders()])
    scene.tell(Paused(BOSS, "travelling"))
    assert made(scene.joins("call-1", wanted="boss")) == []
    assert made(scene.tell(Readied(BOSS))) == [("call-1", "boss")]


def test_the_deputy_of_any_manager_who_refuses_is_next() -> None:
    scene = Scene([manager(deputy="1003"), manager("other"), agent("1003")], [orders()])
    scene.joins("call-1")
    assert scene.pairs() == {"call-1": "boss"}
    (offer,) = only(scene.declines("boss", Refusal.NO_ANSWER), MakeOffer)
    assert (offer.offer.person, offer.offer.because[1]) == (
        "1003",
        "1003: deputy of boss (did not take this call (no answer)), idle 0 s",
    )


def test_managers_who_stand_for_each_other_do_not_go_round() -> None:
    scene = Scene([manager("a", deputy="b", orders=0), manager("b", deputy="a", orders=0)], [orders()])
    scene.joins("call-1", wanted="a")
    assert made(scene.declines("a", Refusal.DECLINED)) == [("call-1", "b")]
    assert made(scene.declines("b", Refusal.DECLINED)) == []


def test_a_wanted_person_who_does_not_exist_is_told_in_the_reasons() -> None:
    scene = Scene([agent("1001", orders=5)], [orders()])
    (offer,) = only(scene.joins("call-1", wanted="nobody"), MakeOffer)
    assert offer.offer.because[-1] == "nobody not asked: not in the plan"


def test_priority_decides_between_callers_who_want_the_same_person() -> None:
    scene = Scene([manager(orders=0)], [orders()])
    scene.tell(Paused(BOSS, "travelling"))
    scene.joins("call-1", wanted="boss", since=START - 60)
    scene.joins("call-2", wanted="boss", priority=5)
    assert made(scene.tell(Readied(BOSS))) == [("call-2", "boss")]

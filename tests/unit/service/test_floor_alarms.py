"""The alarms of the floor: a dispatcher that refuses an event, and a caller who waits while somebody is free."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from acd.messages import (
    Decision,
    Left,
    MakeOffer,
    OfferAccepted,
    RaiseAlarm,
    Readied,
)
from calls.errors import HotlineError, IllegalStep, WrongSettings
from calls.ids import CallId
from tests.unit.service.floor_scene import LEFT, OFFER, READIED, FloorScene, Scripted
from tests.unit.service.rooms import CALL, WEI


@pytest.mark.parametrize("refusal", [IllegalStep("offer offer-1: EXPIRED -> ACCEPT"), WrongSettings("no such queue")])
def test_a_refused_event_is_an_alarm_and_the_floor_goes_on(refusal: HotlineError) -> None:
    scene = FloorScene(Scripted({OfferAccepted: refusal, Readied: [MakeOffer(OFFER)]}))
    with capture_logs() as logs:
        scene.floor.tell(OfferAccepted(OFFER.id))
    assert [line["event"] for line in logs] == ["dispatcher refused an event", "ALARM"]
    assert str(refusal) in logs[1]["text"]
    scene.floor.tell(READIED)
    assert scene.phones.ordered == [("start", "offer-1")]


def test_a_caller_who_waits_while_somebody_is_free_is_an_alarm_until_he_is_seen_to() -> None:
    alarm = RaiseAlarm(CALL, WEI, 2.4)
    scene = FloorScene(Scripted({Readied: [alarm], Left: [MakeOffer(OFFER)]}))
    scene.floor.tell(READIED)
    assert scene.alarms.raised == {"waiting_while_free": "call-1 waits 2 s and wei is free"}
    scene.floor.tell(LEFT)
    assert scene.alarms.raised == {}


def test_the_alarm_stands_while_any_caller_is_neglected() -> None:
    both: list[Decision] = [RaiseAlarm(CALL, WEI, 2.4), RaiseAlarm(CallId("call-2"), WEI, 2.4)]
    scene = FloorScene(Scripted({Readied: both}))
    scene.floor.tell(READIED)
    scene.floor.forget(CALL)
    assert scene.alarms.raised
    scene.floor.forget(CallId("call-2"))
    assert not scene.alarms.raised

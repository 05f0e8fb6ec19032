"""The floor: every event in order, every decision carried out before the next, a tick at every deadline."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from acd.messages import (
    CloseOffer,
    Left,
    MakeOffer,
    OfferAccepted,
    PersonChanged,
    Readied,
    Release,
    Tell,
)
from acd.states import PersonState
from calls.happenings.offer import OfferClosed, Offered
from calls.ids import CallId, PersonId
from service.floor import Floor
from tests.fakes.clock import EPOCH
from tests.unit.service.floor_scene import CLOSED, LEFT, OFFER, READIED, FloorScene, Scripted
from tests.unit.service.rooms import WEI


def test_what_is_decided_is_done_before_tell_returns() -> None:
    changed = PersonChanged(WEI, PersonState.READY, PersonState.RESERVED, "offer-1", EPOCH)
    scene = FloorScene(
        Scripted({Readied: [changed, MakeOffer(OFFER)], Left: [CloseOffer(CLOSED, "gone", Tell.CALL_GONE)]})
    )
    scene.floor.tell(READIED)
    assert (scene.kept, scene.phones.ordered) == ([changed], [("start", "offer-1")])
    scene.floor.tell(LEFT)
    assert scene.phones.ordered[1:] == [("close", Tell.CALL_GONE)]
    assert scene.noted == [Offered(OFFER.id, WEI, ("skill 9",)), OfferClosed(OFFER.id, "EXPIRED", "gone")]


def test_what_is_told_while_a_decision_is_carried_out_waits_its_turn() -> None:
    scene = FloorScene(
        Scripted({Readied: [MakeOffer(OFFER), CloseOffer(CLOSED, "first")], Left: [CloseOffer(CLOSED, "second")]})
    )
    scene.phones.meanwhile = lambda: scene.floor.tell(LEFT)
    scene.floor.tell(READIED)
    assert scene.dispatcher.received == [READIED, LEFT]
    closed = [what.reason for what in scene.noted if isinstance(what, OfferClosed)]
    assert closed == ["first", "second"]


async def test_what_is_told_while_a_tick_is_carried_out_waits_its_turn() -> None:
    scene = FloorScene(Scripted({Left: [CloseOffer(CLOSED, "second")]}))
    scene.dispatcher.deadline = EPOCH + 5
    scene.dispatcher.at_tick = [MakeOffer(OFFER), CloseOffer(CLOSED, "first")]
    scene.phones.meanwhile = lambda: scene.floor.tell(LEFT)
    running = asyncio.create_task(scene.floor.run())
    await scene.clock.advance(6)
    running.cancel()
    closed = [what.reason for what in scene.noted if isinstance(what, OfferClosed)]
    assert closed == ["first", "second"]


def test_events_told_behind_a_fault_are_not_lost() -> None:
    scene = FloorScene(Scripted({Readied: [MakeOffer(OFFER)]}))

    def fail() -> None:
        scene.floor.tell(LEFT)
        raise ZeroDivisionError

    scene.phones.meanwhile = fail
    with pytest.raises(ZeroDivisionError):
        scene.floor.tell(READIED)
    scene.floor.tell(Readied(PersonId("lin")))
    assert scene.dispatcher.received == [READIED, LEFT, Readied(PersonId("lin"))]


def test_a_late_answer_is_released_and_told_why() -> None:
    scene = FloorScene(Scripted({OfferAccepted: [Release(OFFER.id, Tell.CALL_TAKEN)]}))
    scene.floor.tell(OfferAccepted(OFFER.id))
    assert scene.phones.ordered == [("close", Tell.CALL_TAKEN)]


def test_the_end_of_an_offer_to_a_call_that_is_over_is_not_noted() -> None:
    scene = FloorScene(Scripted({Left: [CloseOffer(replace(CLOSED, contact=CallId("call-9")), "gone")]}))
    scene.floor.tell(LEFT)
    assert scene.noted == []
    assert scene.phones.ordered == [("close", None)]


def test_a_floor_without_phones_says_what_was_forgotten() -> None:
    scene = FloorScene(Scripted({Readied: [MakeOffer(OFFER)]}))
    floor = Floor(scene.dispatcher, scene.clock, scene.chronicle, scene.alarms, scene.kept.append)
    with pytest.raises(RuntimeError, match="employ"):
        floor.tell(READIED)


async def test_the_dispatcher_is_ticked_at_its_deadline_and_again_when_it_changes() -> None:
    scene = FloorScene()
    scene.dispatcher.deadline = EPOCH + 5
    running = asyncio.create_task(scene.floor.run())
    await scene.clock.advance(4)
    assert scene.dispatcher.ticks == []
    await scene.clock.advance(1)
    assert scene.dispatcher.ticks == [EPOCH + 5]
    scene.dispatcher.deadline = EPOCH + 7
    scene.floor.tell(READIED)
    await scene.clock.advance(10)
    running.cancel()
    assert scene.dispatcher.ticks == [EPOCH + 5, EPOCH + 5, EPOCH + 7]

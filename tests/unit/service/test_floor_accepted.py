"""Accepted offers: given out once, kept until somebody looks, forgotten when all begins anew."""

from __future__ import annotations

from acd.messages import (
    Connect,
    Left,
    Readied,
    Recovered,
)
from tests.unit.service.floor_scene import CLOSED, LEFT, OFFER, READIED, FloorScene, Scripted
from tests.unit.service.rooms import CALL


async def test_an_accepted_offer_is_given_out_once() -> None:
    scene = FloorScene(Scripted({Readied: [Connect(OFFER)], Left: [Connect(CLOSED)]}))
    accepted = scene.floor.expect(CALL)
    assert scene.floor.expect(CALL) is accepted
    scene.floor.tell(READIED)
    assert await scene.floor.expect(CALL) is OFFER
    assert scene.floor.taken(CALL) is OFFER
    assert not scene.floor.expect(CALL).done()


async def test_an_offer_accepted_before_anybody_looks_is_kept_and_the_newest_counts() -> None:
    scene = FloorScene(Scripted({Readied: [Connect(OFFER)], Left: [Connect(CLOSED)]}))
    scene.floor.tell(READIED)
    scene.floor.tell(LEFT)
    assert scene.floor.expect(CALL).done()
    assert scene.floor.taken(CALL) is CLOSED


async def test_recovery_and_forgetting_begin_anew() -> None:
    scene = FloorScene(Scripted({Readied: [Connect(OFFER)]}))
    scene.floor.tell(READIED)
    scene.floor.tell(Recovered([], []))
    assert not scene.floor.expect(CALL).done()
    scene.floor.forget(CALL)
    scene.floor.forget(CALL)


async def test_who_gave_up_waiting_does_not_spoil_it_for_the_next() -> None:
    scene = FloorScene(Scripted({Readied: [Connect(OFFER)]}))
    scene.floor.expect(CALL).cancel()
    accepted = scene.floor.expect(CALL)
    scene.floor.tell(READIED)
    assert await accepted is OFFER

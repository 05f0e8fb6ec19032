"""Phones found ringing or answered after a restart."""

from __future__ import annotations

from acd.messages import Refusal
from acd.offers import Offer
from calls.switch import Outside, RingOrder, Seat
from tests.contract.switch.world import order
from tests.fakes.clock import EPOCH
from tests.fakes.party import Answers, FakePhone
from tests.unit.service.connecting_rooms import LEG, ONE, TAKEN, UP, ConnectingRooms, declined
from tests.unit.service.rooms import LIN, offer


async def found(ringing: ConnectingRooms, made: Offer, target: Seat | Outside, up: bool) -> FakePhone:
    phone = ringing.switch.phone(target)
    wanted = order(target, LEG)
    await ringing.switch.ring(RingOrder(LEG, target, 20.0, wanted.caller, wanted.marks))
    if up:
        phone.answer()
    await ringing.clock.settle()
    ringing.connecting.adopt(made, LEG, up)
    await ringing.clock.settle()
    return phone


async def test_a_phone_found_ringing_rings_on_for_what_is_left(ringing: ConnectingRooms) -> None:
    await found(ringing, offer(made_at=EPOCH - 10), Seat("1001"), up=False)
    await ringing.clock.advance(4.9)
    assert ringing.floor.told == []
    await ringing.clock.advance(0.1)
    assert ringing.floor.told == [declined(Refusal.NO_ANSWER)]
    assert ringing.gone()


async def test_a_phone_found_ringing_can_be_answered(ringing: ConnectingRooms) -> None:
    phone = await found(ringing, offer(), Seat("1001"), up=False)
    phone.answer()
    await ringing.clock.settle()
    assert ringing.floor.told == [UP, TAKEN]


async def test_a_manager_found_on_the_phone_is_asked_again(ringing: ConnectingRooms) -> None:
    phone = await found(ringing, offer(LIN), Outside("13900001111"), up=True)
    assert phone.hears == "manager_brief"
    phone.press("1")
    await ringing.clock.settle()
    assert ringing.floor.told == [UP, TAKEN]


async def test_phones_from_before_are_forgotten(ringing: ConnectingRooms) -> None:
    await ringing.begin(offer(), script=Answers(after=1))
    await ringing.clock.advance(1)
    ringing.connecting.start_anew()
    assert ringing.connecting.hand_over(ONE) is None

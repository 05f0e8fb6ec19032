"""An offer that the floor closes: the phone never stays behind, and who came too late is told why."""

from __future__ import annotations

import pytest

from acd.messages import OfferPickedUp, Tell
from calls.errors import SwitchRefused
from calls.ids import OfferId
from calls.switch import Seat
from tests.fakes.party import Answers
from tests.unit.service.connecting_rooms import LEG, ONE, RANG, ConnectingRooms
from tests.unit.service.rooms import offer


async def test_a_closed_offer_stops_the_ringing_and_says_nothing_more(ringing: ConnectingRooms) -> None:
    await ringing.begin(offer())
    ringing.connecting.close(ONE, None)
    ringing.connecting.close(ONE, Tell.CALL_TAKEN)
    await ringing.clock.settle()
    assert ringing.floor.told == [RANG]
    assert ringing.gone()
    assert ringing.connecting.hand_over(ONE) is None


async def test_an_offer_closed_before_it_rang_never_rings(ringing: ConnectingRooms) -> None:
    ringing.switch.phone(Seat("1001"))
    ringing.connecting.start(offer())
    ringing.connecting.close(ONE, None)
    await ringing.clock.settle()
    assert all(leg.ended is not None for leg in ringing.switch.all_legs.values() if leg.name == LEG)
    assert OfferPickedUp(ONE) not in ringing.floor.told


@pytest.mark.parametrize("tell", [Tell.CALL_GONE, Tell.CALL_TAKEN])
async def test_who_has_picked_up_too_late_is_told_why_and_released(ringing: ConnectingRooms, tell: Tell) -> None:
    phone = await ringing.begin(offer(), script=Answers(after=1))
    await ringing.clock.advance(1)
    ringing.connecting.close(ONE, tell)
    await ringing.clock.settle()
    assert phone.hears == tell.value
    await ringing.clock.advance(3)
    assert ringing.gone()
    assert phone.heard == [tell.value]


async def test_a_word_that_cannot_be_said_releases_him_all_the_same(ringing: ConnectingRooms) -> None:
    await ringing.begin(offer(), script=Answers(after=1))
    await ringing.clock.advance(1)
    ringing.switch.fail_next("play", SwitchRefused("there is no sound"))
    ringing.connecting.close(ONE, Tell.CALL_GONE)
    await ringing.clock.settle()
    assert ringing.gone()


async def test_who_hangs_up_before_he_is_joined_is_not_handed_over(ringing: ConnectingRooms) -> None:
    phone = await ringing.begin(offer(), script=Answers(after=1))
    await ringing.clock.advance(1)
    phone.hang_up()
    await ringing.clock.settle()
    assert ringing.connecting.hand_over(ONE) is None


async def test_an_offer_that_nobody_knows_is_closed_without_harm(ringing: ConnectingRooms) -> None:
    ringing.connecting.close(OfferId("offer-9"), Tell.CALL_GONE)
    assert ringing.connecting.hand_over(OfferId("offer-9")) is None

"""One phone that rings for an offer: what the floor is told, what is written down, and why nobody comes."""

from __future__ import annotations

import pytest

from acd.messages import Refusal
from acd.offers import Offer
from calls.causes import Cause
from calls.errors import HotlineError, SwitchLost, SwitchRefused
from calls.events import Caller
from calls.happenings.offer import PickedUp, Rang
from calls.ids import CallId
from calls.switch import Marks, Role
from service.call import Partner
from tests.fakes.clock import EPOCH
from tests.fakes.party import Answers
from tests.unit.service.connecting_rooms import LEG, ONE, RANG, TAKEN, UP, ConnectingRooms, declined
from tests.unit.service.rooms import CALL, WEI, offer


async def test_an_agent_takes_a_call_by_picking_up(ringing: ConnectingRooms) -> None:
    phone = await ringing.begin(offer(), script=Answers(after=3))
    assert ringing.floor.told == [RANG]
    await ringing.clock.advance(3)
    assert ringing.floor.told == [RANG, UP, TAKEN]
    assert ringing.noted() == [Rang(ONE, LEG), PickedUp(ONE)]
    assert ringing.connecting.hand_over(ONE) == Partner(WEI, ringing.lines.open(LEG), ONE)
    assert phone.up
    assert ringing.connecting.hand_over(ONE) is None


async def test_the_phone_is_rung_with_the_caller_and_the_truth_about_the_offer(ringing: ConnectingRooms) -> None:
    await ringing.begin(offer())
    [rung] = [leg for leg in await ringing.switch.legs() if leg.leg == LEG]
    assert rung.marks == Marks(CALL, Role.OFFER, ONE, WEI, "wealth")
    assert rung.caller == Caller("13800001111", "Li")


async def test_an_offer_of_a_call_that_is_over_names_nobody_and_notes_nothing(ringing: ConnectingRooms) -> None:
    strange = Offer(ONE, CallId("call-9"), WEI, "wealth", offer().kind, EPOCH, EPOCH + 40)
    await ringing.begin(strange)
    assert ringing.switch.all_legs[LEG].caller == Caller()
    assert ringing.noted() == []


@pytest.mark.parametrize(
    ("cause", "why"),
    [
        (Cause.BUSY, Refusal.BUSY),
        (Cause.REJECTED, Refusal.REJECTED),
        (Cause.NO_ANSWER, Refusal.NO_ANSWER),
        (Cause.NO_RESPONSE, Refusal.NO_ANSWER),
        (Cause.ABSENT, Refusal.UNREACHABLE),
        (Cause.UNALLOCATED, Refusal.UNREACHABLE),
        (Cause.RECOVERY_ON_TIMER, Refusal.UNREACHABLE),
        (Cause.OUT_OF_ORDER, Refusal.UNREACHABLE),
        (Cause.CONGESTION, Refusal.FAILED),
        (Cause.NORMAL, Refusal.FAILED),
        (Cause.UNKNOWN, Refusal.FAILED),
    ],
)
async def test_how_a_phone_ends_says_why_the_person_does_not_come(
    ringing: ConnectingRooms, cause: Cause, why: Refusal
) -> None:
    await ringing.begin(offer())
    ringing.end(LEG, cause)
    await ringing.clock.settle()
    assert ringing.floor.told == [RANG, declined(why, cause.words)]
    assert ringing.gone()


async def test_a_phone_rings_for_as_long_as_the_plan_says(ringing: ConnectingRooms) -> None:
    await ringing.begin(offer())
    await ringing.clock.advance(14.9)
    assert ringing.floor.told == [RANG]
    await ringing.clock.advance(0.1)
    assert ringing.floor.told == [RANG, declined(Refusal.NO_ANSWER)]
    assert ringing.gone()


@pytest.mark.parametrize("error", [SwitchRefused("no trunk"), SwitchLost("no answer to Originate")])
async def test_a_phone_that_cannot_be_rung_is_declined_and_nowhere_left(
    ringing: ConnectingRooms, error: HotlineError
) -> None:
    ringing.switch.fail_next("ring", error)
    await ringing.begin(offer())
    assert ringing.floor.told == [declined(Refusal.FAILED, error.told())]
    assert [command.leg for command in ringing.switch.asked("hang_up")] == [LEG]
    assert not ringing.lines.knows(LEG)

"""After a kill all is as it was: refusals with their kind, offers in flight with their reasons, what was asked and said."""

from __future__ import annotations

import pytest

from calls.causes import Cause
from calls.happenings.menu import Remembered
from calls.happenings.visit import Arrived
from calls.ids import CallId, LegId
from calls.switch import Seat
from tests.fakes.party import Answers, Refuses, Rings
from tests.journeys.centre import Centre, nobody, only


async def test_a_rejection_is_still_one_after_a_restart(centre: Centre) -> None:
    """Before, it became a missed ring, and he who had said no was asked again after a minute."""
    agent = only(centre, "1001", Refuses(Cause.REJECTED, after=1))
    caller = centre.switch.call_in("95106")
    await centre.clock.until(lambda: bool(centre.memory.records()[-1].refused))
    (offer,) = centre.memory.records()[-1].offers
    assert (offer.outcome, offer.refusal) == ("DECLINED", "rejected")
    await centre.kill()
    await centre.start_again()
    rung = agent.rung
    centre.switch.phone(Seat("1001"), Answers(after=1))
    agent.unregister()
    agent.register()
    await centre.clock.advance(300)
    assert agent.rung == rung
    centre.switch.phone(Seat("1002"), Answers(after=1)).register()
    await centre.clock.until(lambda: caller.hears == "1002")


async def test_an_offer_in_flight_keeps_its_explanation(centre: Centre) -> None:
    agent = only(centre, "1001", Rings())
    centre.switch.call_in("95106")
    await centre.clock.until(lambda: agent.ringing)
    await centre.kill()
    await centre.start_again(away=1)
    (offer,) = centre.house.floor.dispatcher.snapshot(centre.clock.now()).offers
    assert agent.rung == 1
    assert offer.explanation is not None
    assert offer.explanation.person == "1001"
    assert offer.because == centre.memory.records()[-1].offers[0].because


@pytest.mark.parametrize(
    ("value", "secret", "known"), [("*", False, {"x": "*"}), ("****", True, {}), ("", False, {"x": ""})]
)
async def test_a_plain_star_is_no_secret(centre: Centre, value: str, secret: bool, known: dict[str, str]) -> None:
    nobody(centre)
    call = CallId("call-x")
    centre.house.chronicle.note(call, Arrived(LegId("leg"), "95106", "1", ""))
    centre.house.chronicle.note(call, Remembered("x", value, secret))
    record = centre.house.chronicle.record(call)
    assert record is not None
    assert {name: told for name, told in record.variables.items() if name not in record.secrets} == known


async def test_a_secret_that_became_plain_is_known_again(centre: Centre) -> None:
    call = CallId("call-x")
    centre.house.chronicle.note(call, Arrived(LegId("leg"), "95106", "1", ""))
    centre.house.chronicle.note(call, Remembered("pin", "****", secret=True))
    centre.house.chronicle.note(call, Remembered("pin", "1"))
    record = centre.house.chronicle.record(call)
    assert record is not None
    assert (record.variables["pin"], record.secrets) == ("1", ())

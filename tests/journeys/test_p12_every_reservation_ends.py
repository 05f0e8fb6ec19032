"""P12: an agent stuck in "reserved" for ever. Every offer is a lease with an expiry."""

from __future__ import annotations

from calls.switch import Seat
from tests.fakes.party import Answers
from tests.journeys.centre import COMPANY, Centre, only


async def test_a_phone_that_rings_for_ever_costs_the_agent_his_readiness_not_the_caller_his_place(
    centre: Centre,
) -> None:
    silent = only(centre, "1001")
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.advance(25)
    assert not silent.ringing
    state = centre.memory.people["1001"]
    assert state.after == "NOT_READY"
    assert "answer" in state.reason
    assert caller.hears in COMPANY
    centre.switch.phone(Seat("1002"), Answers(after=1)).register()
    await centre.clock.until(lambda: caller.hears == "1002")


async def test_a_lease_ends_even_if_the_switch_says_nothing(centre: Centre) -> None:
    silent = only(centre, "1001")
    centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: silent.ringing)
    centre.house.lines.clear()
    await centre.clock.advance(60)
    assert centre.memory.people["1001"].after == "NOT_READY"

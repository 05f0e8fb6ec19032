"""P18: an agent on another call is counted free; an unregistered phone is "available"."""

from __future__ import annotations

from calls.switch import Seat
from tests.fakes.party import Answers
from tests.journeys.centre import Centre, only


async def test_an_agent_who_talks_to_a_colleague_is_not_rung(centre: Centre) -> None:
    agent = only(centre, "1001", Answers(after=1))
    colleague = centre.switch.phone(Seat("1003"), Answers(after=1))
    colleague.register()
    private = centre.switch.call_in("1003", number="1001", seat="1001")
    await centre.clock.until(lambda: colleague.up)
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.advance(10)
    assert (agent.rung, "1001" in caller.heard) == (0, False)
    private.hang_up()
    await centre.clock.until(lambda: caller.hears == "1001")


async def test_a_phone_that_is_not_registered_is_not_rung(centre: Centre) -> None:
    agent = only(centre, "1001", Answers(after=1))
    agent.unregister()
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.advance(10)
    assert (agent.rung, "1001" in caller.heard) == (0, False)
    assert centre.memory.people["1001"].after == "LOGGED_OUT"

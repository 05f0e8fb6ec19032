"""P14: one unavailable agent in the list stops all distribution."""

from __future__ import annotations

from calls.switch import Seat
from tests.fakes.party import UNREACHABLE, Answers
from tests.journeys.centre import Centre


async def test_the_next_agent_is_rung_at_once(centre: Centre) -> None:
    centre.switch.phone(Seat("1001"), UNREACHABLE)
    centre.switch.phone(Seat("1002"), Answers(after=1))
    callers = [centre.switch.call_in("95106", number=f"1380000{n}") for n in (1111, 2222)]
    await centre.clock.advance(6)
    assert "1002" in {caller.hears for caller in callers}
    assert centre.memory.people["1001"].after == "LOGGED_OUT"

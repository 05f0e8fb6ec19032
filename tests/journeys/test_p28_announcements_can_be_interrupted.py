"""P28: a caller who hears an announcement cannot be picked. Here he is joined in the middle of it."""

from __future__ import annotations

from calls.switch import Seat
from tests.fakes.party import Answers
from tests.journeys.centre import Centre, nobody


async def test_he_is_joined_in_the_middle_of_an_announcement(centre: Centre) -> None:
    nobody(centre)
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "all_busy", within=30)
    agent = centre.switch.phone(Seat("1001"), Answers(after=0.2))
    agent.register()
    await centre.clock.until(lambda: caller.hears == "1001", within=1)

"""P4: the agent answers and hangs up before he is joined; everybody is rung again. Here the caller keeps his rank."""

from __future__ import annotations

from calls.errors import SwitchRefused
from calls.switch import Seat
from tests.fakes.party import Answers
from tests.journeys.centre import Centre


async def test_the_caller_keeps_his_place_and_the_next_agent_is_asked_at_once(centre: Centre) -> None:
    for seat in ("1001", "1002"):
        centre.switch.phone(Seat(seat), Answers(after=2))
    centre.switch.fail_next("bridge", SwitchRefused("the other leg is gone"))
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: caller.hears in ("1001", "1002"), within=10)
    record = centre.memory.record("13800001111")
    first, second = record.offers
    assert first.person != second.person
    assert second.made_at - first.made_at <= 3
    assert len(record.waits) == 1, "one wait from first to last: the place was kept"

"""P25: deadlocks under queue load. Two hundred callers at once, three agents: all of them are served or seen to leave."""

from __future__ import annotations

from calls.contact import Outcome
from calls.switch import Seat
from tests.fakes.party import Answers
from tests.journeys.centre import Centre


async def test_everybody_is_served_or_recorded_as_gone(centre: Centre) -> None:
    for seat in ("1001", "1002", "1003"):
        centre.switch.phone(Seat(seat), Answers(after=1, hangs_up_after=20))
    callers = [centre.switch.call_in("95106", number=f"138{n:08}") for n in range(200)]
    await centre.clock.advance(60)
    for caller in callers[1::2]:
        if not caller.gone:
            caller.hang_up()
    await centre.clock.advance(1500)
    assert all(caller.gone for caller in callers)
    outcomes = [record.outcome for record in centre.memory.records()]
    assert len(outcomes) == 200
    assert set(outcomes) == {Outcome.SERVED, Outcome.ABANDONED}
    assert centre.house.chronicle.open_records() == []

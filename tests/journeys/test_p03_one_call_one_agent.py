"""P3: two agents answer the same call. An offer is a reservation: only one phone rings for one caller."""

from __future__ import annotations

from calls.switch import Seat
from tests.fakes.party import Answers
from tests.journeys.centre import Centre


async def test_one_caller_rings_one_phone(centre: Centre) -> None:
    phones = [centre.switch.phone(Seat(seat), Answers(after=3)) for seat in ("1001", "1002")]
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.advance(2)
    assert sum(phone.rung for phone in phones) == 1
    await centre.clock.until(lambda: caller.hears in ("1001", "1002"))
    assert sum(phone.rung for phone in phones) == 1


async def test_two_callers_never_share_an_agent(centre: Centre) -> None:
    for seat in ("1001", "1002"):
        centre.switch.phone(Seat(seat), Answers(after=3))
    callers = [centre.switch.call_in("95106", number=f"1380000{n}") for n in (1111, 2222)]
    await centre.clock.advance(10)
    assert {caller.hears for caller in callers} == {"1001", "1002"}

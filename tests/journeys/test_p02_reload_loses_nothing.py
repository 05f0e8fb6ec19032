"""P2: a reload silently loses wrap-up. Here a reload is a difference: states, places and conversations stay."""

from __future__ import annotations

from tests.fakes.party import Answers
from tests.journeys.centre import COMPANY, Centre, only
from tests.journeys.house import Shelf


async def test_a_reload_keeps_wrap_up_and_places(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    first = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: first.hears == "1001")
    first.hang_up()
    waiting = centre.switch.call_in("95106", number="13800002222")
    await centre.clock.advance(4)
    before = centre.memory.people["1001"]
    await centre.house.reconfigure(centre.house.configuration, Shelf())
    await centre.clock.settle()
    assert centre.memory.people["1001"] == before
    assert before.after == "WRAP_UP"
    assert waiting.hears in COMPANY
    await centre.clock.until(lambda: waiting.hears == "1001", within=20)


async def test_a_reload_does_not_touch_a_conversation(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "1001")
    await centre.house.reconfigure(centre.house.configuration, Shelf())
    await centre.clock.advance(30)
    assert caller.hears == "1001"

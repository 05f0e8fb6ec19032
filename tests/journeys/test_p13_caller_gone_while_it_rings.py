"""P13: the caller hangs up while the agent's phone is being rung: a zombie call. Here the ringing stops."""

from __future__ import annotations

from calls.contact import Outcome
from calls.switch import Outside
from tests.fakes.party import Answers
from tests.journeys.centre import Centre, only


async def test_the_ringing_stops_and_the_agent_is_ready_again(centre: Centre) -> None:
    agent = only(centre, "1001")
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: agent.ringing)
    caller.hang_up()
    await centre.clock.settle()
    assert not agent.ringing
    assert agent.gone
    assert centre.memory.people["1001"].after == "READY"
    record = centre.memory.record("13800001111")
    assert record.outcome is Outcome.ABANDONED
    assert record.offers[0].outcome == "WITHDRAWN"


async def test_a_manager_who_has_picked_up_is_told_and_released(centre: Centre) -> None:
    manager = centre.switch.phone(Outside("13900001111"), Answers(after=2))
    caller = centre.switch.call_in("95107", number="13800001111")
    await centre.clock.until(lambda: manager.up)
    await centre.clock.advance(1)
    caller.hang_up()
    await centre.clock.until(lambda: manager.gone, within=15)
    assert manager.heard[-1] == "call_gone"


async def test_hang_up_at_every_second_of_the_path_leaves_nothing_behind(centre: Centre) -> None:
    for seconds in range(14):
        manager = centre.switch.phone(Outside("13900001111"), Answers(after=3, presses="1"))
        caller = centre.switch.call_in("95105", number=f"1380000{seconds:04}")
        await centre.clock.advance(min(seconds, 3))
        if seconds >= 3:
            caller.press("3")
            await centre.clock.advance(seconds - 3)
        caller.hang_up()
        await centre.clock.advance(10)
        assert manager.gone, seconds
        record = centre.memory.record(f"1380000{seconds:04}")
        assert record.ended_at is not None, seconds
        assert not record.open_offers, seconds
    assert centre.memory.people["xiamen_1"].after == "READY"
    assert centre.house.chronicle.open_records() == []

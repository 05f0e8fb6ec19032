"""The path everything stands on: a caller hears a menu, presses a key, waits with music, talks to a person."""

from __future__ import annotations

from calls.causes import EndedBy
from calls.contact import Outcome
from calls.switch import Outside, Seat
from tests.fakes.party import Answers
from tests.journeys.centre import COMPANY, Centre


async def test_a_caller_reaches_an_agent(centre: Centre) -> None:
    agent = centre.switch.phone(Seat("1001"), Answers(after=2))
    caller = centre.switch.call_in("95105", number="13800001111")
    await centre.clock.advance(3)
    caller.press("1")
    await centre.clock.until(lambda: caller.hears == "1001")
    assert caller.heard[:2] == ["greeting", "main_menu"]
    assert "music" in caller.heard
    await centre.clock.advance(60)
    caller.hang_up()
    await centre.clock.settle()
    record = centre.memory.record("13800001111")
    assert (record.outcome, record.ended_by) == (Outcome.SERVED, EndedBy.CALLER)
    assert record.talked == 60.0
    assert agent.gone
    assert centre.memory.people["1001"].after == "WRAP_UP"
    await centre.clock.advance(11)
    assert centre.memory.people["1001"].after == "READY"


async def test_a_caller_reaches_his_manager_who_presses_one(centre: Centre) -> None:
    manager = centre.switch.phone(Outside("13900001111"), Answers(after=3, presses="1", presses_after=2))
    caller = centre.switch.call_in("95105", number="13800001111")
    await centre.clock.advance(3)
    caller.press("3")
    await centre.clock.until(lambda: caller.hears == "13900001111")
    assert manager.heard[0] == "manager_brief"
    manager.hang_up()
    await centre.clock.settle()
    record = centre.memory.record("13800001111")
    assert caller.gone
    assert (record.person, record.ended_by) == ("xiamen_1", EndedBy.PERSON)


async def test_a_caller_waits_until_an_agent_is_free(centre: Centre) -> None:
    for seat in ("1001", "1002"):
        centre.switch.phone(Seat(seat)).unregister()
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.advance(120)
    assert caller.hears in COMPANY
    assert "still_waiting" in caller.heard
    centre.switch.phone(Seat("1001"), Answers(after=2)).register()
    await centre.clock.until(lambda: caller.hears == "1001")
    assert 120 <= centre.memory.record("13800001111").waited <= 125

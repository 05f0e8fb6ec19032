"""P1: wrap-up ends early, or the agent is rung during it, because he sits in several queues."""

from __future__ import annotations

from tests.fakes.party import Answers
from tests.journeys.centre import COMPANY, Centre, only


async def test_no_queue_rings_an_agent_in_wrap_up(centre: Centre) -> None:
    agent = only(centre, "1003", Answers(after=1))
    first = centre.switch.call_in("95108", number="13800001111")
    await centre.clock.until(lambda: first.hears == "1003")
    first.hang_up()
    await centre.clock.settle()
    assert centre.memory.people["1003"].after == "WRAP_UP"
    other_queue = centre.switch.call_in("95106", number="13800002222")
    await centre.clock.advance(9)
    assert agent.rung == 1
    assert other_queue.hears in COMPANY
    await centre.clock.until(lambda: other_queue.hears == "1003", within=10)
    assert agent.rung == 2

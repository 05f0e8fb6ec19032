"""P11: the service was down when an agent's pause ended or his phone went away; he is wrong for ever after."""

from __future__ import annotations

from tests.fakes.party import Answers
from tests.journeys.centre import Centre, nobody, only


async def test_a_phone_that_went_away_meanwhile_is_not_rung(centre: Centre) -> None:
    agent = only(centre, "1001", Answers(after=1))
    await centre.kill()
    agent.unregister()
    await centre.start_again()
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.advance(5)
    assert (agent.rung, "1001" in caller.heard) == (0, False)


async def test_wrap_up_that_ended_meanwhile_is_over(centre: Centre) -> None:
    agent = only(centre, "1001", Answers(after=1))
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "1001")
    caller.hang_up()
    await centre.clock.settle()
    assert centre.memory.people["1001"].after == "WRAP_UP"
    await centre.kill()
    await centre.start_again(away=60)
    caller = centre.switch.call_in("95106", number="13800002222")
    await centre.clock.until(lambda: caller.hears == "1001", within=10)
    assert agent.up


async def test_a_pause_with_its_reason_survives(centre: Centre) -> None:
    agent = only(centre, "1001", Answers(after=1))
    centre.switch.call_in("*4", number="1001", seat="1001")
    await centre.clock.advance(5)
    paused = centre.memory.people["1001"]
    assert (paused.after, paused.reason) == ("NOT_READY", "lunch")
    await centre.kill()
    await centre.start_again(away=60)
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.advance(10)
    assert (agent.rung, "1001" in caller.heard) == (0, False)
    kept = centre.memory.people["1001"]
    assert (kept.after, kept.reason, kept.since) == ("NOT_READY", "lunch", paused.since)
    nobody(centre)

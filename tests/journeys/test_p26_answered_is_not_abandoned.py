"""P26: answered calls are shown as abandoned. "Abandoned" is defined once: queued, and ended before anybody was joined."""

from __future__ import annotations

from calls.contact import Outcome
from tests.fakes.party import Answers
from tests.journeys.centre import Centre, nobody, only


async def test_answered_calls_are_served_whoever_hangs_up(centre: Centre) -> None:
    agent = only(centre, "1001", Answers(after=1))
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "1001")
    agent.hang_up()
    await centre.clock.advance(5)
    assert centre.memory.record("13800001111").outcome is Outcome.SERVED


async def test_a_caller_who_leaves_the_queue_has_abandoned(centre: Centre) -> None:
    nobody(centre)
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.advance(33)
    caller.hang_up()
    await centre.clock.settle()
    record = centre.memory.record("13800001111")
    assert (record.outcome, record.waited) == (Outcome.ABANDONED, 33.0)


async def test_a_caller_who_leaves_the_menu_has_not_abandoned_a_queue(centre: Centre) -> None:
    caller = centre.switch.call_in("95105", number="13800001111")
    await centre.clock.advance(3)
    caller.hang_up()
    await centre.clock.settle()
    assert centre.memory.record("13800001111").outcome is Outcome.LEFT_IN_MENU

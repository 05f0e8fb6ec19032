"""A queue has a number: agents dial it, and send callers to it."""

from __future__ import annotations

import pytest

from calls.contact import Outcome
from calls.switch import Seat
from tests.fakes.party import Answers
from tests.journeys.centre import Centre, only

CALLER = "13800001111"


@pytest.mark.parametrize("dialled", ["7001", "*77001", "*7desk"])
async def test_a_caller_is_sent_to_a_queue_by_its_number(numbered: Centre, dialled: str) -> None:
    agent = only(numbered, "1001", Answers(after=1))
    caller = numbered.switch.call_in("95106", number=CALLER)
    await numbered.clock.until(lambda: caller.hears == "1001")
    colleague = numbered.switch.phone(Seat("1003"), Answers(after=1))
    colleague.register()
    joined_at = numbered.memory.record(CALLER).queued_at
    agent.transfer_to(dialled)
    await numbered.clock.until(lambda: caller.hears == "1003")
    record = numbered.memory.record(CALLER)
    assert (record.queue, record.queued_at) == ("desk", joined_at)


async def test_an_agent_who_dials_the_number_waits_in_the_queue(numbered: Centre) -> None:
    only(numbered, "1001", Answers(after=1))
    caller = numbered.switch.call_in("7001", number="1001", seat="1001")
    await numbered.clock.until(lambda: caller.hears == "music")
    assert numbered.memory.record("1001").queue == "desk"
    colleague = numbered.switch.phone(Seat("1003"), Answers(after=1))
    colleague.register()
    await numbered.clock.until(lambda: caller.hears == "1003")
    colleague.hang_up()
    await numbered.clock.until(lambda: caller.gone)
    assert numbered.memory.record("1001").outcome is Outcome.SERVED


async def test_after_a_restart_he_waits_on(numbered: Centre) -> None:
    only(numbered, "1001", Answers(after=1))
    caller = numbered.switch.call_in("7001", number="1001", seat="1001")
    await numbered.clock.until(lambda: caller.hears == "music")
    plan = numbered.house.configuration
    await numbered.kill()
    await numbered.start_again(plan=plan)
    colleague = numbered.switch.phone(Seat("1003"), Answers(after=1))
    colleague.register()
    await numbered.clock.until(lambda: caller.hears == "1003")
    colleague.hang_up()
    await numbered.clock.until(lambda: caller.gone)
    assert numbered.memory.record("1001").outcome is Outcome.SERVED

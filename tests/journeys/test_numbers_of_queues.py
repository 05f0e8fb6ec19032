"""A queue has a number: agents dial it, and send callers to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from calls.contact import Outcome
from calls.switch import Seat
from service.queue_numbers import with_numbers
from tests.fakes.party import Answers
from tests.journeys.centre import Centre, only, open_centre
from tests.journeys.house import Shelf

CALLER = "13800001111"


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    """The queue `desk` is 7001."""
    async with open_centre() as running:
        old = running.house.configuration
        queues = tuple(replace(each, number="7001") if each.name == "desk" else each for each in old.queues)
        numbered = replace(old, plan=with_numbers(old.plan, queues), queues=queues)
        await running.house.reconfigure(numbered, Shelf())
        yield running


@pytest.mark.parametrize("dialled", ["7001", "*77001", "*7desk"])
async def test_a_caller_is_sent_to_a_queue_by_its_number(centre: Centre, dialled: str) -> None:
    agent = only(centre, "1001", Answers(after=1))
    caller = centre.switch.call_in("95106", number=CALLER)
    await centre.clock.until(lambda: caller.hears == "1001")
    colleague = centre.switch.phone(Seat("1003"), Answers(after=1))
    colleague.register()
    joined_at = centre.memory.record(CALLER).queued_at
    agent.transfer_to(dialled)
    await centre.clock.until(lambda: caller.hears == "1003")
    record = centre.memory.record(CALLER)
    assert (record.queue, record.queued_at) == ("desk", joined_at)


async def test_an_agent_who_dials_the_number_waits_in_the_queue(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    caller = centre.switch.call_in("7001", number="1001", seat="1001")
    await centre.clock.until(lambda: caller.hears == "music")
    assert centre.memory.record("1001").queue == "desk"
    colleague = centre.switch.phone(Seat("1003"), Answers(after=1))
    colleague.register()
    await centre.clock.until(lambda: caller.hears == "1003")
    colleague.hang_up()
    await centre.clock.until(lambda: caller.gone)
    assert centre.memory.record("1001").outcome is Outcome.SERVED


async def test_after_a_restart_he_waits_on(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    caller = centre.switch.call_in("7001", number="1001", seat="1001")
    await centre.clock.until(lambda: caller.hears == "music")
    plan = centre.house.configuration
    await centre.kill()
    await centre.start_again(plan=plan)
    colleague = centre.switch.phone(Seat("1003"), Answers(after=1))
    colleague.register()
    await centre.clock.until(lambda: caller.hears == "1003")
    colleague.hang_up()
    await centre.clock.until(lambda: caller.gone)
    assert centre.memory.record("1001").outcome is Outcome.SERVED

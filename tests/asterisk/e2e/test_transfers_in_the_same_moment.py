"""A transfer into a queue is completed (REFER with Replaces) in the moment in which the agent's question is answered there."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from calls.contact import Outcome
from calls.ids import CallId
from tests.asterisk.centre import Centre
from tests.asterisk.e2e.conversations import talking
from tests.asterisk.judges import PjsuaSeat, SeatFault
from tests.asterisk.plan import KEPT
from tests.waiting import until

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(60)]


def _questions(centre: Centre) -> list[CallId]:
    return [record.call for record in centre.service.house.chronicle.open_records() if record.asked_for]


@contextlib.asynccontextmanager
async def _answering(expert: PjsuaSeat) -> AsyncIterator[None]:
    """He picks up whatever rings, as often as it rings."""
    answering = asyncio.create_task(_answers(expert))
    try:
        yield
    finally:
        answering.cancel()
        await asyncio.gather(answering, return_exceptions=True)


async def _answers(expert: PjsuaSeat) -> None:
    count = 1
    while True:
        call = await expert.incoming(count, within=60)
        with contextlib.suppress(SeatFault):  # it may have stopped in this moment
            await expert.answer(call)
        count += 1


@pytest.mark.parametrize("completed_after", [0.0, 0.01, 0.03, 0.1])
async def test_the_caller_and_who_answered_talk_in_the_end(centre: Centre, completed_after: float) -> None:
    number = f"138666701{round(completed_after * 100):02}"
    async with centre.seat("attended1") as agent:
        call, caller = await talking(centre, agent, number, "attended")
        await agent.hold(call)
        asking = await agent.call(KEPT)
        await agent.up(asking)
        async with centre.seat("kept2") as expert:
            await expert.incoming()
            async with _answering(expert):
                # The moment between the two is what is tried here; nothing is waited for.
                await asyncio.sleep(completed_after)
                assert await agent.transfer_to_call(call, asking) // 100 == 2
                await until(lambda: caller.talks_with[-1:] == ["kept2"], 15, "whoever answered has the caller")
                await until(lambda: not _questions(centre), 15, "the end of the question, which cuts nobody off")
                assert caller.talks_with == ["attended1", "kept2"]
                await centre.state("kept2", "TALKING")
            last = [event for event in expert.events if event.kind == "incoming"][-1].call
            assert last is not None
            record = await caller.let_go(expert, last)
    assert (record.outcome, record.person) == (Outcome.SERVED, "kept2")
    await centre.nothing_left()

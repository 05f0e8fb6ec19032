"""An agent asks first and hands his caller over to whom he reached (REFER with Replaces, as PJSIP sends it)."""

from __future__ import annotations

import asyncio

import pytest

from calls.causes import EndedBy
from calls.contact import Outcome
from tests.asterisk.centre import Centre
from tests.asterisk.e2e.conversations import picked_up, talking
from tests.asterisk.judges import PjsuaSeat
from tests.asterisk.plan import KEPT
from tests.waiting import until

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(60)]


async def test_an_agent_consults_a_colleague_and_hands_the_caller_over(centre: Centre) -> None:
    number = "13866660004"
    async with centre.seat("attended1") as agent:
        call, caller = await talking(centre, agent, number, "attended")
        async with centre.seat("attended2") as colleague:
            taken = await _handed_over(centre, agent, colleague, call)
            await until(lambda: caller.talks_with == ["attended1", "attended2"], 5, "the handing over")
            await centre.state("attended1", "READY")
            assert centre.person("attended2").busy, "he could be rung in the middle of a conversation"
            record = await caller.let_go(colleague, taken)
            await centre.state("attended2", "READY")
    assert [(each.to, each.by, each.attended) for each in record.transfers] == [("attended2", "attended1", True)]
    assert (record.outcome, record.ended_by, record.person) == (Outcome.SERVED, EndedBy.PERSON, "attended2")
    await centre.nothing_left()


async def _handed_over(centre: Centre, agent: PjsuaSeat, colleague: PjsuaSeat, call: int) -> int:
    """The agent holds his caller, asks the colleague, and hands over; the colleague's call."""
    await agent.hold(call)
    consulting = await agent.call("attended2")
    taken = await colleague.incoming()
    await colleague.answer(taken)
    await agent.up(consulting)
    await until(lambda: centre.person("attended2").busy, what="attended2 busy while he is asked")
    # They talk about the caller for a moment; nothing is waited for.
    await asyncio.sleep(0.5)
    assert await agent.transfer_to_call(call, consulting) // 100 == 2
    return taken


async def test_an_agent_asks_in_a_queue_and_hands_the_caller_over_to_whom_he_reaches(centre: Centre) -> None:
    """He dials the number of the queue `kept`, waits there himself, and completes (REFER with Replaces)."""
    number = "13866660008"
    async with centre.seat("attended1") as agent:
        call, caller = await talking(centre, agent, number, "attended")
        await agent.hold(call)
        asking = await agent.call(KEPT)
        async with centre.seat("kept2") as expert:
            taken = await picked_up(expert)
            await centre.state("kept2", "TALKING")
            assert await agent.transfer_to_call(call, asking) // 100 == 2
            await until(lambda: caller.talks_with == ["attended1", "kept2"], 5, "the handing over")
            # Longer than the news of a transfer may take: nobody is cut off by the end of the question.
            await until(lambda: caller.talked_since >= 2.0, 5, "two seconds with whom he reached")
            assert caller.talks_with == ["attended1", "kept2"]
            await centre.state("kept2", "TALKING")
            record = await caller.let_go(expert, taken)
    assert [(each.to, each.by, each.attended) for each in record.transfers] == [("kept2", "attended1", True)]
    assert (record.outcome, record.ended_by, record.person) == (Outcome.SERVED, EndedBy.PERSON, "kept2")
    assert record.talked > 1.5
    await centre.nothing_left()


async def test_a_transfer_completed_while_the_question_waits_sends_the_caller_to_that_queue(centre: Centre) -> None:
    number = "13866660009"
    async with centre.seat("attended1") as agent:
        call, caller = await talking(centre, agent, number, "attended")
        await agent.hold(call)
        asking = await agent.call(KEPT)
        await agent.up(asking)
        assert await agent.transfer_to_call(call, asking) // 100 == 2
        async with centre.seat("kept2") as expert:
            taken = await caller.taken_by(expert, ["attended1"], "whom he waited for")
            record = await caller.let_go(expert, taken)
    assert [wait.whom for wait in record.waits] == ["attended", "kept"]
    assert record.queued_at == record.waits[0].since
    assert (record.outcome, record.person) == (Outcome.SERVED, "kept2")
    await centre.nothing_left()

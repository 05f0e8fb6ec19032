"""An agent sends his caller on by his own phone (REFER, as PJSIP sends it), told by the record."""

from __future__ import annotations

import pytest

from calls.causes import EndedBy
from calls.contact import Outcome
from tests.asterisk.centre import Centre
from tests.asterisk.e2e.conversations import talking

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(60)]


async def test_an_agent_sends_the_caller_to_a_colleague(centre: Centre) -> None:
    number = "13866660002"
    async with centre.seat("blind1") as agent:
        call, caller = await talking(centre, agent, number, "blind")
        async with centre.seat("blind2") as colleague:
            assert await agent.transfer(call, "blind2") // 100 == 2
            await agent.ended(call)
            await centre.state("blind1", "READY")
            taken = await caller.taken_by(colleague, ["blind1"], "the second conversation")
            record = await caller.let_go(colleague, taken)
    assert [talk.whom for talk in record.talks] == ["blind1", "blind2"]
    assert [(each.to, each.by, each.attended) for each in record.transfers] == [("blind2", "blind1", False)]
    assert (record.outcome, record.ended_by, record.person) == (Outcome.SERVED, EndedBy.PERSON, "blind2")
    await centre.nothing_left()


async def test_an_agent_sends_the_caller_to_a_queue(centre: Centre) -> None:
    """He dials the code and the name of the queue; whatever the caller has waited counts there."""
    number = "13866660005"
    async with centre.seat("blind1") as agent:
        call, caller = await talking(centre, agent, number, "blind")
        async with centre.seat("kept2") as colleague:
            assert await agent.transfer(call, "*7kept") // 100 == 2
            await agent.ended(call)
            taken = await caller.taken_by(colleague, ["blind1"], "the second conversation")
            record = await caller.let_go(colleague, taken)
    assert [(each.to, each.by) for each in record.transfers] == [("*7kept", "blind1")]
    assert [wait.whom for wait in record.waits] == ["blind", "kept"]
    assert record.queue == "kept"
    assert record.queued_at == record.waits[0].since
    await centre.nothing_left()

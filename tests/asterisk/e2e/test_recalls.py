"""A caller whom nobody took where he was sent (REFER) comes back to who sent him, told by the record."""

from __future__ import annotations

import pytest

from calls.causes import EndedBy
from calls.contact import Outcome
from tests.asterisk.centre import Centre
from tests.asterisk.e2e.conversations import picked_up, talking
from tests.asterisk.judges import PjsuaSeat
from tests.asterisk.plan import line_of

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(60)]


async def test_a_transfer_to_nobody_is_recalled_to_who_made_it(centre: Centre) -> None:
    """The colleague's phone is not there: who sent the caller is rung again, and has him once more."""
    number = "13866660003"
    async with centre.seat("blind1") as agent:
        call, caller = await talking(centre, agent, number, "blind")
        await agent.transfer(call, "blind3")
        again = await caller.taken_by(agent, ["blind1"], "the recall", count=2)
        record = await caller.let_go(agent, again)
    (recall,) = record.recalls
    assert (recall.person, recall.to, recall.outcome) == ("blind1", "blind3", "answered")
    assert len(record.waits) == 1, "he waited again"
    assert any("blind3" in failure.what for failure in record.failures)
    await centre.nothing_left()


async def test_a_recall_that_is_refused_brings_the_caller_back_to_his_place(centre: Centre) -> None:
    number = "13866660006"
    async with centre.seat("blind1") as agent:
        call, caller = await talking(centre, agent, number, "blind")
        await agent.transfer(call, "blind3")
        await agent.answer(await agent.incoming(count=2), 603)
        async with centre.seat("blind2") as second:
            taken = await caller.taken_by(second, ["blind1"], "somebody of his queue")
            record = await caller.let_go(second, taken)
    assert [(recall.person, bool(recall.leg)) for recall in record.recalls] == [("blind1", True)]
    assert record.recalls[0].outcome not in ("", "answered")
    assert [wait.whom for wait in record.waits] == ["blind", "blind"]
    assert record.queued_at == record.waits[0].since
    await centre.nothing_left()


async def test_the_caller_hangs_up_while_the_recall_rings(centre: Centre) -> None:
    number = "13866660007"
    account = centre.from_outside(number)
    async with centre.seat("blind1") as agent, PjsuaSeat(account.user, account.secret, account.port) as caller:
        calling = await caller.call(line_of("blind"))
        call = await picked_up(agent)
        await centre.state("blind1", "TALKING")
        await agent.transfer(call, "blind3")
        again = await agent.incoming(count=2)
        await caller.hang_up(calling)
        await agent.ended(again)
        record = await centre.record(number)
    assert (record.outcome, record.ended_by) == (Outcome.TRANSFERRED, EndedBy.CALLER)
    await centre.nothing_left()

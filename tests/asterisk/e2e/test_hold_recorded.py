"""Hold by the agent's own phone (re-INVITE, as PJSIP sends it), told by the record."""

from __future__ import annotations

import pytest

from calls.contact import Outcome
from tests.asterisk.centre import Centre
from tests.asterisk.e2e.conversations import talking
from tests.waiting import until

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(60)]


async def test_hold_is_recorded_and_not_counted_as_talk(centre: Centre) -> None:
    number = "13866660001"
    async with centre.seat("kept1") as agent:
        call, caller = await talking(centre, agent, number, "kept")
        await agent.hold(call)
        await until(lambda: caller.holds, 5, "the hold in the record")
        await until(lambda: caller.held >= 1.0, 5, "a second on hold")
        await agent.hold(call, on=False)
        await until(lambda: all(span.until for span in caller.holds), 5, "its end in the record")
        record = await caller.let_go(agent, call)
    assert record.outcome is Outcome.SERVED
    assert [span.whom for span in record.holds] == ["kept1"]
    assert record.held == pytest.approx(1.0, abs=0.5)
    assert record.talked < 2.0

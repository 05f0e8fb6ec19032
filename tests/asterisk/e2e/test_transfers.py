"""Hold and transfer by the agent's own phone (re-INVITE and REFER, as PJSIP sends them), told by the record."""

from __future__ import annotations

import asyncio

import pytest

from calls.causes import EndedBy
from calls.contact import Outcome
from calls.contact_parts import Span
from tests.asterisk.centre import Centre
from tests.asterisk.judges import PjsuaSeat, SippResult, sipp_calls
from tests.asterisk.plan import KEPT, line_of
from tests.waiting import until

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(60)]


async def _talking(centre: Centre, agent: PjsuaSeat, number: str, desk: str) -> tuple[int, asyncio.Task[SippResult]]:
    """A caller from outside, who stays until he is hung up, and talks to this agent; the agent's call."""
    account = centre.from_outside(number)
    calling = asyncio.create_task(sipp_calls("trunk_until_bye.xml", account, line_of(desk), within=30))
    call = await agent.incoming()
    await agent.answer(call)
    await agent.up(call)
    await centre.state(agent.user, "TALKING")
    return call, calling


async def test_hold_is_recorded_and_not_counted_as_talk(centre: Centre) -> None:
    number = "13866660001"
    async with centre.seat("kept1") as agent:
        call, calling = await _talking(centre, agent, number, "kept")
        await agent.hold(call)
        await until(lambda: _holds(centre, number), 5, "the hold in the record")
        await until(lambda: _held(centre, number) >= 1.0, 5, "a second on hold")
        await agent.hold(call, on=False)
        await until(lambda: all(span.until for span in _holds(centre, number)), 5, "its end in the record")
        await agent.hang_up(call)
        assert (await calling).ok
        record = await centre.record(number)
    assert record.outcome is Outcome.SERVED
    assert [span.whom for span in record.holds] == ["kept1"]
    assert record.held == pytest.approx(1.0, abs=0.5)
    assert record.talked < 2.0


async def test_an_agent_sends_the_caller_to_a_colleague(centre: Centre) -> None:
    number = "13866660002"
    async with centre.seat("blind1") as agent:
        call, calling = await _talking(centre, agent, number, "blind")
        async with centre.seat("blind2") as colleague:
            assert await agent.transfer(call, "blind2") // 100 == 2
            await agent.ended(call)
            await centre.state("blind1", "READY")
            taken = await colleague.incoming()
            await colleague.answer(taken)
            await colleague.up(taken)
            await until(lambda: _talks_with(centre, number) == ["blind1", "blind2"], 5, "the second conversation")
            await colleague.hang_up(taken)
            assert (await calling).ok
            record = await centre.record(number)
    assert [talk.whom for talk in record.talks] == ["blind1", "blind2"]
    assert [(each.to, each.by, each.attended) for each in record.transfers] == [("blind2", "blind1", False)]
    assert (record.outcome, record.ended_by, record.person) == (Outcome.SERVED, EndedBy.PERSON, "blind2")
    await centre.nothing_left()


async def test_a_transfer_to_nobody_is_recalled_to_who_made_it(centre: Centre) -> None:
    """The colleague's phone is not there: who sent the caller is rung again, and has him once more."""
    number = "13866660003"
    async with centre.seat("blind1") as agent:
        call, calling = await _talking(centre, agent, number, "blind")
        await agent.transfer(call, "blind3")
        again = await agent.incoming(count=2)
        await agent.answer(again)
        await agent.up(again)
        await until(lambda: _talks_with(centre, number) == ["blind1", "blind1"], 5, "the recall")
        await agent.hang_up(again)
        assert (await calling).ok
        record = await centre.record(number)
    (recall,) = record.recalls
    assert (recall.person, recall.to, recall.outcome) == ("blind1", "blind3", "answered")
    assert len(record.waits) == 1, "he waited again"
    assert any("blind3" in failure.what for failure in record.failures)
    await centre.nothing_left()


async def test_a_recall_that_is_refused_brings_the_caller_back_to_his_place(centre: Centre) -> None:
    number = "13866660006"
    async with centre.seat("blind1") as agent:
        call, calling = await _talking(centre, agent, number, "blind")
        await agent.transfer(call, "blind3")
        await agent.answer(await agent.incoming(count=2), 603)
        async with centre.seat("blind2") as second:
            taken = await second.incoming()
            await second.answer(taken)
            await second.up(taken)
            await until(lambda: _talks_with(centre, number) == ["blind1", "blind2"], 5, "somebody of his queue")
            await second.hang_up(taken)
            assert (await calling).ok
            record = await centre.record(number)
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
        call = await agent.incoming()
        await agent.answer(call)
        await agent.up(call)
        await centre.state("blind1", "TALKING")
        await agent.transfer(call, "blind3")
        again = await agent.incoming(count=2)
        await caller.hang_up(calling)
        await agent.ended(again)
        record = await centre.record(number)
    assert (record.outcome, record.ended_by) == (Outcome.TRANSFERRED, EndedBy.CALLER)
    await centre.nothing_left()


async def test_an_agent_consults_a_colleague_and_hands_the_caller_over(centre: Centre) -> None:
    number = "13866660004"
    async with centre.seat("attended1") as agent:
        call, calling = await _talking(centre, agent, number, "attended")
        async with centre.seat("attended2") as colleague:
            taken = await _handed_over(centre, agent, colleague, call)
            await until(lambda: _talks_with(centre, number) == ["attended1", "attended2"], 5, "the handing over")
            await centre.state("attended1", "READY")
            assert centre.person("attended2").busy, "he could be rung in the middle of a conversation"
            await colleague.hang_up(taken)
            assert (await calling).ok
            record = await centre.record(number)
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


def _held(centre: Centre, number: str) -> float:
    """Seconds that the caller has been on hold by now."""
    record = centre.open_record(number)
    return record.held_by(centre.service.house.clock.now()) if record else 0.0


def _holds(centre: Centre, number: str) -> tuple[Span, ...]:
    record = centre.open_record(number)
    return record.holds if record else ()


def _talked_since(centre: Centre, number: str) -> float:
    """Seconds since the newest conversation began."""
    record = centre.open_record(number)
    return centre.service.house.clock.now() - record.talks[-1].since if record and record.talks else 0.0


def _talks_with(centre: Centre, number: str) -> list[str]:
    record = centre.open_record(number)
    return [talk.whom for talk in record.talks] if record else []


async def test_an_agent_sends_the_caller_to_a_queue(centre: Centre) -> None:
    """He dials the code and the name of the queue; whatever the caller has waited counts there."""
    number = "13866660005"
    async with centre.seat("blind1") as agent:
        call, calling = await _talking(centre, agent, number, "blind")
        async with centre.seat("kept2") as colleague:
            assert await agent.transfer(call, "*7kept") // 100 == 2
            await agent.ended(call)
            taken = await colleague.incoming()
            await colleague.answer(taken)
            await colleague.up(taken)
            await until(lambda: _talks_with(centre, number) == ["blind1", "kept2"], 5, "the second conversation")
            await colleague.hang_up(taken)
            assert (await calling).ok
            record = await centre.record(number)
    assert [(each.to, each.by) for each in record.transfers] == [("*7kept", "blind1")]
    assert [wait.whom for wait in record.waits] == ["blind", "kept"]
    assert record.queue == "kept"
    assert record.queued_at == record.waits[0].since
    await centre.nothing_left()


async def test_an_agent_asks_in_a_queue_and_hands_the_caller_over_to_whom_he_reaches(centre: Centre) -> None:
    """He dials the number of the queue `kept`, waits there himself, and completes (REFER with Replaces)."""
    number = "13866660008"
    async with centre.seat("attended1") as agent:
        call, calling = await _talking(centre, agent, number, "attended")
        await agent.hold(call)
        asking = await agent.call(KEPT)
        async with centre.seat("kept2") as expert:
            taken = await expert.incoming()
            await expert.answer(taken)
            await expert.up(taken)
            await centre.state("kept2", "TALKING")
            assert await agent.transfer_to_call(call, asking) // 100 == 2
            await until(lambda: _talks_with(centre, number) == ["attended1", "kept2"], 5, "the handing over")
            # Longer than the news of a transfer may take: nobody is cut off by the end of the question.
            await until(lambda: _talked_since(centre, number) >= 2.0, 5, "two seconds with whom he reached")
            assert _talks_with(centre, number) == ["attended1", "kept2"]
            await centre.state("kept2", "TALKING")
            await expert.hang_up(taken)
            assert (await calling).ok
            record = await centre.record(number)
    assert [(each.to, each.by, each.attended) for each in record.transfers] == [("kept2", "attended1", True)]
    assert (record.outcome, record.ended_by, record.person) == (Outcome.SERVED, EndedBy.PERSON, "kept2")
    assert record.talked > 1.5
    await centre.nothing_left()


async def test_a_transfer_completed_while_the_question_waits_sends_the_caller_to_that_queue(centre: Centre) -> None:
    number = "13866660009"
    async with centre.seat("attended1") as agent:
        call, calling = await _talking(centre, agent, number, "attended")
        await agent.hold(call)
        asking = await agent.call(KEPT)
        await agent.up(asking)
        assert await agent.transfer_to_call(call, asking) // 100 == 2
        async with centre.seat("kept2") as expert:
            taken = await expert.incoming()
            await expert.answer(taken)
            await expert.up(taken)
            await until(lambda: _talks_with(centre, number) == ["attended1", "kept2"], 5, "whom he waited for")
            await expert.hang_up(taken)
            assert (await calling).ok
            record = await centre.record(number)
    assert [wait.whom for wait in record.waits] == ["attended", "kept"]
    assert record.queued_at == record.waits[0].since
    assert (record.outcome, record.person) == (Outcome.SERVED, "kept2")
    await centre.nothing_left()

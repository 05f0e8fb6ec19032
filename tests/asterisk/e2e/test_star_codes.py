"""An agent's phone says what he is: star codes, and whether it is registered."""

from __future__ import annotations

import asyncio

import pytest

from calls.contact import Outcome
from tests.asterisk.centre import Centre
from tests.asterisk.judges import PjsuaSeat, sipp_calls
from tests.asterisk.plan import line_of
from tests.waiting import until

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(60)]


async def _dial(agent: PjsuaSeat, code: str) -> None:
    """Dial a star code and listen until the confirmation is over: the hotline hangs up."""
    agent.events.clear()
    call = await agent.call(code)
    await agent.up(call)
    assert await agent.ended(call) == 200


async def test_star_codes_change_the_state(centre: Centre) -> None:
    async with centre.seat("star1") as agent:
        await centre.state("star1", "READY")
        for code, state, reason in (
            ("*2", "NOT_READY", "paused by phone"),
            ("*1", "READY", ""),
            ("*4", "NOT_READY", "lunch"),
            ("*0", "LOGGED_OUT", "signed out"),
            ("*1", "READY", ""),
        ):
            await _dial(agent, code)
            seen = await centre.state("star1", state)
            assert seen.reason == reason
    await centre.state("star1", "LOGGED_OUT")


async def test_who_is_not_registered_is_not_rung_and_who_registers_is(centre: Centre) -> None:
    number = "13877770001"
    account = centre.from_outside(number)
    calling = asyncio.create_task(sipp_calls("trunk_plain.xml", account, line_of("star"), after_ms=5000))
    await until(lambda: centre.waiting("star"), 10, "the caller waiting")
    (waiting,) = centre.waiting("star")
    assert waiting.offer is None
    async with centre.seat("star2") as agent:
        call = await agent.incoming()
        await agent.answer(call)
        await centre.state("star2", "TALKING")
        assert (await calling).ok
        record = await centre.record(number)
        await centre.state("star2", "READY")
    assert (record.outcome, record.person) == (Outcome.SERVED, "star2")
    assert len(record.offers) == 1
    await centre.state("star2", "LOGGED_OUT")


async def test_an_agent_on_a_break_is_not_rung_until_he_is_back(centre: Centre) -> None:
    number = "13877770002"
    async with centre.seat("star3") as agent:
        await _dial(agent, "*3")
        await centre.state("star3", "NOT_READY")
        account = centre.from_outside(number)
        calling = asyncio.create_task(sipp_calls("trunk_plain.xml", account, line_of("star"), after_ms=6000))
        await until(lambda: centre.waiting("star"), 10, "the caller waiting")
        assert centre.waiting("star")[0].offer is None
        await _dial(agent, "*1")
        call = await agent.incoming()
        await agent.answer(call)
        await centre.state("star3", "TALKING")
        assert (await calling).ok
        record = await centre.record(number)
    assert record.person == "star3"

"""A leader takes a caller over, from a talk and from hold: the caller is with somebody at every instant."""

from __future__ import annotations

from contextlib import AsyncExitStack

import numpy as np
import pytest

from calls.happenings.supervision import Manner
from telephony.phones.audio import level
from telephony.phones.call import PhoneCall
from tests.asterisk.centre import CALLERS, Centre
from tests.asterisk.e2e.supervised import (
    AGENT,
    CALLER,
    LEADER,
    STORIES,
    Talk,
    hears,
    picking_up,
    taking_part,
    talking,
)
from tests.asterisk.ours import hears_something, phone
from tests.waiting import patient, until

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(150)]
QUIET = -50.0
"""dBFS."""


@pytest.mark.parametrize("first", [None, Manner.LISTEN])
async def test_taking_over_leaves_the_caller_in_no_silence(
    floor: Centre, stack: AsyncExitStack, first: Manner | None
) -> None:
    talk = await talking(floor, stack, "over" if first else "gone")
    talk.agent.tone(AGENT)
    await until(lambda: hears(talk.caller, AGENT), what="the agent's voice")
    leader = await taking_part(talk, first or Manner.TAKE_OVER)
    leader.tone(LEADER)
    began = talk.caller.recording.seconds
    if first:
        await talk.part(Manner.TAKE_OVER)
    await talk.agent.ended(patient(10))
    await until(lambda: hears(talk.caller, LEADER), what="the leader's voice")
    assert longest_silence(talk.caller, began) <= 0.2
    await floor.state(f"{talk.story}1", "WRAP_UP")
    talk.caller.tone(CALLER)
    await until(lambda: hears(leader, CALLER), what="the caller's voice")
    await leader.hang_up()
    await talk.caller.ended(patient(30))
    record = await floor.record(talk.number)
    assert [span.whom for span in record.talks] == [f"{talk.story}1", f"{talk.story}2"]
    assert record.supervisions[0].manners[-1].whom == "take over"
    assert any(leg.who == f"{talk.story}2" for leg in record.legs)
    await floor.nothing_left()


def longest_silence(call: PhoneCall, since: float) -> float:
    """Seconds of the longest silence in what he has heard from then on, in pieces of 20 ms."""
    heard = call.recording.samples(round(since * 8000))
    longest = quiet = 0
    for at in range(0, len(heard) - 160, 160):
        quiet = quiet + 1 if level(np.asarray(heard[at : at + 160])) < QUIET else 0
        longest = max(longest, quiet)
    return longest * 0.02


async def test_a_caller_on_hold_is_taken_over_and_hears_no_music_any_more(floor: Centre, stack: AsyncExitStack) -> None:
    number = CALLERS[STORIES.index("hold")]
    boss = await stack.enter_async_context(phone(floor, "hold2"))
    caller = await stack.enter_async_context(phone(floor, f"trial-{number}"))
    await boss.register()
    async with floor.seat("hold1") as agent:
        calling = await caller.call(f"9800{STORIES.index('hold')}")
        taken = await agent.incoming(within=15)
        await agent.answer(taken)
        await floor.state("hold1", "TALKING")
        await agent.hold(taken)
        await hears_something(calling, True)
        talk = Talk(floor, "hold", number, calling, calling, picking_up(boss))
        leader = await taking_part(talk, Manner.TAKE_OVER)
        await agent.ended(taken)
        await hears_something(calling, False)
        leader.tone(LEADER)
        await until(lambda: hears(calling, LEADER), what="the leader's voice")
        leader.hush()
        calling.tone(CALLER)
        await until(lambda: hears(leader, CALLER), what="the caller's voice")
        await calling.hang_up()
        await leader.ended(patient(10))
    await floor.nothing_left()

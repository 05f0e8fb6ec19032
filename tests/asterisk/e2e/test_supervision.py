"""A leader steps into a real talk: tones are measured in every ear, and nobody is lost."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from functools import partial

import pytest

from calls.events import LinkLost, LinkUp
from calls.happenings.supervision import Manner
from calls.ids import PersonId
from calls.switch import Outside, Seat
from console.ports.supervision_errors import PhoneNotReached
from service.watches import Leader
from tests.asterisk.centre import CALLERS, Centre
from tests.asterisk.e2e.supervised import (
    AGENT,
    CALLER,
    LEADER,
    POCKET,
    STORIES,
    Talk,
    hears,
    picking_up,
    taking_part,
    talking,
)
from tests.asterisk.ours import phone
from tests.waiting import patient, until

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(150)]


async def test_every_manner_is_heard_by_whom_it_should(floor: Centre, stack: AsyncExitStack) -> None:
    talk = await talking(floor, stack, "manners")
    caller, agent = talk.caller, talk.agent
    leader = await taking_part(talk, Manner.LISTEN)
    assert floor.person("manners2").busy
    for manner, agent_hears, caller_hears in (
        (Manner.LISTEN, False, False),
        (Manner.WHISPER, True, False),
        (Manner.JOIN, True, True),
        (Manner.WHISPER, True, False),
        (Manner.LISTEN, False, False),
    ):
        await talk.part(manner)
        await talk.says(caller, CALLER, [agent, leader], [])
        await talk.says(agent, AGENT, [caller, leader], [])
        hear = [call for call, does in ((agent, agent_hears), (caller, caller_hears)) if does]
        await talk.says(leader, LEADER, hear, [call for call in (agent, caller) if call not in hear])
    await caller.hang_up()
    await leader.ended(patient(10))
    await agent.ended(patient(10))
    record = await floor.record(talk.number)
    [part] = record.supervisions
    assert [span.whom for span in part.manners] == ["listen", "whisper", "join", "whisper", "listen"]
    assert (part.by, part.person, part.whom) == ("wang", "manners2", "manners1")
    await floor.nothing_left()


@pytest.mark.parametrize("manner", [Manner.LISTEN, Manner.JOIN])
async def test_a_transfer_while_a_leader_is_there_loses_nobody(
    floor: Centre, stack: AsyncExitStack, manner: Manner
) -> None:
    number = CALLERS[STORIES.index("sent")]
    boss = await stack.enter_async_context(phone(floor, "sent2"))
    third = await stack.enter_async_context(phone(floor, "manners2"))
    caller = await stack.enter_async_context(phone(floor, f"trial-{number}"))
    await boss.register()
    await third.register()
    async with floor.seat("sent1") as agent:
        calling = await caller.call(f"9800{STORIES.index('sent')}")
        taken = await agent.incoming(within=15)
        await agent.answer(taken)
        await floor.state("sent1", "TALKING")
        talk = Talk(floor, "sent", number, calling, calling, picking_up(boss))
        leader = await taking_part(talk, manner)
        transfer = asyncio.ensure_future(agent.transfer(taken, "manners2"))
        if manner is Manner.LISTEN:
            ringing = await third.next_call(within=patient(15))
            await ringing.answer()
            ringing.tone(LEADER)
            await leader.ended(patient(10))
        else:
            leader.tone(LEADER)
        await until(lambda: hears(calling, LEADER), what="somebody's voice")
        await transfer
        await calling.hang_up()
        await leader.ended(patient(10))
    await floor.nothing_left()


async def test_a_phone_in_the_pocket_and_one_that_is_not_there(floor: Centre, stack: AsyncExitStack) -> None:
    talk = await talking(floor, stack, "outside")
    with pytest.raises(PhoneNotReached):
        await floor.service.house.supervising.take_part(
            talk.call, Leader("zhao", PersonId("sent2"), Seat("sent2")), Manner.LISTEN
        )
    pocket = await stack.enter_async_context(phone(floor, f"trial-{POCKET}"))
    await pocket.register()
    await talk.part(Manner.WHISPER, Outside(POCKET))
    leader = await pocket.next_call(within=patient(15))
    await leader.answer()
    await until(lambda: talk.manner() is Manner.WHISPER, what="he whispers")
    await talk.says(leader, LEADER, [talk.agent], [talk.caller])
    await floor.service.house.supervising.leave(talk.call, "li")
    await leader.ended(patient(10))
    await talk.says(talk.caller, CALLER, [talk.agent], [])
    await talk.caller.hang_up()
    await talk.agent.ended(patient(10))
    talk.picks_up.cancel()
    await floor.nothing_left()


async def test_after_everything_was_read_anew_he_hears_as_before(floor: Centre, stack: AsyncExitStack) -> None:
    """What a restart or a lost link comes to: nothing is known but what Asterisk and the records tell."""
    talk = await talking(floor, stack, "anew")
    leader = await taking_part(talk, Manner.LISTEN)
    for manner in (Manner.LISTEN, Manner.WHISPER, Manner.JOIN):
        await talk.part(manner)
        await read_anew(floor)
        await until(partial(talk.does, manner), what=f"he does {manner} again")
        await talk.says(talk.caller, CALLER, [talk.agent, leader], [])
        deaf = {Manner.LISTEN: [talk.caller, talk.agent], Manner.WHISPER: [talk.caller], Manner.JOIN: []}[manner]
        hear = [each for each in (talk.caller, talk.agent) if each not in deaf]
        await talk.says(leader, LEADER, hear, deaf)
    await talk.part(Manner.TAKE_OVER)
    await talk.agent.ended(patient(10))
    await talk.says(talk.caller, CALLER, [leader], [])
    await read_anew(floor)
    await talk.says(leader, LEADER, [talk.caller], [])
    await talk.caller.hang_up()
    await leader.ended(patient(10))
    record = await floor.record(talk.number)
    assert [span.whom for span in record.talks] == ["anew1", "anew2"]
    assert len(record.gaps) == 4
    await floor.nothing_left()


async def read_anew(centre: Centre) -> None:
    reception, now = centre.service.house.reception, centre.service.house.clock.now()
    reception.receive(LinkLost(now, "cut by a test"))
    assert not reception.open.is_set()
    reception.receive(LinkUp(now, restarted=False))
    await asyncio.wait_for(reception.open.wait(), patient(10))

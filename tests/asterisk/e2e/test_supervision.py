"""A leader steps into a real talk: tones are measured in every ear, and the caller is with somebody at every instant."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio

from calls.events import LinkLost, LinkUp
from calls.happenings.supervision import Manner
from calls.ids import CallId, PersonId
from calls.switch import Outside, Seat, Target
from console.ports.supervision_errors import PhoneNotReached
from service.watches import Leader
from telephony.embedded.installation import Installation
from telephony.phones.audio import level
from telephony.phones.call import PhoneCall
from telephony.phones.phone import Phone
from telephony.phones.recording import RATE
from tests.asterisk.centre import CALLERS, Centre, run_centre, switch_settings
from tests.asterisk.e2e.conftest import held
from tests.asterisk.ours import hears_something, phone
from tests.contract.switch.tones import has_pitch
from tests.waiting import patient, until

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(150)]

STORIES = ("manners", "over", "hold", "sent", "outside", "gone", "anew")
CALLER, AGENT, LEADER = 700, 1100, 1500
"""The pitch of each one's voice, in hertz."""
EAR = 0.2
"""Seconds that somebody listens before he says what he hears."""
QUIET = -50.0
"""dBFS."""
POCKET = "13900009955"
_FLOWS = "".join(f"\n  to_{each}: [enqueue: {{queue: {each}, after: farewell}}]" for each in STORIES)
_QUEUES = ", ".join(f"{each}: {{skill: {{{each}: 5}}}}" for each in STORIES)
_AGENTS = "".join(
    f"\n  {each}1: {{wrap_up: 30s, skills: {{{each}: 9}}}}\n  {each}2: {{skills: {{other: 9}}}}" for each in STORIES
)
_NUMBERS = ", ".join(f'"9800{number}": to_{each}' for number, each in enumerate(STORIES))
PLAN = f"""
numbers: {{{_NUMBERS}}}
languages: [zh, en]
flows:
  farewell: [hang_up: {{say: goodbye}}]{_FLOWS}
queues: {{{_QUEUES}}}
agents:{_AGENTS}
managers:
  pocket: {{phone: "{POCKET}", skills: {{other: 9}}}}
"""


def settings(folder: Path) -> Path:
    """Each story has a queue, an agent `<story>1` and a leader `<story>2`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    more = f'[outgoing]\nallowed = ["1[3-9]XXXXXXXXX"]\n[trial]\ncallers = {list(CALLERS)}\n[speech]\non = false\n'
    return switch_settings(folder, more)


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def floor(tmp_path_factory: pytest.TempPathFactory, installation: Installation) -> AsyncIterator[Centre]:
    async with held(run_centre(settings(tmp_path_factory.mktemp("supervision")))) as centre:
        yield centre


@dataclass
class Talk:
    """Caller and agent talk; the leader's phone is registered."""

    centre: Centre
    story: str
    number: str
    caller: PhoneCall
    agent: PhoneCall
    picks_up: asyncio.Task[PhoneCall]
    """The call that comes to the leader's phone."""

    @property
    def call(self) -> CallId:
        record = self.centre.open_record(self.number)
        assert record is not None
        return record.call

    async def part(self, manner: Manner, target: Target | None = None) -> None:
        """He takes part; a phone that rings for it is picked up."""
        leader = self.boss if target is None else Leader("li", PersonId(""), target)
        await self.centre.service.house.supervising.take_part(self.call, leader, manner)

    @property
    def boss(self) -> Leader:
        return Leader("wang", PersonId(f"{self.story}2"), Seat(f"{self.story}2"))

    def manner(self) -> Manner | None:
        parts = self.centre.service.house.supervising.taking_part(self.call)
        return parts[0].manner if parts and not parts[0].ringing else None

    def does(self, manner: Manner) -> bool:
        return self.manner() is manner

    async def says(self, who: PhoneCall, pitch: int, hear: list[PhoneCall], not_hear: list[PhoneCall]) -> None:
        """Only he speaks: these hear it, those hear nothing of it."""
        who.tone(pitch)
        await until(lambda: all(_hears(each, pitch) for each in hear), what=f"{pitch} Hz in {len(hear)} ears")
        await heard_more(0.3 if hear else 0.6, [each for each in not_hear if each.over is None])
        assert not any(_hears(each, pitch) for each in not_hear)
        who.hush()
        await until(lambda: not any(_hears(each, pitch) for each in hear), what="silence again")


async def heard_more(seconds: float, ears: list[PhoneCall]) -> None:
    """Return once each of these has heard so much more of what comes to it: enough to know what it does not hear."""
    lengths = [each.recording.length for each in ears]
    wanted = round(seconds * RATE)
    await until(
        lambda: all(each.recording.length - before >= wanted for each, before in zip(ears, lengths, strict=True)),
        what=f"{seconds} s more in {len(ears)} ears",
    )


def _hears(call: PhoneCall, pitch: int) -> bool:
    return call.over is None and has_pitch(call.recording.last(EAR).tobytes(), pitch)


async def talking(centre: Centre, stack: AsyncExitStack, story: str) -> Talk:
    number = f"trial-{CALLERS[STORIES.index(story)]}"
    agent, boss = phone(centre, f"{story}1"), phone(centre, f"{story}2")
    caller = await stack.enter_async_context(phone(centre, number))
    for each in (agent, boss):
        await stack.enter_async_context(each)
        await each.register()
    await until(lambda: all(centre.person(f"{story}{n}").reachable for n in (1, 2)), what=f"the phones of {story}")
    calling = await caller.call(f"9800{STORIES.index(story)}")
    taken = await agent.next_call(within=patient(15))
    await taken.answer()
    await centre.state(f"{story}1", "TALKING")
    return Talk(centre, story, number.removeprefix("trial-"), calling, taken, picking_up(boss))


def picking_up(boss: Phone) -> asyncio.Task[PhoneCall]:
    return asyncio.ensure_future(boss.next_call(within=patient(60)))


@pytest_asyncio.fixture(loop_scope="package")
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as opened:
        yield opened


async def taking_part(talk: Talk, manner: Manner) -> PhoneCall:
    """The leader's phone rings, he picks up, and takes part."""
    await talk.part(manner)
    leader = await talk.picks_up
    await leader.answer()
    if manner is not Manner.TAKE_OVER:
        await until(lambda: talk.manner() is manner, what=f"he does {manner}")
    return leader


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


@pytest.mark.parametrize("first", [None, Manner.LISTEN])
async def test_taking_over_leaves_the_caller_in_no_silence(
    floor: Centre, stack: AsyncExitStack, first: Manner | None
) -> None:
    talk = await talking(floor, stack, "over" if first else "gone")
    talk.agent.tone(AGENT)
    await until(lambda: _hears(talk.caller, AGENT), what="the agent's voice")
    leader = await taking_part(talk, first or Manner.TAKE_OVER)
    leader.tone(LEADER)
    began = talk.caller.recording.seconds
    if first:
        await talk.part(Manner.TAKE_OVER)
    await talk.agent.ended(patient(10))
    await until(lambda: _hears(talk.caller, LEADER), what="the leader's voice")
    assert longest_silence(talk.caller, began) <= 0.2
    await floor.state(f"{talk.story}1", "WRAP_UP")
    talk.caller.tone(CALLER)
    await until(lambda: _hears(leader, CALLER), what="the caller's voice")
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
        await until(lambda: _hears(calling, LEADER), what="the leader's voice")
        leader.hush()
        calling.tone(CALLER)
        await until(lambda: _hears(leader, CALLER), what="the caller's voice")
        await calling.hang_up()
        await leader.ended(patient(10))
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
        await until(lambda: _hears(calling, LEADER), what="somebody's voice")
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

"""A floor on which leaders step into talks, and who hears whom there: each story has a queue, an agent and a leader."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from calls.happenings.supervision import Manner
from calls.ids import CallId, PersonId
from calls.switch import Seat, Target
from service.watches import Leader
from telephony.phones.call import PhoneCall
from telephony.phones.phone import Phone
from telephony.phones.recording import RATE
from tests.asterisk.centre import CALLERS, Centre, switch_settings
from tests.asterisk.ours import phone
from tests.contract.switch.tones import has_pitch
from tests.waiting import patient, until

STORIES = ("manners", "over", "hold", "sent", "outside", "gone", "anew")
CALLER, AGENT, LEADER = 700, 1100, 1500
"""The pitch of each one's voice, in hertz."""
EAR = 0.2
"""Seconds that somebody listens before he says what he hears."""
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
        await until(lambda: all(hears(each, pitch) for each in hear), what=f"{pitch} Hz in {len(hear)} ears")
        await heard_more(0.3 if hear else 0.6, [each for each in not_hear if each.over is None])
        assert not any(hears(each, pitch) for each in not_hear)
        who.hush()
        await until(lambda: not any(hears(each, pitch) for each in hear), what="silence again")


async def heard_more(seconds: float, ears: list[PhoneCall]) -> None:
    """Return once each of these has heard so much more of what comes to it: enough to know what it does not hear."""
    lengths = [each.recording.length for each in ears]
    wanted = round(seconds * RATE)
    await until(
        lambda: all(each.recording.length - before >= wanted for each, before in zip(ears, lengths, strict=True)),
        what=f"{seconds} s more in {len(ears)} ears",
    )


def hears(call: PhoneCall, pitch: int) -> bool:
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


async def taking_part(talk: Talk, manner: Manner) -> PhoneCall:
    """The leader's phone rings, he picks up, and takes part."""
    await talk.part(manner)
    leader = await talk.picks_up
    await leader.answer()
    if manner is not Manner.TAKE_OVER:
        await until(lambda: talk.manner() is manner, what=f"he does {manner}")
    return leader

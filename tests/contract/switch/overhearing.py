"""A talk and a leader who may overhear it: who hears whom, tone by tone."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import count

from calls.events import LegAnswered, LegParted
from calls.ids import LegId
from calls.switch import Target
from tests.contract.switch.world import Phone, Side, World, order, told

_NUMBERS = count(1)
CALLER, AGENT, LEADER = 700, 1100, 1500
"""The pitch of each one's voice, in hertz."""
OTHER = 1900


@dataclass
class Talk:
    """A caller and an agent who talk, and a leader who has picked up and is with nobody yet."""

    world: World
    caller: Side
    agent: Phone
    leader: Phone
    agent_leg: LegId
    leader_leg: LegId

    async def overhear(self, whispering: bool = False) -> None:
        await self.world.run(self.world.switch.overhear(self.leader_leg, self.agent_leg, whispering))

    async def add(self) -> None:
        await self.world.run(self.world.switch.add(self.leader_leg, self.caller.leg))

    async def say(self, who: Side, pitch: int, hear: list[Side], not_hear: list[Side]) -> None:
        """Only this one speaks: these hear it, and those do not."""
        for each in (self.caller, self.agent, self.leader):
            if not each.gone:
                each.speak(0)
        who.speak(pitch)

        def heard() -> bool:
            return all(each.hears(pitch) for each in hear)

        await self.world.until(heard, what=f"{pitch} Hz in {len(hear)} ears")
        await self.world.pass_time(0.4)
        await self.world.until(
            heard, what=f"{pitch} Hz still in {len(hear)} ears"
        )  # a busy machine drops a frame or two
        assert not any(each.hears(pitch) for each in not_hear)
        who.speak(0)

    async def expect_listening(self) -> None:
        await self.say(self.caller, CALLER, [self.agent, self.leader], [])
        await self.say(self.agent, AGENT, [self.caller, self.leader], [])
        await self.say(self.leader, LEADER, [], [self.caller, self.agent])

    async def expect_whispering(self) -> None:
        await self.say(self.caller, CALLER, [self.agent, self.leader], [])
        await self.say(self.agent, AGENT, [self.caller, self.leader], [])
        await self.say(self.leader, LEADER, [self.agent], [self.caller])

    async def expect_all_three(self) -> None:
        await self.say(self.caller, CALLER, [self.agent, self.leader], [])
        await self.say(self.agent, AGENT, [self.caller, self.leader], [])
        await self.say(self.leader, LEADER, [self.caller, self.agent], [])

    async def expect_as_before(self) -> None:
        """Caller and agent talk, and have never been parted."""
        await self.say(self.caller, CALLER, [self.agent], [])
        await self.say(self.agent, AGENT, [self.caller], [])
        assert not told(self.world, LegParted, self.caller.leg)
        assert not told(self.world, LegParted, self.agent_leg)


async def picked_up(world: World, target: Target) -> tuple[Phone, LegId]:
    leg = LegId(f"supervise-20260105-010000-{os.getpid():05}{next(_NUMBERS):04}")
    phone = await world.phone(target)
    await world.run(world.switch.ring(order(target, leg)))
    await world.until(lambda: phone.ringing)
    await phone.answer()
    await world.until(lambda: told(world, LegAnswered, leg))
    return phone, leg

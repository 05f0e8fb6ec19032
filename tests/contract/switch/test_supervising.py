"""A leader overhears a conversation, speaks into one ear of it, and comes into it: who hears whom, tone by tone."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import count

import pytest

from calls.errors import LegGone, SwitchLost, SwitchRefused
from calls.events import LegAnswered, LegEnded, LegParted, LegsJoined
from calls.ids import CallId, LegId, PersonId
from calls.switch import Marks, Outside, Role, Target
from tests.contract.switch.world import DESK, OTHER_DESK, TRIAL, Phone, Side, World, order, told

_NUMBERS = count(1)
CALLER, AGENT, LEADER = 700, 1100, 1500
"""The pitch of each one's voice, in hertz."""
OTHER = 1900
OTHER_TRIAL = Outside("13900002222")


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


@pytest.fixture
async def talk(world: World, caller: Side) -> Talk:
    """They talk; the leader has picked up."""
    agent, agent_leg = await picked_up(world, DESK)
    await world.run(world.switch.bridge(caller.leg, agent_leg))
    leader, leader_leg = await picked_up(world, OTHER_DESK)
    return Talk(world, caller, agent, leader, agent_leg, leader_leg)


async def test_who_listens_hears_both_and_is_not_heard(talk: Talk) -> None:
    await talk.overhear()
    await talk.expect_listening()
    await talk.expect_as_before()


async def test_who_whispers_is_heard_by_one_only(talk: Talk) -> None:
    await talk.overhear(whispering=True)
    await talk.expect_whispering()
    await talk.expect_as_before()


async def test_the_manner_changes_without_a_new_call(talk: Talk) -> None:
    await talk.overhear()
    await talk.overhear(whispering=True)
    await talk.expect_whispering()
    await talk.add()
    await talk.expect_all_three()
    await talk.overhear()
    await talk.expect_listening()
    await talk.add()
    await talk.overhear(whispering=True)
    await talk.expect_whispering()
    await talk.overhear()
    await talk.expect_listening()
    assert talk.leader.up
    assert not told(talk.world, LegParted, talk.leader_leg)
    await talk.expect_as_before()


async def test_who_comes_to_two_is_told_as_joined(talk: Talk) -> None:
    await talk.overhear()
    await talk.add()
    joined = {event.other for event in told(talk.world, LegsJoined, talk.leader_leg)}
    assert joined == {talk.caller.leg, talk.agent_leg}


async def test_the_caller_goes_on_with_the_leader_when_the_agent_is_let_go(talk: Talk) -> None:
    """Taking over: at no instant is the caller with nobody."""
    await talk.overhear()
    talk.leader.speak(LEADER)
    await talk.add()
    await talk.world.run(talk.world.switch.hang_up(talk.agent_leg))
    await talk.world.until(lambda: talk.agent.gone and talk.caller.hears(LEADER))
    talk.leader.speak(0)
    talk.caller.speak(CALLER)
    await talk.world.until(lambda: talk.leader.hears(CALLER))
    assert not told(talk.world, LegParted, talk.caller.leg)


@pytest.mark.parametrize("whispering", [False, True])
async def test_the_end_of_who_is_heard_gives_the_leader_back(talk: Talk, whispering: bool) -> None:
    await talk.overhear(whispering)
    await talk.agent.hang_up()
    await talk.world.until(lambda: told(talk.world, LegParted, talk.leader_leg))
    await talk.world.run(talk.world.switch.play(talk.leader_leg, [talk.world.sound(600, 0.2)]))
    await talk.world.until(lambda: told(talk.world, LegParted, talk.caller.leg))


async def test_the_caller_hangs_up_while_he_is_heard(talk: Talk) -> None:
    await talk.overhear()
    await talk.caller.hang_up()
    await talk.world.until(lambda: told(talk.world, LegParted, talk.agent_leg))
    await talk.world.run(talk.world.switch.hang_up(talk.agent_leg))
    await talk.world.until(lambda: told(talk.world, LegParted, talk.leader_leg))


@pytest.mark.parametrize("whispering", [False, True])
async def test_the_leader_hangs_up_and_nobody_notices(talk: Talk, whispering: bool) -> None:
    await talk.overhear(whispering)
    await talk.leader.hang_up()
    await talk.world.until(lambda: told(talk.world, LegEnded, talk.leader_leg))
    await talk.expect_as_before()


async def test_one_of_two_leaders_leaves(talk: Talk) -> None:
    second, leg = await picked_up(talk.world, TRIAL)
    await talk.overhear(whispering=True)
    await talk.world.run(talk.world.switch.overhear(leg, talk.agent_leg, whispering=True))
    await talk.say(talk.leader, LEADER, [talk.agent], [talk.caller])
    second.speak(OTHER)
    await talk.world.until(lambda: talk.agent.hears(OTHER))
    assert not talk.caller.hears(OTHER)
    second.speak(0)
    await second.hang_up()
    await talk.world.until(lambda: told(talk.world, LegEnded, leg))
    await talk.expect_whispering()


async def test_two_leaders_join(talk: Talk) -> None:
    second, leg = await picked_up(talk.world, TRIAL)
    await talk.add()
    await talk.world.run(talk.world.switch.add(leg, talk.caller.leg))
    await talk.say(talk.caller, CALLER, [talk.agent, talk.leader, second], [])
    await second.hang_up()
    await talk.world.until(lambda: told(talk.world, LegEnded, leg))
    await talk.expect_all_three()


async def test_a_word_into_the_ear_is_heard_while_somebody_listens(talk: Talk) -> None:
    await talk.overhear()
    await talk.world.run(talk.world.switch.whisper(talk.agent_leg, [talk.world.sound(600, 2.0)]))
    await talk.world.until(lambda: talk.agent.hears(600))
    assert not talk.caller.hears(600)
    await talk.world.pass_time(2.5)
    await talk.expect_listening()


async def test_parting_those_who_are_heard_lets_them_take_commands(talk: Talk) -> None:
    await talk.overhear()
    await talk.world.run(talk.world.switch.part(talk.caller.leg))
    await talk.world.run(talk.world.switch.music(talk.caller.leg, True))
    await talk.world.until(talk.caller.hears_music)
    await talk.world.run(talk.world.switch.music(talk.caller.leg, False))
    await talk.world.run(talk.world.switch.bridge(talk.caller.leg, talk.agent_leg))
    await talk.expect_listening()


async def test_one_who_talks_with_nobody_is_not_overheard(world: World, caller: Side) -> None:
    leader, leg = await picked_up(world, OTHER_DESK)
    with pytest.raises(SwitchRefused):
        await world.run(world.switch.overhear(leg, caller.leg))
    assert leader.up
    await world.run(world.switch.play(leg, [world.sound(600, 0.2)]))


async def test_one_of_two_is_not_taken_away_to_overhear(talk: Talk) -> None:
    second, leg = await picked_up(talk.world, TRIAL)
    with pytest.raises(SwitchRefused):
        await talk.world.run(talk.world.switch.overhear(talk.agent_leg, talk.caller.leg))
    with pytest.raises(SwitchRefused):
        await talk.world.run(talk.world.switch.overhear(leg, leg))
    await talk.expect_as_before()
    assert second.up


async def test_a_leg_that_is_gone_neither_hears_nor_is_heard(talk: Talk) -> None:
    await talk.leader.hang_up()
    await talk.world.until(lambda: told(talk.world, LegEnded, talk.leader_leg))
    with pytest.raises(LegGone):
        await talk.overhear()
    with pytest.raises(LegGone):
        await talk.world.run(talk.world.switch.overhear(talk.agent_leg, LegId("nobody")))
    await talk.expect_as_before()


async def test_without_a_link_nothing_begins_and_the_talk_goes_on(talk: Talk) -> None:
    await talk.overhear()
    await talk.world.cut_link()
    await talk.world.pass_time(0.3)
    with pytest.raises(SwitchLost):
        await talk.overhear(whispering=True)
    await talk.say(talk.caller, CALLER, [talk.agent, talk.leader], [])
    await talk.world.mend_link()


async def test_a_listening_leg_is_found_again(talk: Talk) -> None:
    """After a lost link its marks and its state are read anew, and it goes on."""
    marks = Marks(CallId("call-1"), Role.SUPERVISOR, person=PersonId("1002"), step="listen")
    await talk.world.run(talk.world.switch.mark(talk.leader_leg, marks))
    await talk.overhear()
    seen = {leg.leg: leg for leg in await talk.world.run(talk.world.switch.legs())}[talk.leader_leg]
    assert (seen.marks, seen.up, seen.commandable, seen.joined_with) == (marks, True, False, None)
    await talk.overhear(whispering=True)
    await talk.expect_whispering()
    await talk.world.run(talk.world.switch.legs())
    await talk.agent.hang_up()
    await talk.world.until(lambda: told(talk.world, LegParted, talk.leader_leg))


async def test_keys_of_the_leader_disturb_nobody(talk: Talk) -> None:
    await talk.overhear()
    await talk.leader.press("4561")
    await talk.world.pass_time(0.6)
    await talk.expect_listening()


async def test_the_star_ends_the_hearing_and_it_can_begin_again(talk: Talk) -> None:
    await talk.overhear(whispering=True)
    await talk.leader.press("*")
    await talk.world.until(lambda: told(talk.world, LegParted, talk.leader_leg))
    await talk.overhear(whispering=True)
    await talk.expect_whispering()
    await talk.expect_as_before()

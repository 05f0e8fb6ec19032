"""Somebody of an overheard talk hangs up, is parted, or ends the hearing: the others go on."""

from __future__ import annotations

import pytest

from calls.events import LegEnded, LegParted
from tests.contract.switch.overhearing import CALLER, LEADER, OTHER, Talk, picked_up
from tests.contract.switch.world import TRIAL, told


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


async def test_parting_those_who_are_heard_lets_them_take_commands(talk: Talk) -> None:
    await talk.overhear()
    await talk.world.run(talk.world.switch.part(talk.caller.leg))
    await talk.world.run(talk.world.switch.music(talk.caller.leg, True))
    await talk.world.until(talk.caller.hears_music)
    await talk.world.run(talk.world.switch.music(talk.caller.leg, False))
    await talk.world.run(talk.world.switch.bridge(talk.caller.leg, talk.agent_leg))
    await talk.expect_listening()


async def test_the_star_ends_the_hearing_and_it_can_begin_again(talk: Talk) -> None:
    await talk.overhear(whispering=True)
    await talk.leader.press("*")
    await talk.world.until(lambda: told(talk.world, LegParted, talk.leader_leg))
    await talk.overhear(whispering=True)
    await talk.expect_whispering()
    await talk.expect_as_before()

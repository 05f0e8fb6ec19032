"""Whom the switch lets nobody overhear, and what it does without a link: the talk goes on."""

from __future__ import annotations

import pytest

from calls.errors import LegGone, SwitchLost, SwitchRefused
from calls.events import LegEnded
from calls.ids import LegId
from tests.contract.switch.overhearing import CALLER, Talk, picked_up
from tests.contract.switch.world import OTHER_DESK, TRIAL, Side, World, told


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

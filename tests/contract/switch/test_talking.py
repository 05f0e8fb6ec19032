"""Conversations: joining, parting, holding, handing over, recording."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

import pytest

from calls.causes import Cause
from calls.errors import DestinationBarred, SwitchRefused
from calls.events import DigitPressed, LegAnswered, LegEnded, LegParted, LegsJoined
from calls.ids import LegId
from calls.switch import Outside
from tests.contract.switch.tones import loudness, read_frames
from tests.contract.switch.world import BARRED, DESK, OTHER_DESK, Phone, Side, World, meanwhile, order, told

LEG, OTHER_LEG = LegId("offer-1"), LegId("offer-2")
_NUMBERS = count(1)


@pytest.fixture(autouse=True)
def _a_name_of_its_own() -> None:
    """Legs are never named twice: what one test still asked of its leg would befall the next one's."""
    global LEG, OTHER_LEG
    LEG, OTHER_LEG = (LegId(f"offer-20260105-010000-{os.getpid():05}{next(_NUMBERS):04}") for _ in range(2))


@pytest.fixture
async def agent(world: World) -> Phone:
    """An agent who picked up."""
    agent = await world.phone()
    await world.run(world.switch.ring(order(DESK, LEG)))
    await world.until(lambda: agent.ringing)
    await agent.answer()
    await world.until(lambda: told(world, LegAnswered, LEG))
    return agent


async def join(world: World, caller: Side, agent: Side) -> None:
    """Let them talk; each speaks a pitch of his own."""
    caller.speak(700)
    agent.speak(1100)
    await world.run(world.switch.bridge(caller.leg, agent.leg))
    await world.until(lambda: caller.hears(1100) and agent.hears(700))


async def commandable(world: World, leg: LegId) -> bool:
    """What the switch says of the leg."""
    return [seen.commandable for seen in await world.run(world.switch.legs()) if seen.leg == leg] == [True]


async def test_joined_legs_hear_each_other_and_both_are_told(world: World, caller: Side, agent: Phone) -> None:
    await join(world, caller, agent)
    assert [event.other for event in told(world, LegsJoined, caller.leg)] == [LEG]
    assert [event.other for event in told(world, LegsJoined, LEG)] == [caller.leg]
    seen = {leg.leg: leg for leg in await world.run(world.switch.legs())}
    assert (seen[caller.leg].joined_with, seen[LEG].joined_with) == (LEG, caller.leg)
    assert not seen[caller.leg].commandable
    assert not seen[LEG].commandable


async def test_a_key_pressed_in_a_conversation_is_told(world: World, caller: Side, agent: Phone) -> None:
    await join(world, caller, agent)
    await caller.press("9")
    await world.until(lambda: [event.digit for event in told(world, DigitPressed, caller.leg)] == ["9"])


async def test_joining_stops_a_prompt_and_music(world: World, caller: Side, agent: Phone) -> None:
    await world.run(world.switch.music(LEG, True))
    with meanwhile(world.switch.play(caller.leg, [world.sound(600, 9.0), world.sound(900, 9.0)])) as playing:
        await world.until(lambda: caller.hears(600) and agent.hears_music())
        await join(world, caller, agent)
        await world.until(playing.done, within=1.0)
        assert await playing == ""
    await world.pass_time(0.5)
    await world.until(lambda: caller.hears(1100) and agent.hears(700))


async def test_a_talking_leg_takes_no_prompt(world: World, caller: Side, agent: Phone) -> None:
    await join(world, caller, agent)
    with pytest.raises(SwitchRefused):
        await world.run(world.switch.play(caller.leg, [world.sound(600)]))
    await world.until(lambda: caller.hears(1100))


async def test_a_ringing_leg_cannot_be_joined(world: World, caller: Side) -> None:
    phone = await world.phone(OTHER_DESK)
    await world.run(world.switch.ring(order(OTHER_DESK, OTHER_LEG)))
    await world.until(lambda: phone.ringing)
    with pytest.raises(SwitchRefused):
        await world.run(world.switch.bridge(caller.leg, OTHER_LEG))
    assert phone.ringing
    assert not told(world, LegsJoined, caller.leg)


async def test_when_the_agent_hangs_up_the_caller_is_ours_again(world: World, caller: Side, agent: Phone) -> None:
    await join(world, caller, agent)
    await agent.hang_up()
    await world.until(lambda: told(world, LegEnded, LEG) and told(world, LegParted, caller.leg))
    assert told(world, LegEnded, LEG)[0].cause is Cause.NORMAL
    assert not told(world, LegEnded, caller.leg)
    assert not told(world, LegParted, LEG)
    assert await commandable(world, caller.leg)
    await world.run(world.switch.music(caller.leg, True))
    await world.until(caller.hears_music)


async def test_when_the_caller_hangs_up_the_agent_is_ours_again(world: World, caller: Side, agent: Phone) -> None:
    await world.run(world.switch.music(LEG, True))
    await join(world, caller, agent)
    await caller.hang_up()
    await world.until(lambda: told(world, LegEnded, caller.leg) and told(world, LegParted, LEG))
    assert await commandable(world, LEG)
    await world.until(agent.hears_nothing)


async def test_when_we_hang_up_one_the_other_stays(world: World, caller: Side, agent: Phone) -> None:
    await join(world, caller, agent)
    await world.run(world.switch.hang_up(LEG))
    await world.until(lambda: agent.gone and told(world, LegParted, caller.leg))
    await world.run(world.switch.play(caller.leg, [world.sound(600, 0.3)]))


async def test_legs_that_parted_can_be_joined_anew(world: World, caller: Side, agent: Phone) -> None:
    await join(world, caller, agent)
    await agent.hang_up()
    await world.until(lambda: told(world, LegParted, caller.leg))
    other = await world.phone(OTHER_DESK)
    await world.run(world.switch.ring(order(OTHER_DESK, OTHER_LEG)))
    await world.until(lambda: other.ringing)
    await other.answer()
    await world.until(lambda: told(world, LegAnswered, OTHER_LEG))
    await join(world, caller, other)


async def test_a_leg_handed_over_talks_with_the_other_phone(world: World, caller: Side) -> None:
    other = await world.phone(OTHER_DESK)
    await world.run(world.switch.transfer(caller.leg, OTHER_DESK, ring_for=20))
    await world.until(lambda: other.ringing)
    assert not await commandable(world, caller.leg)
    await other.answer()
    caller.speak(700)
    other.speak(1100)
    await world.until(lambda: caller.hears(1100) and other.hears(700))
    assert told(world, LegsJoined, caller.leg)
    await other.hang_up()
    await world.until(lambda: told(world, LegParted, caller.leg))


async def test_a_leg_that_nobody_takes_over_is_ours_again(world: World, caller: Side) -> None:
    await world.phone(OTHER_DESK, engaged=True)
    await world.run(world.switch.transfer(caller.leg, OTHER_DESK, ring_for=20))
    await world.until(lambda: told(world, LegParted, caller.leg))
    assert not caller.gone
    await world.run(world.switch.play(caller.leg, [world.sound(600, 0.3)]))


async def test_nobody_is_handed_over_to_a_barred_number(world: World, caller: Side) -> None:
    with pytest.raises(DestinationBarred):
        await world.run(world.switch.transfer(caller.leg, Outside(BARRED), ring_for=20))
    assert await commandable(world, caller.leg)


async def test_a_recording_holds_the_talk_to_the_end_of_the_leg(
    world: World, caller: Side, agent: Phone, tmp_path: Path
) -> None:
    file = tmp_path / "call.wav"
    await world.run(world.switch.record(caller.leg, file))
    await join(world, caller, agent)
    await world.pass_time(1.0)
    await world.run(world.switch.hang_up(caller.leg))
    await world.until(lambda: len(read_frames(file)) >= 16000)
    assert loudness(read_frames(file)) > 200

"""Conversations that change while they last: parted by us, joined by a third, and a word into one ear."""

from __future__ import annotations

import os
from itertools import count

import pytest

from calls.errors import LegGone, SwitchRefused
from calls.events import LegAnswered, LegEnded, LegParted, LegsJoined
from calls.ids import LegId
from calls.switch import Seat
from tests.contract.switch.world import DESK, OTHER_DESK, Phone, Side, World, order, told

_NUMBERS = count(1)


@pytest.fixture
def names() -> tuple[LegId, LegId]:
    """Legs are never named twice."""
    one, two = (LegId(f"talk-20260105-010000-{os.getpid():05}{next(_NUMBERS):04}") for _ in range(2))
    return one, two


@pytest.fixture
async def agent(world: World, names: tuple[LegId, LegId]) -> Phone:
    """An agent who picked up."""
    return await picked_up(world, DESK, names[0])


async def picked_up(world: World, target: Seat, leg: LegId) -> Phone:
    phone = await world.phone(target)
    await world.run(world.switch.ring(order(target, leg)))
    await world.until(lambda: phone.ringing)
    await phone.answer()
    await world.until(lambda: told(world, LegAnswered, leg))
    return phone


async def commandable(world: World, leg: LegId) -> bool:
    """What the switch says of the leg."""
    return [seen.commandable for seen in await world.run(world.switch.legs()) if seen.leg == leg] == [True]


async def join(world: World, caller: Side, agent: Side) -> None:
    """Let them talk; each speaks a pitch of his own."""
    caller.speak(700)
    agent.speak(1100)
    await world.run(world.switch.bridge(caller.leg, agent.leg))
    await world.until(lambda: caller.hears(1100) and agent.hears(700))


async def test_both_take_commands_when_we_part_them(world: World, caller: Side, agent: Phone) -> None:
    leg = agent.leg
    await join(world, caller, agent)
    await world.run(world.switch.part(caller.leg))
    assert (len(told(world, LegParted, caller.leg)), len(told(world, LegParted, leg))) == (1, 1)
    await world.run(world.switch.music(caller.leg, True))
    await world.until(caller.hears_music)
    await world.run(world.switch.play(leg, [world.sound(600, 0.5)]))
    assert not caller.gone
    assert not agent.gone


async def test_they_can_be_joined_again(world: World, caller: Side, agent: Phone) -> None:
    leg = agent.leg
    for _ in range(2):
        await join(world, caller, agent)
        await world.run(world.switch.part(leg))
    await join(world, caller, agent)
    assert len(told(world, LegParted, caller.leg)) == 2


async def test_who_talks_with_nobody_cannot_be_parted(world: World, caller: Side) -> None:
    with pytest.raises(SwitchRefused):
        await world.run(world.switch.part(caller.leg))
    with pytest.raises(SwitchRefused):
        await world.run(world.switch.whisper(caller.leg, [world.sound(600)]))
    await world.run(world.switch.play(caller.leg, [world.sound(600, 0.3)]))


async def test_who_is_gone_cannot_be_parted(world: World, caller: Side, agent: Phone) -> None:
    await join(world, caller, agent)
    await caller.hang_up()
    await world.until(lambda: told(world, LegEnded, caller.leg))
    with pytest.raises(LegGone):
        await world.run(world.switch.part(caller.leg))


async def test_a_word_into_one_ear_leaves_the_conversation_alone(world: World, caller: Side, agent: Phone) -> None:
    await join(world, caller, agent)
    caller.speak(0)
    await world.run(world.switch.whisper(agent.leg, [world.sound(600, 3.0)]))
    await world.until(lambda: agent.hears(600))
    assert caller.hears(1100)
    assert not caller.hears(600)
    caller.speak(700)
    await world.until(lambda: agent.hears(700))
    assert not told(world, LegParted, caller.leg)
    await world.run(world.switch.part(caller.leg))


async def test_a_third_leg_joins_and_all_hear_each_other(
    world: World, caller: Side, agent: Phone, names: tuple[LegId, LegId]
) -> None:
    first = agent.leg
    third = await three(world, caller, agent, names[1])
    assert {event.other for event in told(world, LegsJoined, caller.leg)} >= {first, names[1]}
    seen = {leg.leg: leg for leg in await world.run(world.switch.legs())}
    assert {seen[caller.leg].joined_with, *seen[caller.leg].others} == {first, names[1]}
    assert third.up


async def three(world: World, caller: Side, agent: Phone, leg: LegId) -> Phone:
    """The agent talks with a colleague, and the caller comes to them."""
    colleague = await picked_up(world, OTHER_DESK, leg)
    agent_leg = next(event.leg for event in world.events if isinstance(event, LegAnswered))
    agent.speak(1100)
    colleague.speak(1500)
    await world.run(world.switch.bridge(agent_leg, leg))
    await world.until(lambda: agent.hears(1500) and colleague.hears(1100))
    await world.run(world.switch.add(caller.leg, agent_leg))
    agent.speak(0)
    colleague.speak(0)
    caller.speak(700)
    await world.until(lambda: agent.hears(700) and colleague.hears(700))
    caller.speak(0)
    agent.speak(1100)
    await world.until(lambda: caller.hears(1100) and colleague.hears(1100))
    return colleague


@pytest.mark.parametrize("who", ["caller", "agent", "colleague"])
async def test_when_one_of_three_leaves_the_other_two_go_on(
    world: World, caller: Side, agent: Phone, names: tuple[LegId, LegId], who: str
) -> None:
    first = agent.leg
    colleague = await three(world, caller, agent, names[1])
    sides = {"caller": (caller, caller.leg), "agent": (agent, first), "colleague": (colleague, names[1])}
    gone, leg = sides.pop(who)
    await gone.hang_up()
    await world.until(lambda: told(world, LegEnded, leg))
    (one, one_leg), (two, two_leg) = sides.values()
    one.speak(700)
    two.speak(1100)
    await world.until(lambda: one.hears(1100) and two.hears(700))
    assert not told(world, LegParted, one_leg)
    await one.hang_up()
    await world.until(lambda: told(world, LegParted, two_leg))
    assert await commandable(world, two_leg)


async def test_three_can_be_parted(world: World, caller: Side, agent: Phone, names: tuple[LegId, LegId]) -> None:
    first = agent.leg
    await three(world, caller, agent, names[1])
    await world.run(world.switch.part(caller.leg))
    for leg in (caller.leg, first, names[1]):
        await world.run(world.switch.play(leg, [world.sound(600, 0.2)]))


async def test_nobody_is_added_to_who_talks_with_nobody(world: World, caller: Side, agent: Phone) -> None:
    with pytest.raises(SwitchRefused):
        await world.run(world.switch.add(caller.leg, agent.leg))
    await world.run(world.switch.play(caller.leg, [world.sound(600, 0.2)]))

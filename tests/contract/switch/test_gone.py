"""Every command on a leg that has hung up raises LegGone; on a lost link, SwitchLost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from calls.errors import LegGone, SwitchLost
from calls.events import LegAnswered, LegEnded, LinkLost, LinkUp
from calls.ids import CallId, LegId
from calls.switch import InputRules, Marks, Role, Switch
from tests.contract.switch.world import DESK, OTHER_DESK, Side, World, meanwhile, order, told

Command = Callable[[Switch, LegId], Awaitable[object]]
SOUND = Path("tone-600.wav")


async def listen(switch: Switch, leg: LegId) -> None:
    """Open the leg's audio and close it."""
    async with switch.listen(leg):
        pass


COMMANDS: dict[str, Command] = {
    "answer": lambda switch, leg: switch.answer(leg),
    "play": lambda switch, leg: switch.play(leg, [SOUND]),
    "collect": lambda switch, leg: switch.collect(leg, [], InputRules()),
    "listen": listen,
    "music": lambda switch, leg: switch.music(leg, True),
    "bridge": lambda switch, leg: switch.bridge(leg, LegId("offer-gone-1")),
    "bridge to it": lambda switch, leg: switch.bridge(LegId("offer-gone-1"), leg),
    "transfer": lambda switch, leg: switch.transfer(leg, OTHER_DESK, 5.0),
    "record": lambda switch, leg: switch.record(leg, Path("call.wav").absolute()),
    "mark": lambda switch, leg: switch.mark(leg, Marks(CallId("call-1"), Role.CALLER)),
}
ON_THE_SWITCH: dict[str, Command] = {
    "hang_up": lambda switch, leg: switch.hang_up(leg),
    "ring": lambda switch, leg: switch.ring(order(DESK, "offer-gone-2")),
    "legs": lambda switch, leg: switch.legs(),
    "reachable_seats": lambda switch, leg: switch.reachable_seats(),
}


async def given(command: Command, switch: Switch, leg: LegId) -> object:
    """Give the command."""
    return await command(switch, leg)


async def test_every_command_on_a_leg_that_is_gone_says_so(world: World, caller: Side) -> None:
    agent = await world.phone()
    await world.run(world.switch.ring(order(DESK, "offer-gone-1")))
    await world.until(lambda: agent.ringing)
    await agent.answer()
    await world.until(lambda: told(world, LegAnswered, agent.leg))
    await caller.hang_up()
    await world.until(lambda: told(world, LegEnded, caller.leg))
    for name, command in COMMANDS.items():
        with pytest.raises(LegGone) as gone:
            await world.run(given(command, world.switch, caller.leg))
        assert gone.value.leg == caller.leg, name
    assert not agent.gone


async def test_without_a_link_every_command_says_so(world: World, caller: Side) -> None:
    await world.cut_link()
    await world.until(lambda: isinstance(world.events[-1], LinkLost))
    for name, command in {**COMMANDS, **ON_THE_SWITCH}.items():
        with pytest.raises(SwitchLost):
            await world.run(given(command, world.switch, caller.leg))
        assert not caller.gone, name


async def test_a_link_that_breaks_ends_what_is_pending(world: World, caller: Side) -> None:
    with meanwhile(world.switch.play(caller.leg, [world.sound(600, 9.0)])) as playing:
        await world.until(lambda: caller.hears(600))
        await world.cut_link()
        await world.until(playing.done, within=2.0)
        with pytest.raises(SwitchLost):
            await playing


async def test_calls_go_on_without_a_link_and_are_found_again(world: World, caller: Side) -> None:
    await world.run(world.switch.mark(caller.leg, Marks(CallId("call-1"), Role.CALLER)))
    await world.run(world.switch.music(caller.leg, True))
    await world.until(caller.hears_music)
    await world.cut_link()
    await world.until(lambda: isinstance(world.events[-1], LinkLost))
    await world.pass_time(1.0)
    await world.until(caller.hears_music)
    await world.mend_link()
    await world.until(lambda: any(isinstance(event, LinkUp) for event in world.events))
    [leg] = await world.run(world.switch.legs())
    assert (leg.leg, leg.commandable, leg.marks) == (caller.leg, True, Marks(CallId("call-1"), Role.CALLER))
    assert caller.hears_music()
    await world.run(world.switch.play(caller.leg, [world.sound(600, 0.3)]))


async def test_what_happens_without_a_link_is_not_told(world: World, caller: Side) -> None:
    await world.cut_link()
    await world.until(lambda: isinstance(world.events[-1], LinkLost))
    await caller.hang_up()
    await world.mend_link()
    await world.until(lambda: isinstance(world.events[-1], LinkUp))
    assert not told(world, LegEnded, caller.leg)
    assert await world.run(world.switch.legs()) == []
    with pytest.raises(LegGone):
        await world.run(world.switch.music(caller.leg, True))

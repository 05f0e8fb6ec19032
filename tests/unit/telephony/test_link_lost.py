"""The link is lost in the middle of each command, at each point where the command waits: SwitchLost, and nothing is left."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from calls.errors import LegGone, SwitchLost
from calls.events import Caller
from calls.ids import CallId, LegId
from calls.switch import InputRules, Marks, RingOrder, Role, Seat, Switch
from telephony.ami.errors import LinkLost
from telephony.channels import Channel
from tests.unit.telephony.packets import CALLER, hangup
from tests.unit.telephony.rig import Rig, caller, open_rig

Command = Callable[[Switch], Awaitable[object]]
SOUNDS = [Path("/sounds/greeting.wav")]
MARKS = Marks(CallId("call-1"), Role.CALLER)
OTHER = LegId("1795333604.31")


async def listen(switch: Switch) -> None:
    async with switch.listen(caller) as hearing:
        async for _ in hearing:
            pass


COMMANDS: dict[str, tuple[str, Command]] = {
    "answer": ("AGI", lambda switch: switch.answer(caller)),
    "play": ("AGI", lambda switch: switch.play(caller, SOUNDS)),
    "play until a key": ("AGI", lambda switch: switch.play(caller, SOUNDS, "12")),
    "collect with a prompt": ("AGI", lambda switch: switch.collect(caller, SOUNDS, InputRules())),
    "listen": ("AGI", listen),
    "music": ("AGI", lambda switch: switch.music(caller, True)),
    "announce": ("AGI", lambda switch: switch.announce(caller, SOUNDS)),
    "bridge": ("Bridge", lambda switch: switch.bridge(caller, OTHER)),
    "transfer": ("Setvar", lambda switch: switch.transfer(caller, Seat("1002"), 5.0)),
    "record": ("MixMonitor", lambda switch: switch.record(caller, Path("/rec/call.wav"))),
    "mark": ("Setvar", lambda switch: switch.mark(caller, MARKS)),
    "hang_up": ("Hangup", lambda switch: switch.hang_up(caller)),
    "ring": ("Originate", lambda switch: switch.ring(RingOrder(LegId("leg-1"), Seat("1001"), 9.0, Caller(), MARKS))),
    "legs": ("Status", lambda switch: switch.legs()),
    "reachable_seats": ("PJSIPShowContacts", lambda switch: switch.reachable_seats()),
}
WAIT_FOR_AN_EVENT: dict[str, Command] = {
    **{name: command for name, (action, command) in COMMANDS.items() if action in ("AGI", "Bridge")},
    "collect": lambda switch: switch.collect(caller, [], InputRules(first_within=60.0)),
}


async def given(command: Command, switch: Switch) -> object:
    return await command(switch)


async def linked(rig: Rig) -> None:
    """The link is there again, and so is a caller: the leg takes commands as if nothing had been."""
    rig.switch.link_up(restarted=False)
    rig.arrive()
    answering = await rig.begin(rig.switch.answer(caller))
    rig.done()
    await answering


@pytest.mark.parametrize("name", COMMANDS)
async def test_while_the_action_is_under_way(name: str) -> None:
    action, command = COMMANDS[name]
    async with open_rig() as rig:
        rig.arrive(), rig.arrive(OTHER)
        held = rig.notes.hold(action)
        doing = await rig.begin(given(command, rig.switch))
        rig.switch.link_lost("cut")
        held.set_exception(LinkLost("cut"))
        with pytest.raises(SwitchLost):
            await doing
        await linked(rig)


@pytest.mark.parametrize("command", WAIT_FOR_AN_EVENT.values(), ids=WAIT_FOR_AN_EVENT)
async def test_while_its_event_is_awaited(command: Command) -> None:
    async with open_rig() as rig:
        rig.arrive(), rig.arrive(OTHER)
        doing = await rig.begin(given(command, rig.switch))
        assert not doing.done()
        rig.switch.link_lost("cut")
        with pytest.raises(SwitchLost):
            await doing
        await linked(rig)


@pytest.mark.parametrize("command", WAIT_FOR_AN_EVENT.values(), ids=WAIT_FOR_AN_EVENT)
async def test_a_caller_who_leaves_meanwhile_ends_it_as_well(command: Command) -> None:
    async with open_rig() as rig:
        rig.arrive(), rig.arrive(OTHER)
        doing = await rig.begin(given(command, rig.switch))
        rig.hear(hangup())
        with pytest.raises(LegGone) as gone:
            await doing
        assert gone.value.leg == CALLER


async def test_a_phone_that_rings_cannot_be_joined() -> None:
    async with open_rig() as rig:
        rig.arrive()
        rig.switch._channels.add(Channel(OTHER, rung=True, exists=True))
        with pytest.raises(Exception, match="before it is answered"):
            await rig.switch.bridge(caller, OTHER)
        assert rig.notes.actions == []

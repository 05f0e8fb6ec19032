"""Commands that nobody awaits any more: they play on until the next one, a conversation or an end breaks them."""

from __future__ import annotations

import asyncio

import pytest

from calls.errors import LegGone, SwitchLost
from tests.unit.telephony.packets import CALLER, agi_exec, agi_start, bridge, channel, hangup, unique, wire
from tests.unit.telephony.rig import GREETING, MENU, OTHER, Rig, caller, failure, settle


async def cancelled_prompt(rig: Rig) -> None:
    """A prompt that plays on though nobody awaits it."""
    playing = await rig.begin(rig.switch.play(caller, [GREETING]))
    playing.cancel()
    await asyncio.wait({playing})
    assert rig.channel().stale


async def test_the_next_command_breaks_one_that_was_given_up_on(rig: Rig) -> None:
    await cancelled_prompt(rig)
    answering = await rig.begin(rig.switch.answer(caller))
    redirect = rig.notes.last("Redirect")
    assert redirect == {"Channel": unique(CALLER), "Context": "hotline-in", "Exten": "95105", "Priority": "ask"}
    assert rig.notes.commands == ['STREAM FILE "/sounds/greeting" ""']
    rig.hear(wire("AsyncAGIEnd", **channel(CALLER)), agi_start())
    await settle()
    assert rig.notes.commands[1:] == ["ANSWER"]
    rig.done()
    await answering


async def test_one_that_ended_by_itself_meanwhile_needs_no_breaking(rig: Rig) -> None:
    await cancelled_prompt(rig)
    rig.done()
    answering = await rig.begin(rig.switch.answer(caller))
    assert "Redirect" not in rig.notes.names
    rig.done()
    await answering


async def test_of_several_given_up_on_the_last_one_frees_the_leg(rig: Rig) -> None:
    announcing = await rig.begin(rig.switch.announce(caller, [GREETING, MENU]))
    announcing.cancel()
    await asyncio.wait({announcing})
    first, *_, last = (action.keys["CommandID"] for action in rig.notes.actions)
    rig.hear(agi_exec(CALLER, first))
    assert rig.channel().stale
    rig.hear(agi_exec(CALLER, last))
    assert not rig.channel().stale


async def test_a_conversation_breaks_it_too(rig: Rig) -> None:
    rig.arrive(OTHER)
    await cancelled_prompt(rig)
    rig.hear(bridge("BridgeEnter", OTHER), bridge("BridgeEnter", CALLER))
    assert not rig.channel().stale


async def test_a_hang_up_while_it_is_broken_is_a_leg_gone(rig: Rig) -> None:
    await cancelled_prompt(rig)
    answering = await rig.begin(rig.switch.answer(caller))
    rig.hear(hangup())
    with pytest.raises(LegGone):
        await answering


async def test_a_hang_up_in_the_moment_of_breaking_it_is_a_leg_gone(rig: Rig) -> None:
    await cancelled_prompt(rig)
    redirecting = rig.notes.hold("Redirect")
    answering = await rig.begin(rig.switch.answer(caller))
    rig.hear(hangup())
    redirecting.set_exception(failure())
    with pytest.raises(LegGone):
        await answering


async def test_a_link_lost_while_a_prompt_is_broken(rig: Rig) -> None:
    await cancelled_prompt(rig)
    answering = await rig.begin(rig.switch.answer(caller))
    rig.switch.link_lost("cut")
    with pytest.raises(SwitchLost):
        await answering

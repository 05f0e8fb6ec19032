"""Commands on a leg: who gets which answer, and what becomes of them when the leg or the link goes away."""

from __future__ import annotations

import asyncio

import pytest

from calls.causes import Cause
from calls.errors import LegGone, SwitchLost, SwitchRefused
from calls.ids import LegId
from telephony.ami.errors import ActionTimedOut, LinkLost, UnsafeValue
from tests.unit.telephony.packets import CALLER, agi_exec, bridge, channel, hangup, unique, wire
from tests.unit.telephony.rig import GREETING, MENU, OTHER, Rig, caller, failure, settle


async def test_a_command_ends_with_its_own_answer(rig: Rig) -> None:
    rig.arrive(OTHER)
    answering = await rig.begin(rig.switch.answer(caller))
    asked = rig.notes.last("AGI")
    assert (asked["Channel"], asked["Command"]) == (unique(CALLER), "ANSWER")
    rig.hear(agi_exec(CALLER, "hl999"), agi_exec(OTHER, asked["CommandID"]))
    await settle()
    assert not answering.done()
    rig.done()
    await answering


async def test_commands_on_two_legs_do_not_meet(rig: Rig) -> None:
    other = rig.arrive(OTHER)
    first, second = await rig.begin(rig.switch.answer(caller)), await rig.begin(rig.switch.answer(other))
    rig.done(leg=OTHER)
    await second
    assert not first.done()
    rig.done()
    await first


# --- the leg goes away


async def test_a_hang_up_ends_the_command_with_its_cause(rig: Rig) -> None:
    playing = await rig.begin(rig.switch.play(caller, [GREETING]))
    rig.hear(hangup(cause=102))
    with pytest.raises(LegGone) as gone:
        await playing
    assert gone.value.cause is Cause.RECOVERY_ON_TIMER


async def test_a_command_that_failed_by_a_hang_up_is_a_leg_gone(rig: Rig) -> None:
    playing = await rig.begin(rig.switch.play(caller, [GREETING]))
    rig.done(-1)
    await settle()
    assert not playing.done()
    rig.hear(hangup())
    with pytest.raises(LegGone):
        await playing


async def test_an_action_refused_because_the_leg_just_died_is_a_leg_gone(rig: Rig) -> None:
    rig.notes.answers["AGI"].append(failure())
    answering = await rig.begin(rig.switch.answer(caller))
    assert not answering.done()
    rig.hear(hangup())
    with pytest.raises(LegGone):
        await answering


async def test_a_refusal_without_a_hang_up_is_told_as_such(rig: Rig) -> None:
    rig.notes.answers["AGI"].append(failure("Permission denied"))
    with pytest.raises(SwitchRefused, match="Permission denied"):
        await rig.switch.answer(caller)
    playing = await rig.begin(rig.switch.play(caller, [GREETING]))
    rig.done(-1)
    with pytest.raises(SwitchRefused, match="STREAM"):
        await playing


async def test_a_value_that_must_not_be_sent_is_a_refusal(rig: Rig) -> None:
    rig.notes.answers["Setvar"].append(UnsafeValue("a line above 1022 bytes"))
    with pytest.raises(SwitchRefused):
        await rig.switch._set(caller, "HOTLINE_TARGET", "x")


async def test_a_leg_out_of_async_agi_takes_no_command(rig: Rig) -> None:
    rig.hear(wire("AsyncAGIEnd", **channel(CALLER)))
    with pytest.raises(SwitchRefused, match="takes no commands"):
        await rig.switch.answer(caller)
    assert rig.notes.actions == []


# --- into a conversation


async def test_a_bridge_ends_the_command_as_if_it_were_over(rig: Rig) -> None:
    rig.arrive(OTHER)
    playing = await rig.begin(rig.switch.play(caller, [GREETING, MENU]))
    rig.hear(bridge("BridgeEnter", OTHER), bridge("BridgeEnter", CALLER))
    assert await playing == ""
    assert rig.notes.commands == ['STREAM FILE "/sounds/greeting" ""']


async def test_an_answer_that_comes_after_the_bridge_harms_nobody(rig: Rig) -> None:
    rig.arrive(OTHER)
    playing = await rig.begin(rig.switch.play(caller, [GREETING]))
    rig.hear(bridge("BridgeEnter", OTHER), bridge("BridgeEnter", CALLER))
    rig.done()
    assert await playing == ""


# --- music and announcements


async def test_music_is_of_the_class_that_is_named_or_of_our_own(rig: Rig) -> None:
    for of, wanted in (("jazz", "jazz"), ("", "default")):
        ordered = await rig.begin(rig.switch.music(caller, True, of))
        assert rig.notes.last("AGI")["Command"] == f'SET MUSIC ON "{wanted}"'
        rig.done()
        await ordered


async def test_after_a_word_the_music_of_the_same_class_goes_on(rig: Rig) -> None:
    announcing = await rig.begin(rig.switch.announce(caller, [GREETING], "jazz"))
    assert rig.notes.last("AGI")["Command"] == 'SET MUSIC ON "jazz"'
    announcing.cancel()
    await asyncio.wait({announcing})


async def test_an_announcement_is_handed_over_whole(rig: Rig) -> None:
    announcing = await rig.begin(rig.switch.announce(caller, [GREETING, MENU]))
    assert rig.notes.commands == [
        'STREAM FILE "/sounds/greeting" ""',
        'STREAM FILE "/sounds/menu" ""',
        'SET MUSIC ON "default"',
    ]
    for action in list(rig.notes.actions):
        assert not announcing.done()
        rig.hear(agi_exec(CALLER, action.keys["CommandID"]))
        await settle()
    await announcing


# --- the link goes away


@pytest.mark.parametrize("error", [LinkLost("cut"), ActionTimedOut("AGI")])
async def test_an_action_without_an_answer_is_a_switch_lost(rig: Rig, error: Exception) -> None:
    rig.notes.answers["AGI"].append(error)
    with pytest.raises(SwitchLost):
        await rig.switch.answer(caller)


async def test_a_lost_link_ends_what_waits_and_forgets_every_leg(rig: Rig) -> None:
    other = rig.arrive(OTHER)
    running = [await rig.begin(rig.switch.answer(leg)) for leg in (caller, other)]
    rig.switch.link_lost("the cable was cut")
    for task in running:
        with pytest.raises(SwitchLost, match="the cable was cut"):
            await task
    rig.switch.link_up(restarted=False)
    with pytest.raises(LegGone):
        await rig.switch.answer(LegId(OTHER))


async def test_a_link_lost_while_a_refusal_is_looked_into(rig: Rig) -> None:
    rig.notes.answers["AGI"].append(failure())
    answering = await rig.begin(rig.switch.answer(caller))
    rig.switch.link_lost("cut")
    with pytest.raises(SwitchLost):
        await answering

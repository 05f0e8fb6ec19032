"""Prompts and keys: every order in which a key, the end of a prompt, a bridge and a hang-up can come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from calls.errors import LegGone, SwitchRefused
from calls.switch import Collected, InputEnd, InputRules
from service.clock import SystemClock
from telephony import commands
from telephony import input as asking
from tests.unit.telephony.packets import CALLER, agi_start, bridge, channel, dtmf, hangup, wire
from tests.unit.telephony.rig import Rig, caller, open_rig, settle
from tests.waiting import until

GREETING, MENU = Path("/sounds/greeting.wav"), Path("/sounds/menu.wav")
PLAYED = {GREETING: 'STREAM FILE "/sounds/greeting"', MENU: 'STREAM FILE "/sounds/menu"'}
LONG = InputRules(max_digits=4, terminator="#", first_within=60.0, next_within=60.0)


@pytest_asyncio.fixture
async def rig(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Rig]:
    monkeypatch.setattr(commands, "HANG_UP_FOLLOWS", 0.01)
    async with open_rig() as opened:
        opened.arrive()
        yield opened


def keyed(rig: Rig, digits: str) -> None:
    rig.hear(*(dtmf(CALLER, digit) for digit in digits))


def kept(rig: Rig) -> str:
    return "".join(rig.channel().digits)


# --- playing


async def test_one_sound_after_the_other(rig: Rig) -> None:
    playing = await rig.begin(rig.switch.play(caller, [GREETING, MENU]))
    assert rig.notes.commands == [f'{PLAYED[GREETING]} ""']
    rig.done(rest="%20endpos%3D2400")
    await settle()
    assert rig.notes.commands[1:] == [f'{PLAYED[MENU]} ""']
    rig.done()
    assert await playing == ""


async def test_nothing_to_play_is_done_at_once(rig: Rig) -> None:
    assert await rig.switch.play(caller, []) == ""
    assert rig.notes.actions == []


async def test_a_key_that_asterisk_stops_at_is_consumed_and_the_rest_is_not_played(rig: Rig) -> None:
    playing = await rig.begin(rig.switch.play(caller, [GREETING, MENU], stop_on="1#"))
    assert rig.notes.commands == [f'{PLAYED[GREETING]} "1#"']
    keyed(rig, "51")
    rig.done(ord("1"))
    assert await playing == "1"
    assert len(rig.notes.commands) == 1
    assert kept(rig) == "5"


async def test_a_key_that_stops_nothing_is_kept(rig: Rig) -> None:
    playing = await rig.begin(rig.switch.play(caller, [GREETING], stop_on="1"))
    keyed(rig, "25")
    await settle()
    assert not playing.done()
    rig.done()
    assert await playing == ""
    assert kept(rig) == "25"


async def test_a_key_keyed_ahead_spares_the_prompt(rig: Rig) -> None:
    keyed(rig, "91")
    assert await rig.switch.play(caller, [GREETING], stop_on="1") == "1"
    assert rig.notes.actions == []
    assert kept(rig) == "9"


async def test_a_key_that_asterisk_did_not_stop_at_is_helped(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keyed in the moment before the prompt began: Asterisk plays on, we have heard it."""
    monkeypatch.setattr(asking, "STOPS_BY_ITSELF", 0.0)
    playing = await rig.begin(rig.switch.play(caller, [GREETING], stop_on="1"))
    keyed(rig, "1")
    await until(lambda: "Redirect" in rig.notes.names)
    rig.hear(wire("AsyncAGIEnd", **channel(CALLER)), agi_start())
    assert await playing == "1"


async def test_a_bridge_ends_all_of_it(rig: Rig) -> None:
    other = rig.arrive("1795333604.31")
    playing = await rig.begin(rig.switch.play(caller, [GREETING, MENU], stop_on="1"))
    rig.hear(bridge("BridgeEnter", other), bridge("BridgeEnter", CALLER))
    assert await playing == ""
    assert len(rig.notes.commands) == 1


async def test_who_gives_up_on_a_prompt_leaves_no_task(rig: Rig) -> None:
    playing = await rig.begin(rig.switch.play(caller, [GREETING], stop_on="1"))
    playing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await playing
    assert rig.channel().stale


async def test_a_missing_sound_is_refused_by_name_where_we_share_the_files(tmp_path: Path) -> None:
    there = tmp_path / "there.wav"
    there.touch()
    async with open_rig(sounds_here=True) as rig:
        rig.arrive()
        for command in (
            rig.switch.play(caller, [tmp_path / "missing.wav"]),
            rig.switch.collect(caller, [tmp_path / "missing.wav"], LONG),
            rig.switch.announce(caller, [there, tmp_path / "missing.wav"]),
        ):
            with pytest.raises(SwitchRefused, match=r"missing\.wav"):
                await command
        assert rig.notes.actions == []


# --- collecting


async def test_keys_before_and_during_the_prompt_count(rig: Rig) -> None:
    keyed(rig, "1")
    collecting = await rig.begin(rig.switch.collect(caller, [GREETING], LONG))
    assert rig.notes.actions == []
    keyed(rig, "2#")
    assert await collecting == Collected("12", InputEnd.TERMINATOR)


async def test_a_first_key_stops_all_the_prompts(rig: Rig) -> None:
    collecting = await rig.begin(rig.switch.collect(caller, [GREETING, MENU], LONG))
    keyed(rig, "7")
    rig.done(ord("7"))
    await settle()
    assert len(rig.notes.commands) == 1
    keyed(rig, "#")
    assert await collecting == Collected("7", InputEnd.TERMINATOR)


async def test_without_barge_in_no_key_stops_a_prompt_or_counts(rig: Rig) -> None:
    rules = InputRules(max_digits=1, barge_in=False, first_within=60.0)
    keyed(rig, "1")
    collecting = await rig.begin(rig.switch.collect(caller, [GREETING], rules))
    assert rig.notes.commands == [f'{PLAYED[GREETING]} ""']
    keyed(rig, "2")
    rig.done()
    await settle()
    keyed(rig, "3")
    assert await collecting == Collected("3", InputEnd.COMPLETE)


async def test_more_keys_than_asked_for_are_left(rig: Rig) -> None:
    keyed(rig, "123")
    assert await rig.switch.collect(caller, [], InputRules(max_digits=2)) == Collected("12", InputEnd.COMPLETE)
    assert kept(rig) == "3"


async def test_a_hang_up_while_keys_are_awaited(rig: Rig) -> None:
    collecting = await rig.begin(rig.switch.collect(caller, [], LONG))
    keyed(rig, "1")
    await settle()
    rig.hear(hangup())
    with pytest.raises(LegGone):
        await collecting


async def test_silence_ends_it_by_the_clock() -> None:
    async with open_rig(clock=SystemClock()) as rig:
        rig.arrive()
        silent = InputRules(max_digits=4, first_within=0.01, next_within=0.01)
        assert await rig.switch.collect(caller, [], silent) == Collected("", InputEnd.TIMED_OUT)
        keyed(rig, "1")
        assert await rig.switch.collect(caller, [], silent) == Collected("1", InputEnd.TIMED_OUT)

"""Orders to the whole switch: handing over, recording, and what it knows of itself and of its link."""

from __future__ import annotations

from pathlib import Path

import pytest

from calls.errors import DestinationBarred, LegGone, SwitchLost, SwitchRefused
from calls.events import LegAnswered, LegParted, LinkLost, LinkUp
from calls.switch import Outside, Seat
from telephony.ami.errors import ActionTimedOut
from tests.unit.telephony.orders import RUNG, order
from tests.unit.telephony.packets import (
    CALLER,
    agi_start,
    bridge,
    hangup,
    heard,
    rung,
    unique,
    wire,
)
from tests.unit.telephony.rig import Rig, caller, failure, open_rig, success


async def picked_up(rig: Rig) -> None:
    await rig.switch.ring(order())
    rig.hear(wire("Newchannel", **rung(RUNG)), agi_start(RUNG, context="hotline-leg", exten="s"))


# --- handing over


async def test_a_leg_is_handed_over_with_all_that_asterisk_needs(rig: Rig) -> None:
    await rig.switch.transfer(caller, Outside("13900001111"), 20.0)
    told = [(a.name, a.keys.get("Variable"), a.keys.get("Value")) for a in rig.notes.actions]
    assert told == [
        ("Setvar", "HOTLINE_TARGET", "PJSIP/13900001111@carrier"),
        ("Setvar", "HOTLINE_RING", "20"),
        ("Redirect", None, None),
    ]
    assert rig.notes.last("Redirect")["Context"] == "hotline-handover"
    rig.hear(agi_start(context="hotline-handover", exten="s"))
    assert rig.told[-1] == LegParted(caller, rig.clock.now())


async def test_nobody_is_handed_over_to_a_barred_number(rig: Rig) -> None:
    with pytest.raises(DestinationBarred):
        await rig.switch.transfer(caller, Outside("110"), 20.0)
    assert rig.notes.actions == []


async def test_who_talks_is_not_torn_out_of_his_conversation(rig: Rig) -> None:
    await picked_up(rig)
    rig.hear(bridge("BridgeEnter", CALLER), bridge("BridgeEnter", RUNG))
    with pytest.raises(SwitchRefused):
        await rig.switch.transfer(caller, Seat("1002"), 20.0)
    assert "Redirect" not in rig.notes.names


# --- recording


async def test_a_recording_is_begun(rig: Rig) -> None:
    await rig.switch.record(caller, Path("/var/rec/call-1.wav"))
    assert rig.notes.last("MixMonitor") == {"Channel": unique(CALLER), "File": "/var/rec/call-1.wav", "options": ""}


@pytest.mark.parametrize("file", ["/rec/a,b,touch /tmp/x", "/rec/a\n.wav", '/rec/".wav', "/rec/a,.wav"])
async def test_a_file_name_gives_the_recorder_no_command(rig: Rig, file: str) -> None:
    with pytest.raises(SwitchRefused):
        await rig.switch.record(caller, Path(file))
    assert rig.notes.actions == []


# --- who is reachable


async def test_seats_with_a_phone_are_reachable(rig: Rig) -> None:
    listed = heard(
        wire("ContactList", ObjectName="1001;@8a1b", Uri="sip:1001@127.0.0.1:5061", Status="Reachable"),
        wire("ContactList", ObjectName="1002@@9c2d", Uri="sip:1002@10.0.0.7", Status="NonQualified"),
        wire("ContactList", ObjectName="1003;@77aa", Uri="sip:1003@127.0.0.1:5063", Status="Unreachable"),
        wire("ContactList", ObjectName="trial-13900001111;@1f", Uri="sip:t@127.0.0.1:5064", Status="Reachable"),
    )
    rig.notes.answers["PJSIPShowContacts"].append(success(listed))
    assert await rig.switch.reachable_seats() == {"1001", "1002"}


async def test_no_phone_at_all_is_no_error(rig: Rig) -> None:
    rig.notes.answers["PJSIPShowContacts"].append(failure("No Contacts found"))
    assert await rig.switch.reachable_seats() == frozenset()


# --- the link


async def test_a_link_lost_and_found_is_told_once_each(rig: Rig) -> None:
    rig.switch.link_lost("the cable was cut")
    rig.switch.link_up(restarted=True)
    assert rig.told[-2:] == [LinkLost(rig.clock.now(), "the cable was cut"), LinkUp(rig.clock.now(), True)]


async def test_before_the_first_link_every_command_says_so() -> None:
    async with open_rig() as rig:
        rig.switch.link_lost("not yet")
        for command in (rig.switch.hang_up(caller), rig.switch.ring(order()), rig.switch.answer(caller)):
            with pytest.raises(SwitchLost, match="not yet"):
                await command
        assert rig.notes.actions == []


async def test_a_leg_whose_order_was_under_way_when_the_link_was_lost_is_forgotten(rig: Rig) -> None:
    held = rig.notes.hold("Originate")
    ringing = await rig.begin(rig.switch.ring(order()))
    rig.switch.link_lost("cut")
    held.set_exception(ActionTimedOut())
    with pytest.raises(SwitchLost):
        await ringing
    rig.switch.link_up(restarted=False)
    rig.hear(agi_start(RUNG, context="hotline-leg", exten="s"))
    assert LegAnswered not in map(type, rig.told)


async def test_every_event_is_told_to_the_last_who_attached(rig: Rig) -> None:
    told: list[object] = []
    rig.switch.attach(told.append)
    before = len(rig.told)
    rig.hear(hangup())
    assert (len(told), len(rig.told)) == (1, before)


async def test_what_is_told_when_a_leg_ends_finds_its_command_ended(rig: Rig) -> None:
    """Who hears of the end must not find the command still waiting."""
    states: list[bool] = []
    answering = await rig.begin(rig.switch.answer(caller))
    rig.switch.attach(lambda _event: states.append(rig.switch._commands._running[caller].popitem()[1].done()))
    rig.hear(hangup())
    assert states == [True]
    with pytest.raises(LegGone):
        await answering

"""Orders to the whole switch: ringing, hanging up what is not there yet, handing over, and what it knows of itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from calls.causes import Cause
from calls.errors import DestinationBarred, LegGone, SwitchLost, SwitchRefused
from calls.events import Caller, LegAnswered, LegEnded, LegParted, LinkLost, LinkUp
from calls.ids import CallId, LegId, OfferId
from calls.switch import Marks, Outside, RingOrder, Role, Seat, Target
from telephony import commands, unmade
from telephony.ami.errors import ActionTimedOut
from telephony.dialling import Dialling
from telephony.marks import VARIABLE, read
from tests.unit.telephony.packets import (
    CALLER,
    agi_start,
    bridge,
    hangup,
    heard,
    originate_response,
    rung,
    unique,
    wire,
)
from tests.unit.telephony.rig import Rig, caller, failure, open_rig, success
from tests.waiting import until

RUNG, ABSENT = LegId("leg-20261122-061530-7f3a9c01"), LegId("leg-20261122-061531-00c0ffee")
ALLOWED = Dialling(trunk="carrier", allowed=("1[3-9]XXXXXXXXX",))


@pytest_asyncio.fixture
async def rig(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Rig]:
    monkeypatch.setattr(commands, "HANG_UP_FOLLOWS", 0.01)
    monkeypatch.setattr(unmade, "CHANNEL_FOLLOWS", 0.01)
    async with open_rig(dialling=ALLOWED) as opened:
        opened.arrive()
        yield opened


def order(target: Target = Seat("1001"), ring_for: float = 20.0) -> RingOrder:
    marks = Marks(CallId("call-1"), Role.OFFER, OfferId("offer-1"))
    return RingOrder(RUNG, target, ring_for, Caller("13800001111", 'Bob" <110>'), marks)


async def picked_up(rig: Rig) -> None:
    await rig.switch.ring(order())
    rig.hear(wire("Newchannel", **rung(RUNG)), agi_start(RUNG, context="hotline-leg", exten="s"))


# --- ringing


async def test_a_phone_is_rung_under_the_name_it_was_given(rig: Rig) -> None:
    await rig.switch.ring(order())
    [originate] = rig.notes.actions
    assert originate.keys == {
        "Channel": "PJSIP/1001",
        "ChannelId": RUNG,
        "Context": "hotline-leg",
        "Exten": "s",
        "Priority": 1,
        "Async": "true",
        "Timeout": 25_000,
        "CallerID": '"Bob 110" <13800001111>',
    }
    assert read(originate.variables[VARIABLE]) == order().marks


@pytest.mark.parametrize(
    ("target", "refusal"),
    [
        (Outside("00881234567890"), DestinationBarred),
        (Outside("13900001111,30,G(evil)"), SwitchRefused),
        (Seat("1001&PJSIP/1002"), SwitchRefused),
    ],
)
async def test_who_may_not_be_rung_is_not_even_asked_for(rig: Rig, target: Target, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        await rig.switch.ring(order(target))
    assert rig.notes.actions == []
    rig.hear(wire("Newchannel", **rung(RUNG)), hangup(RUNG))
    assert LegEnded not in map(type, rig.told)


async def test_a_refused_order_leaves_no_leg(rig: Rig) -> None:
    rig.notes.answers["Originate"].append(failure("Permission denied"))
    with pytest.raises(SwitchRefused):
        await rig.switch.ring(order())
    with pytest.raises(LegGone):
        await rig.switch.play(RUNG, [])


async def test_an_order_without_an_answer_may_still_ring_and_can_be_hung_up(rig: Rig) -> None:
    rig.notes.answers["Originate"].append(ActionTimedOut("Originate"))
    rig.notes.answers["Hangup"].append(failure())
    with pytest.raises(SwitchLost):
        await rig.switch.ring(order())
    await rig.switch.hang_up(RUNG)
    rig.hear(wire("Newchannel", **rung(RUNG)))
    assert [action.keys["Channel"] for action in rig.notes.later] == [RUNG]


async def test_targets_are_dialled_by_the_newest_settings(rig: Rig) -> None:
    rig.switch.dial_by(Dialling(trunk="other", allowed=("110",)))
    await rig.switch.ring(order(Outside("110")))
    assert rig.notes.last("Originate")["Channel"] == "PJSIP/110@other"
    with pytest.raises(DestinationBarred):
        await rig.switch.ring(order(Outside("13900001111")))


# --- hanging up


async def test_a_leg_is_hung_up_by_its_full_name_with_the_cause(rig: Rig) -> None:
    await rig.switch.hang_up(caller, Cause.BUSY)
    assert rig.notes.last("Hangup") == {"Channel": unique(CALLER), "Cause": 17}


async def test_a_phone_hung_up_before_it_exists_never_rings(rig: Rig) -> None:
    await rig.switch.ring(order())
    rig.notes.answers["Hangup"].append(failure())
    await rig.switch.hang_up(RUNG)
    assert rig.notes.later == []
    rig.hear(wire("Newchannel", **rung(RUNG)))
    assert [(action.name, action.keys) for action in rig.notes.later] == [("Hangup", {"Channel": RUNG, "Cause": 16})]
    rig.hear(hangup(RUNG, 16, "Down"))
    assert rig.told[-1] == LegEnded(RUNG, rig.clock.now(), Cause.NORMAL)


async def test_a_phone_hung_up_before_it_exists_that_never_will_ends_once(rig: Rig) -> None:
    await rig.switch.ring(order())
    rig.notes.answers["Hangup"].append(failure())
    await rig.switch.hang_up(RUNG)
    rig.hear(originate_response(RUNG, "Failure", 0))
    await until(lambda: rig.told[-1] == LegEnded(RUNG, rig.clock.now(), Cause.ABSENT))
    assert rig.notes.later == []
    await rig.switch.hang_up(RUNG)
    assert rig.notes.names.count("Hangup") == 1


async def test_an_engaged_phone_whose_failure_is_told_before_its_channel_is_busy(rig: Rig) -> None:
    await rig.switch.ring(order())
    await rig.switch.ring(replace(order(), leg=ABSENT))
    rig.hear(originate_response(RUNG, "Failure", 0), originate_response(ABSENT, "Failure", 0))
    rig.hear(wire("Newchannel", **rung(RUNG)))
    absent = LegEnded(ABSENT, rig.clock.now(), Cause.ABSENT)
    await until(lambda: rig.told[-1:] == [absent], what="the end of the leg without a channel")
    rig.hear(hangup(RUNG, 17, "Down"))
    assert rig.told[-2:] == [absent, LegEnded(RUNG, rig.clock.now(), Cause.BUSY)]


async def test_a_phone_that_exists_is_hung_up_once(rig: Rig) -> None:
    await rig.switch.ring(order())
    rig.hear(wire("Newchannel", **rung(RUNG)))
    await rig.switch.hang_up(RUNG)
    rig.hear(wire("Newchannel", **rung(RUNG)))
    assert (rig.notes.names.count("Hangup"), rig.notes.later) == (1, [])


async def test_a_leg_that_is_gone_is_no_error_and_no_action(rig: Rig) -> None:
    rig.hear(hangup())
    before = list(rig.notes.names)
    await rig.switch.hang_up(caller)
    assert rig.notes.names == before


async def test_a_leg_that_ends_while_it_is_hung_up_is_no_error(rig: Rig) -> None:
    held = rig.notes.hold("Hangup")
    ending = await rig.begin(rig.switch.hang_up(caller))
    rig.hear(hangup())
    held.set_exception(failure())
    await ending


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

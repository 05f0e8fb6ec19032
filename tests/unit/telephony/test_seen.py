"""What Asterisk lists after a restart or a gap, read as legs of ours and followed from there on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from calls.causes import Cause
from calls.errors import LegGone
from calls.events import Caller, LegAnswered, LegEnded, LegParted
from calls.ids import CallId, LegId, OfferId, PersonId
from calls.switch import LegSeen, Marks, Role
from telephony.marks import VARIABLE, write
from tests.unit.telephony.packets import CALLER, agi_exec, agi_start, bridge, channel, hangup, heard, rung, unique, wire
from tests.unit.telephony.rig import Rig, caller, open_rig, settle, success

AGENT = "leg-a"
WAITS = Marks(CallId("call-1"), Role.CALLER, queue="wealth", priority=5, joined_at=1795333600.125, language="zh")
OFFER = Marks(CallId("call-1"), Role.OFFER, OfferId("offer-1"), PersonId("1001"), "wealth")


def listed(
    headers: dict[str, str], marks: Marks | None = None, app: str = "AGI", seconds: str = "7", **more: str
) -> bytes:
    """One channel of `Action: Status`."""
    variable = f"{VARIABLE}={write(marks) if marks else ''}"
    told = {**headers, "Type": "PJSIP", "BridgeID": "", "Application": app, "Data": "agi:async", "Seconds": seconds}
    return wire("Status", **{**told, **more}, Variable=variable)


@pytest_asyncio.fixture
async def rig() -> AsyncIterator[Rig]:
    async with open_rig() as opened:
        yield opened


async def seen(rig: Rig, *packets: bytes) -> list[LegSeen]:
    rig.notes.answers["Status"].append(success(heard(*packets)))
    return list(await rig.switch.legs())


async def test_a_caller_who_waits_is_read_with_his_place(rig: Rig) -> None:
    assert await seen(rig, listed(channel(CALLER, name=r"Tom \"T\""), WAITS, seconds="30")) == [
        LegSeen(caller, True, True, WAITS, "95105", Caller("13800001111", 'Tom "T"'), "", None, rig.clock.now() - 30)
    ]


async def test_a_call_that_arrived_meanwhile_has_no_marks(rig: Rig) -> None:
    [leg] = await seen(rig, listed(channel(CALLER, number="<unknown>", state="Ring")))
    assert (leg.marks, leg.up, leg.commandable, leg.caller) == (None, False, True, Caller())


async def test_what_a_caller_dialled_moves_no_cursor_here_either(rig: Rig) -> None:
    [leg] = await seen(rig, listed(channel(CALLER, exten="951\x1b[2J\u202805")))
    assert leg.dialled == "951[2J05"


async def test_those_of_one_bridge_are_joined(rig: Rig) -> None:
    both = [listed(channel(CALLER), WAITS, BridgeID="6dd8"), listed(rung(AGENT, state="Up"), OFFER, BridgeID="6dd8")]
    [one, other] = await seen(rig, *both)
    assert (one.joined_with, other.joined_with) == (AGENT, CALLER)
    assert not one.commandable
    assert not other.commandable


async def test_one_alone_in_a_bridge_is_joined_with_nobody(rig: Rig) -> None:
    [leg] = await seen(rig, listed(channel(CALLER), WAITS, BridgeID="6dd8"))
    assert (leg.joined_with, leg.commandable) == (None, False)


async def test_a_phone_that_rings_is_seen_ringing(rig: Rig) -> None:
    [leg] = await seen(rig, listed(rung(AGENT, state="Ringing"), OFFER, app="AppDial2"))
    assert (leg.leg, leg.up, leg.commandable, leg.marks, leg.seat) == (AGENT, False, False, OFFER, "1001")


async def test_channels_of_somebody_else_are_left_out(rig: Rig) -> None:
    strange = [channel("1795333604.99", context="from-internal"), channel("1795333604.98", context="")]
    assert await seen(rig, *(listed(each) for each in strange)) == []
    with pytest.raises(LegGone):
        await rig.switch.answer(LegId("1795333604.99"))


async def test_a_leg_of_ours_elsewhere_is_known_by_its_marks(rig: Rig) -> None:
    assert [leg.leg for leg in await seen(rig, listed(channel(AGENT, context="default"), OFFER))] == [AGENT]


@pytest.mark.parametrize("seconds", ["", "0"])
async def test_a_channel_without_an_age_is_new(rig: Rig, seconds: str) -> None:
    [leg] = await seen(rig, listed(channel(CALLER), seconds=seconds))
    assert leg.since == rig.clock.now()


# --- and from here on


async def test_what_was_known_before_is_forgotten(rig: Rig) -> None:
    rig.arrive()
    assert await seen(rig) == []
    with pytest.raises(LegGone):
        await rig.switch.answer(caller)


async def test_its_full_name_is_known_for_commands(rig: Rig) -> None:
    await seen(rig, listed(channel(CALLER), WAITS))
    await rig.switch.hang_up(caller)
    assert rig.notes.last("Hangup")["Channel"] == unique(CALLER)


async def test_a_caller_in_a_menu_has_his_old_prompt_broken_first(rig: Rig) -> None:
    await seen(rig, listed(channel(CALLER), Marks(CallId("call-1"), Role.CALLER, step="welcome.1")))
    playing = await rig.begin(rig.switch.play(caller, [Path("/sounds/menu.wav")]))
    assert rig.notes.names == ["Status", "Redirect"]
    assert rig.notes.last("Redirect")["Exten"] == "95105"
    rig.hear(agi_start())
    await settle()
    rig.done()
    await playing


async def test_an_old_prompt_that_ends_by_itself_needs_no_breaking(rig: Rig) -> None:
    await seen(rig, listed(channel(CALLER), Marks(CallId("call-1"), Role.CALLER, step="welcome.1")))
    rig.hear(agi_exec(CALLER, "hl712"))
    answering = await rig.begin(rig.switch.answer(caller))
    assert "Redirect" not in rig.notes.names
    rig.done()
    await answering


async def test_a_waiting_caller_keeps_his_music(rig: Rig) -> None:
    await seen(rig, listed(channel(CALLER), WAITS))
    announcing = await rig.begin(rig.switch.announce(caller, []))
    assert rig.notes.names == ["Status", "AGI"]
    rig.done()
    await announcing


async def test_a_conversation_found_is_followed_to_its_end(rig: Rig) -> None:
    both = [listed(channel(CALLER), WAITS, BridgeID="6dd8"), listed(rung(AGENT, state="Up"), OFFER, BridgeID="6dd8")]
    await seen(rig, *both)
    rig.hear(hangup(AGENT), bridge("BridgeLeave", CALLER, "6dd8"), agi_start())
    now = rig.clock.now()
    assert rig.told == [LegEnded(LegId(AGENT), now, Cause.NORMAL), LegParted(caller, now)]


async def test_a_phone_found_ringing_is_answered_once_and_one_found_up_is_not_again(rig: Rig) -> None:
    ringing, up = rung(AGENT, state="Ringing"), rung("leg-b", state="Up", context="hotline-leg")
    await seen(rig, listed(ringing, OFFER, app="AppDial2"), listed(up, OFFER))
    for leg in (AGENT, "leg-b"):
        rig.hear(agi_start(leg, context="hotline-leg", exten="s"))
    assert rig.told == [LegAnswered(LegId(AGENT), rig.clock.now())]

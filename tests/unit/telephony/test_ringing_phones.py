"""Orders to ring: who is rung and how, who may not be, and what an order that fails leaves behind."""

from __future__ import annotations

import pytest

from calls.errors import DestinationBarred, LegGone, SwitchLost, SwitchRefused
from calls.events import LegEnded
from calls.switch import Outside, Seat, Target
from telephony.ami.errors import ActionTimedOut
from telephony.dialling import Dialling
from telephony.marks import VARIABLE, read
from tests.unit.telephony.orders import RUNG, order
from tests.unit.telephony.packets import (
    hangup,
    rung,
    wire,
)
from tests.unit.telephony.rig import Rig, failure


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

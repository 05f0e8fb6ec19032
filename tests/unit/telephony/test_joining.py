"""Joining two legs: done when both are in the conversation, and told truly when one of them leaves before."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from calls.causes import Cause
from calls.errors import LegGone, SwitchRefused
from calls.ids import LegId
from telephony import joining
from telephony.channels import Channel
from tests.unit.telephony.packets import CALLER, bridge, hangup, unique
from tests.unit.telephony.rig import Rig, caller, failure, open_rig, settle

AGENT = LegId("leg-a")
THIRD = LegId("1795333604.31")


@pytest_asyncio.fixture
async def rig(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Rig]:
    monkeypatch.setattr(joining, "HANG_UP_FOLLOWS", 0.01)
    monkeypatch.setattr(joining, "JOIN_WITHIN", 0.01)
    async with open_rig() as opened:
        opened.arrive()
        opened.switch._channels.add(Channel(AGENT, rung=True, exists=True, answered=True, commandable=True))
        yield opened


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch, rig: Rig) -> Rig:
    """Nobody is in a hurry."""
    monkeypatch.setattr(joining, "HANG_UP_FOLLOWS", 5.0)
    monkeypatch.setattr(joining, "JOIN_WITHIN", 5.0)
    return rig


@pytest.mark.parametrize("order", [(AGENT, CALLER), (CALLER, AGENT)])
async def test_it_is_done_when_both_are_in(patient: Rig, order: tuple[str, str]) -> None:
    joined = await patient.begin(patient.switch.bridge(caller, AGENT))
    assert patient.notes.last("Bridge") == {"Channel1": unique(CALLER), "Channel2": AGENT, "Tone": "no"}
    patient.hear(bridge("BridgeEnter", order[0]))
    await settle()
    assert not joined.done()
    patient.hear(bridge("BridgeEnter", order[1]))
    await joined


async def test_somebody_else_in_the_bridge_is_not_the_one(patient: Rig) -> None:
    patient.arrive(THIRD)
    joined = await patient.begin(patient.switch.bridge(caller, AGENT))
    patient.hear(bridge("BridgeEnter", THIRD), bridge("BridgeEnter", CALLER))
    await settle()
    assert not joined.done()
    patient.hear(bridge("BridgeEnter", AGENT))
    await joined


@pytest.mark.parametrize("leaves", [caller, AGENT])
async def test_one_who_leaves_before_is_named(patient: Rig, leaves: LegId) -> None:
    joined = await patient.begin(patient.switch.bridge(caller, AGENT))
    patient.hear(hangup(leaves))
    with pytest.raises(LegGone) as gone:
        await joined
    assert (gone.value.leg, gone.value.cause) == (leaves, Cause.NORMAL)


@pytest.mark.parametrize("leaves", [caller, AGENT])
@pytest.mark.parametrize("told_first", ["hang-up", "refusal"])
async def test_a_refusal_because_one_has_just_left_names_him(patient: Rig, leaves: LegId, told_first: str) -> None:
    held = patient.notes.hold("Bridge")
    joined = await patient.begin(patient.switch.bridge(caller, AGENT))
    if told_first == "hang-up":
        patient.hear(hangup(leaves))
    held.set_exception(failure("Channel1 does not exists"))
    await settle()
    if told_first == "refusal":
        patient.hear(hangup(leaves))
    with pytest.raises(LegGone) as gone:
        await joined
    assert gone.value.leg == leaves


async def test_a_refusal_for_another_reason_is_told(rig: Rig) -> None:
    rig.notes.answers["Bridge"].append(failure("Permission denied"))
    with pytest.raises(SwitchRefused, match="Permission denied"):
        await rig.switch.bridge(caller, AGENT)


async def test_a_bridge_that_asterisk_never_makes_is_a_refusal(rig: Rig) -> None:
    with pytest.raises(SwitchRefused, match="not joined"):
        await rig.switch.bridge(caller, AGENT)


async def test_a_leg_that_is_gone_is_not_joined(rig: Rig) -> None:
    rig.hear(hangup())
    for legs in ((caller, AGENT), (AGENT, caller)):
        with pytest.raises(LegGone):
            await rig.switch.bridge(*legs)
    assert rig.notes.actions == []

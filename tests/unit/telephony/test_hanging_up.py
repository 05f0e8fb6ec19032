"""Orders to hang up: what is there, what is not there yet, and what is gone."""

from __future__ import annotations

from dataclasses import replace

from calls.causes import Cause
from calls.events import LegEnded
from tests.unit.telephony.orders import ABSENT, RUNG, order
from tests.unit.telephony.packets import (
    CALLER,
    hangup,
    originate_response,
    rung,
    unique,
    wire,
)
from tests.unit.telephony.rig import Rig, caller, failure
from tests.waiting import until


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

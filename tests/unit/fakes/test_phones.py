"""What people with phones can do on the fake switch: answer by script or hand, refuse, hold, transfer."""

from __future__ import annotations

from pathlib import Path

import pytest

from calls.causes import Cause
from calls.events import (
    DigitPressed,
    LegAnswered,
    LegEnded,
    LegHeld,
    LegResumed,
    LegTransferred,
    SeatReachable,
    SwitchEvent,
)
from calls.ids import LegId
from calls.switch import Outside, Seat
from tests.contract.switch.world import order
from tests.fakes.clock import ManualClock
from tests.fakes.party import BUSY, REJECTS, SILENT, UNREACHABLE, VOICEMAIL, Answers, Script
from tests.fakes.switch import FakeSwitch
from tests.unit.fakes.talking import LEG, talk

GREETING = Path("greeting.wav")


async def test_a_caller_remembers_what_he_heard_in_order(switch: FakeSwitch, clock: ManualClock) -> None:
    agent, caller = switch.phone(Seat("1001"), Answers(after=2)), switch.call_in("95105")
    await switch.answer(caller.leg)
    await clock.run(switch.play(caller.leg, [GREETING]))
    await switch.music(caller.leg, True)
    await switch.ring(order(Seat("1001"), LEG))
    await clock.until(lambda: agent.up)
    await switch.bridge(caller.leg, LEG)
    assert caller.heard == ["greeting", "music", "1001"]
    assert agent.heard == ["13800001111"]


async def test_nothing_is_heard_before_the_answer(switch: FakeSwitch, clock: ManualClock) -> None:
    caller = switch.call_in("95105")
    await clock.run(switch.play(caller.leg, [GREETING]))
    assert caller.heard == []
    with pytest.raises(AssertionError, match="answered"):
        caller.press("1")


@pytest.mark.parametrize(
    ("script", "after", "cause"),
    [
        (BUSY, 0.0, Cause.BUSY),
        (REJECTS, 1.0, Cause.REJECTED),
        (UNREACHABLE, 0.0, Cause.ABSENT),
        (SILENT, 25.0, Cause.NO_ANSWER),
    ],
)
async def test_phones_say_no_by_their_script(
    switch: FakeSwitch, clock: ManualClock, events: list[SwitchEvent], script: Script, after: float, cause: Cause
) -> None:
    began = clock.now()
    switch.phone(Outside("13900001111"), script)
    await switch.ring(order(Outside("13900001111"), LEG, ring_for=20))
    await clock.until(lambda: isinstance(events[-1], LegEnded))
    assert events[-1] == LegEnded(LEG, began + after, cause)


async def test_a_manager_presses_his_key_by_script(
    switch: FakeSwitch, clock: ManualClock, events: list[SwitchEvent]
) -> None:
    began = clock.now()
    switch.phone(Outside("13900001111"), Answers(after=3, presses="1", hangs_up_after=9))
    await switch.ring(order(Outside("13900001111"), LEG))
    await clock.advance(20)
    assert events[1:] == [
        LegAnswered(LEG, began + 3),
        DigitPressed(LEG, began + 4, "1"),
        LegEnded(LEG, began + 12, Cause.NORMAL),
    ]


async def test_voicemail_answers_and_presses_nothing(
    switch: FakeSwitch, clock: ManualClock, events: list[SwitchEvent]
) -> None:
    switch.phone(Outside("13900001111"), VOICEMAIL)
    await switch.ring(order(Outside("13900001111"), LEG))
    await clock.advance(30)
    assert [type(event).__name__ for event in events] == ["LegRinging", "LegAnswered"]


async def test_a_phone_takes_one_call_at_a_time(
    switch: FakeSwitch, clock: ManualClock, events: list[SwitchEvent]
) -> None:
    await talk(switch)
    await switch.ring(order(Seat("1001"), "offer-2"))
    await clock.settle()
    assert events[-1] == LegEnded(LegId("offer-2"), clock.now(), Cause.BUSY)


async def test_holding_gives_the_other_side_music(switch: FakeSwitch, events: list[SwitchEvent]) -> None:
    caller, agent = await talk(switch)
    agent.hold()
    assert (caller.hears, agent.hears) == ("music", "13800001111")
    agent.resume()
    assert caller.hears == "1001"
    assert caller.heard == ["1001", "music", "1001"]
    await switch.clock.settle()
    at = switch.clock.now()
    assert events[-2:] == [LegHeld(LEG, at), LegResumed(LEG, at)]


async def test_a_blind_transfer_gives_the_caller_back(switch: FakeSwitch, events: list[SwitchEvent]) -> None:
    caller, agent = await talk(switch)
    agent.transfer_to("1002")
    await switch.clock.settle()
    at = switch.clock.now()
    assert events[-2:] == [LegTransferred(caller.leg, LEG, "1002", False, at), LegEnded(LEG, at, Cause.NORMAL)]
    await switch.music(caller.leg, True)


async def test_an_attended_transfer_past_us_joins_the_caller(switch: FakeSwitch, events: list[SwitchEvent]) -> None:
    caller, agent = await talk(switch)
    other = switch.phone(Seat("1002"))
    agent.transfer_to("1002", attended=True)
    await switch.clock.settle()
    assert LegTransferred(caller.leg, LEG, other.leg, True, switch.clock.now()) in events
    assert (caller.hears, other.hears, agent.gone) == ("1002", "13800001111", True)


async def test_an_attended_transfer_through_us_takes_the_leg_we_joined(switch: FakeSwitch) -> None:
    caller, agent = await talk(switch)
    consulting, other = switch.call_in("1002", number="1001", seat="1001"), switch.phone(Seat("1002"))
    await switch.ring(order(Seat("1002"), "consulted"))
    other.answer()
    await switch.bridge(consulting.leg, LegId("consulted"))
    agent.transfer_to("1002", attended=True)
    assert (other.leg, other.hears, caller.hears) == ("consulted", "13800001111", "1002")
    assert agent.gone
    assert consulting.gone


async def test_a_seat_that_drops_off_is_told_and_cannot_be_rung(switch: FakeSwitch, events: list[SwitchEvent]) -> None:
    phone = switch.phone(Seat("1001"))
    phone.unregister()
    await switch.ring(order(Seat("1001"), LEG))
    await switch.clock.settle()
    at = switch.clock.now()
    assert events == [
        SeatReachable("1001", True, at),
        SeatReachable("1001", False, at),
        LegEnded(LEG, at, Cause.ABSENT),
    ]

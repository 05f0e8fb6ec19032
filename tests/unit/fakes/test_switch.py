"""What journeys lean on beyond the port's promises: faults, deaths, unseen events, and the log of commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from calls.causes import Cause
from calls.errors import LegGone, SwitchLost, SwitchRefused
from calls.events import LegAnswered, LegEnded, LegParted, LegsJoined, LinkLost, LinkUp, SwitchEvent
from calls.switch import Seat
from tests.contract.switch.world import meanwhile, order
from tests.fakes.clock import ManualClock
from tests.fakes.party import Answers
from tests.fakes.switch import Command, FakeSwitch
from tests.unit.fakes.talking import LEG, talk

GREETING = Path("greeting.wav")


async def test_events_come_after_the_command_that_caused_them(
    switch: FakeSwitch, clock: ManualClock, events: list[SwitchEvent]
) -> None:
    caller = switch.call_in("95105")
    await switch.hang_up(caller.leg)
    assert events == []
    await clock.settle()
    assert [type(event).__name__ for event in events] == ["CallArrived", "LegEnded"]


async def test_a_fault_hits_the_next_command_of_its_name_once(switch: FakeSwitch) -> None:
    caller = switch.call_in("95105")
    switch.fail_next("answer")
    await switch.mark(caller.leg, order(Seat("1001"), LEG).marks)
    with pytest.raises(SwitchRefused):
        await switch.answer(caller.leg)
    await switch.answer(caller.leg)


async def test_commands_are_written_down_in_order(switch: FakeSwitch, clock: ManualClock) -> None:
    caller = switch.call_in("95105")
    await switch.answer(caller.leg)
    await clock.run(switch.play(caller.leg, [GREETING], "1"))
    assert switch.commands == [
        Command("answer", caller.leg),
        Command("play", caller.leg, ("greeting", "1")),
    ]
    assert switch.asked("play") == switch.commands[1:]


async def test_two_commands_at_once_on_one_leg_fail_the_test(switch: FakeSwitch, clock: ManualClock) -> None:
    caller = switch.call_in("95105")
    with meanwhile(switch.play(caller.leg, [GREETING])):
        await clock.settle()
        with pytest.raises(AssertionError, match="still going on"):
            await switch.music(caller.leg, True)


async def test_a_name_is_used_for_one_leg_only(switch: FakeSwitch) -> None:
    await switch.ring(order(Seat("1001"), LEG))
    with pytest.raises(SwitchRefused, match="used already"):
        await switch.ring(order(Seat("1001"), LEG))


async def test_a_dead_switch_takes_every_leg_unseen(
    switch: FakeSwitch, clock: ManualClock, events: list[SwitchEvent]
) -> None:
    caller, agent = await talk(switch)
    events.clear()
    switch.die()
    with pytest.raises(SwitchLost):
        await switch.music(caller.leg, True)
    switch.restore_link(restarted=True)
    await clock.settle()
    assert events == [LinkLost(clock.now(), "the switch died"), LinkUp(clock.now(), restarted=True)]
    assert await switch.legs() == []
    assert caller.gone
    assert agent.gone
    with pytest.raises(LegGone):
        await switch.music(caller.leg, True)


async def test_a_phone_can_be_answered_while_nobody_sees_it(
    switch: FakeSwitch, clock: ManualClock, events: list[SwitchEvent]
) -> None:
    switch.phone(Seat("1001"), Answers(after=2))
    await switch.ring(order(Seat("1001"), LEG))
    switch.lose_link()
    await clock.advance(5)
    switch.restore_link()
    await clock.settle()
    assert not [event for event in events if isinstance(event, LegAnswered)]
    assert [(leg.leg, leg.up, leg.commandable) for leg in await switch.legs()] == [(LEG, True, True)]


async def test_a_second_service_finds_the_callers_where_they_are(
    switch: FakeSwitch, clock: ManualClock, events: list[SwitchEvent]
) -> None:
    caller = switch.call_in("95105")
    await switch.answer(caller.leg)
    await switch.music(caller.leg, True)
    second: list[SwitchEvent] = []
    switch.attach(second.append)
    assert caller.hears == "music"
    caller.hang_up()
    await clock.settle()
    assert [type(event) for event in second] == [LegEnded]


async def test_a_leg_handed_over_is_left_when_its_caller_goes(switch: FakeSwitch, clock: ManualClock) -> None:
    caller, other = switch.call_in("95105"), switch.phone(Seat("1002"))
    await switch.answer(caller.leg)
    await switch.transfer(caller.leg, Seat("1002"), ring_for=20)
    assert other.ringing
    caller.hang_up()
    await clock.until(lambda: not other.ringing, within=0)


async def test_parting_is_told_for_who_stays(switch: FakeSwitch, events: list[SwitchEvent]) -> None:
    caller, agent = await talk(switch)
    agent.hang_up()
    await switch.clock.settle()
    at = switch.clock.now()
    assert [event for event in events if isinstance(event, LegsJoined)]
    assert events[-2:] == [LegEnded(LEG, at, Cause.NORMAL), LegParted(caller.leg, at)]

"""Who arrives while nobody may decide yet, whose calls are whose, and a switch that cannot be read at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
import pytest_asyncio

from calls.causes import Cause, EndedBy
from calls.errors import SwitchLost
from calls.events import CallArrived, Caller, LegEnded, SeatReachable
from calls.ids import LegId
from calls.switch import LegSeen, Seat
from tests.fakes.clock import ManualClock
from tests.fakes.party import Answers
from tests.fakes.switch import FakeSwitch
from tests.journeys.centre import Centre, at_work, nobody, only, open_centre


class SlowToRead(FakeSwitch):
    """A switch whose list of legs arrives late: things happen between its writing and its reading."""

    def __init__(self, clock: ManualClock) -> None:
        super().__init__(clock)
        self.reading = 0.0

    async def legs(self) -> Sequence[LegSeen]:
        seen = await super().legs()
        await self.clock.wait_until(self.clock.now() + self.reading)
        return seen


@pytest_asyncio.fixture
async def centre() -> AsyncIterator[Centre]:
    async with open_centre(SlowToRead) as opened:
        yield opened


async def reading(centre: Centre, seconds: float = 2.0) -> None:
    """The link is back, and the switch is being read for so long."""
    assert isinstance(centre.switch, SlowToRead)
    centre.switch.lose_link()
    await centre.clock.advance(1)
    centre.switch.reading = seconds
    centre.switch.restore_link()
    await centre.clock.settle()


async def test_who_arrives_while_the_switch_is_read_is_attended_once_it_is(centre: Centre) -> None:
    await reading(centre)
    caller = centre.switch.call_in("95105", number="13800001111")
    await centre.clock.advance(1)
    assert caller.heard == []
    await centre.clock.advance(1.5)
    assert caller.hears == "greeting"
    assert len(at_work("call")) == 1
    assert len([record for record in centre.memory.records() if record.number == "13800001111"]) == 1


async def test_who_arrived_in_the_gap_and_is_told_of_twice_is_attended_once(centre: Centre) -> None:
    centre.switch.lose_link()
    caller = centre.switch.call_in("95105", number="13800001111")
    await centre.clock.advance(1)
    centre.switch.restore_link()
    centre.switch.emit(CallArrived(caller.leg, centre.clock.now(), "95105", Caller("13800001111", "")))
    await centre.clock.advance(1)
    centre.switch.emit(CallArrived(caller.leg, centre.clock.now(), "95105", Caller("13800001111", "")))
    await centre.clock.advance(0.5)
    assert len(at_work("call")) == 1
    assert len(centre.memory.records()) == 1


async def test_who_arrives_and_leaves_while_the_switch_is_read_is_in_the_record_and_nowhere_else(
    centre: Centre,
) -> None:
    await reading(centre)
    caller = centre.switch.call_in("95105", number="13800001111")
    await centre.clock.advance(1)
    caller.hang_up()
    await centre.clock.advance(5)
    record = centre.memory.record("13800001111")
    assert (record.ended_by, caller.heard) == (EndedBy.CALLER, [])
    assert at_work("call") == []


async def test_a_caller_who_waited_and_leaves_while_the_switch_is_read_is_not_offered(centre: Centre) -> None:
    nobody(centre)
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.advance(5)
    await reading(centre)
    caller.hang_up()
    await centre.clock.advance(5)
    assert centre.memory.record("13800001111").ended_at is not None
    agent = only(centre, "1001", Answers(after=1))
    await centre.clock.advance(5)
    assert agent.rung == 0


async def test_a_switch_that_cannot_be_read_is_read_again_every_second_and_is_an_alarm(centre: Centre) -> None:
    centre.switch.lose_link()
    for _ in range(3):
        centre.switch.fail_next("legs", SwitchLost("no answer to Status"))
    centre.switch.restore_link()
    await centre.clock.settle()
    assert {"switch_link", "recovery"} <= set(centre.house.alarms.raised)
    caller = centre.switch.call_in("95105", number="13800001111")
    await centre.clock.advance(2.5)
    assert caller.heard == []
    assert not centre.house.reception.open.is_set()
    await centre.clock.advance(1)
    assert caller.hears == "greeting"
    assert centre.house.alarms.raised == {}


async def test_the_link_is_told_as_a_figure(centre: Centre) -> None:
    figure = centre.house.metrics.link_up
    assert figure._value.get() == 1
    centre.switch.lose_link()
    await centre.clock.settle()
    assert figure._value.get() == 0


async def test_the_gap_counts_from_the_first_loss(centre: Centre) -> None:
    nobody(centre)
    centre.switch.call_in("95106", number="13800001111")
    await centre.clock.advance(5)
    for _ in range(3):
        centre.switch.lose_link()
        await centre.clock.advance(2)
        centre.switch.fail_next("legs", SwitchLost("gone again"))
        centre.switch.restore_link()
        await centre.clock.settle()
    await centre.clock.advance(2)
    gaps = centre.memory.record("13800001111").gaps
    assert gaps[-1].seconds == pytest.approx(7.0)


# --- whose call is whose


async def test_a_seat_that_calls_the_hotline_is_a_caller_and_busy(centre: Centre) -> None:
    only(centre, "1001")
    caller = centre.switch.call_in("95105", number="1001", seat="1001")
    await centre.clock.advance(1)
    assert caller.hears == "greeting"
    assert (at_work("desk"), len(at_work("call"))) == ([], 1)
    assert centre.memory.people["1001"].after == "NOT_READY"
    caller.hang_up()
    await centre.clock.advance(1)
    assert centre.memory.people["1001"].after == "READY"


async def test_a_seat_that_dials_anything_else_is_at_its_desk(centre: Centre) -> None:
    only(centre, "1001")
    centre.switch.call_in("*2", number="1001", seat="1001")
    await centre.clock.settle()
    assert (len(at_work("desk")), at_work("call")) == (1, [])
    assert centre.memory.records() == []


async def test_a_caller_from_outside_cannot_change_anybodys_state(centre: Centre) -> None:
    only(centre, "1001")
    before = centre.memory.people["1001"].after
    stranger = centre.switch.call_in("*2", number="1001")
    await centre.clock.advance(30)
    assert stranger.gone
    assert centre.memory.people["1001"].after == before


async def test_a_phone_of_nobody_is_no_news(centre: Centre) -> None:
    before = dict(centre.memory.people)
    centre.switch.emit(SeatReachable("4711", True, centre.clock.now()))
    centre.switch.emit(LegEnded(LegId("leg-99"), centre.clock.now(), Cause.NORMAL))
    await centre.clock.settle()
    assert centre.memory.people == before


async def test_a_seat_of_nobody_may_call_the_hotline(centre: Centre) -> None:
    caller = centre.switch.call_in("95105", number="4711", seat="4711")
    await centre.clock.advance(1)
    assert caller.hears == "greeting"


async def test_nothing_is_left_at_work_when_all_have_gone(centre: Centre) -> None:
    callers = [centre.switch.call_in("95106", number=f"1380000{number:04}") for number in range(5)]
    phone = centre.switch.phone(Seat("1001"))
    await centre.clock.advance(2)
    for caller in callers:
        if not caller.gone:
            caller.hang_up()
    await centre.clock.advance(10)
    assert phone.gone
    assert at_work("call", "offer", "desk", "release") == []
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("recovery")]

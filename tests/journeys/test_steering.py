"""A leader moves a caller who waits, and changes his priority. On the switch in memory."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from acd.messages import Paused, Readied
from acd.states import PersonState
from calls.happenings.supervision import Moved, PriorityChanged
from calls.ids import CallId, PersonId
from calls.switch import Seat
from console.ports.supervision_errors import (
    NoSuchQueue,
    NotWaiting,
    UnknownCall,
)
from tests.fakes.party import Answers, FakeCaller, Rings
from tests.journeys.centre import COMPANY, Centre
from tests.journeys.supervising import AGENT, NUMBER


@dataclass
class Waits:
    centre: Centre
    caller: FakeCaller
    call: CallId


@pytest.fixture
async def waits(centre: Centre) -> Waits:
    for seat in ("1001", "1002", "1003"):
        centre.house.floor.tell(Paused(PersonId(seat), "break"))
    caller = centre.switch.call_in("95106", number=NUMBER)
    await centre.clock.until(lambda: caller.hears in COMPANY)
    await centre.clock.advance(30)
    return Waits(centre, caller, centre.memory.record(NUMBER).call)


async def test_a_caller_is_moved_with_all_that_he_has_waited(waits: Waits) -> None:
    centre = waits.centre
    joined_at = centre.house.steering.place(waits.call).joined_at
    place = centre.house.steering.move(waits.call, "desk", "wang")
    assert (place.queue, place.joined_at) == ("desk", joined_at)
    await centre.clock.settle()
    marks = {seen.leg: seen.marks for seen in await centre.switch.legs()}[waits.caller.leg]
    assert marks is not None
    assert marks.queue == "desk"
    assert abs(marks.joined_at - joined_at) < 0.01
    record = centre.record(waits.call)
    assert (record.queue, record.queued_at) == ("desk", joined_at)
    assert [entry.what for entry in record.entries if isinstance(entry.what, Moved)] == [
        Moved("wang", "orders", "desk")
    ]
    assert [(span.whom, span.until is None) for span in record.waits] == [("orders", False), ("desk", True)]
    centre.switch.phone(Seat("1003"), Answers(after=1))
    centre.house.floor.tell(Readied(PersonId("1003")))
    await centre.clock.until(lambda: waits.caller.hears == "1003")
    assert centre.record(waits.call).waited >= 30


async def test_he_stays_where_he_was_moved_after_a_restart(waits: Waits) -> None:
    waits.centre.house.steering.move(waits.call, "desk", "wang")
    waits.centre.house.steering.prioritise(waits.call, 7, "wang")
    await waits.centre.clock.settle()
    await waits.centre.kill()
    await waits.centre.start_again()
    place = waits.centre.house.steering.place(waits.call)
    assert (place.queue, place.priority) == ("desk", 7)


async def test_a_phone_that_rings_for_him_stops(waits: Waits) -> None:
    centre = waits.centre
    phone = centre.switch.phone(Seat("1001"), Rings())
    centre.house.floor.tell(Readied(AGENT))
    await centre.clock.until(lambda: phone.ringing)
    centre.house.steering.move(waits.call, "desk", "wang")
    await centre.clock.until(lambda: phone.gone)
    assert centre.house.floor.state_of(AGENT) is PersonState.READY
    assert centre.record(waits.call).offers[-1].outcome == "WITHDRAWN"
    assert waits.caller.hears in COMPANY


async def test_another_priority_lets_him_be_served_first(waits: Waits) -> None:
    centre = waits.centre
    later = centre.switch.call_in("95106", number="13800002222")
    await centre.clock.until(lambda: later.hears in COMPANY)
    call = centre.memory.record("13800002222").call
    centre.house.steering.prioritise(call, 9, "wang")
    centre.switch.phone(Seat("1001"), Answers(after=1))
    centre.house.floor.tell(Readied(AGENT))
    await centre.clock.until(lambda: later.hears == "1001")
    record = centre.record(call)
    assert record.priority == 9
    assert [entry.what for entry in record.entries if isinstance(entry.what, PriorityChanged)] == [
        PriorityChanged("wang", 1, 9)
    ]


async def test_who_cannot_be_moved(waits: Waits, centre: Centre) -> None:
    steering = centre.house.steering
    with pytest.raises(NoSuchQueue):
        steering.move(waits.call, "nowhere", "wang")
    with pytest.raises(UnknownCall):
        steering.move(CallId("call-0"), "desk", "wang")
    centre.switch.phone(Seat("1001"), Answers(after=1))
    centre.house.floor.tell(Readied(AGENT))
    await centre.clock.until(lambda: waits.caller.hears == "1001")
    with pytest.raises(NotWaiting):
        steering.move(waits.call, "desk", "wang")
    with pytest.raises(NotWaiting):
        steering.prioritise(waits.call, 2, "wang")
    assert waits.caller.hears == "1001"

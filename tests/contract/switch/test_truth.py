"""What the switch knows of itself: marks on legs, the legs there are, the seats that can be reached."""

from __future__ import annotations

import pytest

from calls.events import DigitPressed, LegAnswered, SeatReachable, SwitchEvent
from calls.ids import CallId, LegId, OfferId, PersonId
from calls.switch import Marks, Role
from tests.contract.switch.world import DESK, TRIAL, Side, World, order, told

MARKS = [
    Marks(CallId("call-1"), Role.CALLER),
    Marks(CallId("call-1"), Role.OFFER, OfferId("offer-1"), PersonId("1001")),
    Marks(
        CallId("call-2"),
        Role.CALLER,
        queue="理财 & wealth",
        priority=-7,
        joined_at=1767574800.125,
        step="a=b&c;d,e|f\"g'h\\i%20+${X}",
        language="zh",
        wanted=PersonId("厦门_1"),
    ),
]


async def test_a_new_caller_has_no_marks(world: World, caller: Side) -> None:
    assert [leg.marks for leg in await world.run(world.switch.legs())] == [None]


@pytest.mark.parametrize("marks", MARKS, ids=["few", "offer", "odd signs"])
async def test_marks_read_back_as_they_were_written(world: World, caller: Side, marks: Marks) -> None:
    await world.run(world.switch.mark(caller.leg, marks))
    assert [leg.marks for leg in await world.run(world.switch.legs())] == [marks]


async def test_new_marks_replace_the_old_ones_whole(world: World, caller: Side) -> None:
    await world.run(world.switch.mark(caller.leg, MARKS[2]))
    await world.run(world.switch.mark(caller.leg, MARKS[0]))
    assert [leg.marks for leg in await world.run(world.switch.legs())] == [MARKS[0]]


async def test_marks_are_written_before_the_answer_too(world: World) -> None:
    caller = await world.call_in()
    await world.run(world.switch.mark(caller.leg, MARKS[0]))
    assert [leg.marks for leg in await world.run(world.switch.legs())] == [MARKS[0]]


async def test_a_rung_leg_carries_the_marks_of_its_order(world: World) -> None:
    phone = await world.phone()
    wanted = order(DESK, "offer-1")
    await world.run(world.switch.ring(wanted))
    await world.until(lambda: phone.ringing)
    for up in (False, True):
        [leg] = await world.run(world.switch.legs())
        assert (leg.leg, leg.marks, leg.up, leg.commandable) == (wanted.leg, wanted.marks, up, up)
        if not up:
            await phone.answer()
            await world.until(lambda: told(world, LegAnswered, wanted.leg))


async def test_a_leg_is_seen_with_who_and_since_when(world: World) -> None:
    caller = await world.call_in()
    began = world.now()
    await world.pass_time(1.5)
    [leg] = await world.run(world.switch.legs())
    assert (leg.leg, leg.dialled, leg.seat) == (caller.leg, "95105", "")
    assert leg.caller.number
    assert abs(leg.since - began) <= 1.5


async def test_no_leg_is_seen_after_its_end(world: World, caller: Side) -> None:
    await world.run(world.switch.hang_up(caller.leg))
    await world.until(lambda: caller.gone)
    await world.pass_time(0.3)
    assert await world.run(world.switch.legs()) == []


async def test_reachable_seats_are_those_with_a_phone(world: World) -> None:
    assert await world.run(world.switch.reachable_seats()) == frozenset()
    await world.phone(DESK)
    await world.until(lambda: _reachability(world) == [("1001", True)])
    assert await world.run(world.switch.reachable_seats()) == {"1001"}


async def test_a_seat_whose_phone_leaves_is_not_reachable(world: World) -> None:
    phone = await world.phone(DESK)
    await phone.unplug()
    await world.until(lambda: _reachability(world) == [("1001", True), ("1001", False)])
    assert await world.run(world.switch.reachable_seats()) == frozenset()


async def test_only_the_last_attached_is_told(world: World, caller: Side) -> None:
    events: list[SwitchEvent] = []
    await world.pass_time(0.2)
    before = len(world.events)
    world.switch.attach(events.append)
    await caller.press("1")
    await world.until(lambda: any(isinstance(event, DigitPressed) for event in events))
    assert len(world.events) == before


async def test_a_leg_goes_on_whoever_is_attached(world: World, caller: Side) -> None:
    await world.run(world.switch.music(caller.leg, True))
    await world.until(caller.hears_music)
    world.switch.attach(lambda _: None)
    await world.pass_time(1.0)
    assert caller.hears_music()
    assert [leg.leg for leg in await world.run(world.switch.legs()) if leg.commandable] == [LegId(caller.leg)]


def _reachability(world: World) -> list[tuple[str, bool]]:
    return [(event.seat, event.reachable) for event in world.events if isinstance(event, SeatReachable)]


async def test_a_phone_outside_is_no_seat(world: World) -> None:
    await world.phone(TRIAL)
    await world.pass_time(0.5)
    assert await world.run(world.switch.reachable_seats()) == frozenset()
    assert _reachability(world) == []

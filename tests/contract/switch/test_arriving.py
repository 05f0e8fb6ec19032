"""A call arrives, is answered and ends."""

from __future__ import annotations

from functools import partial

import pytest

from calls.causes import Cause
from calls.errors import LegGone
from calls.events import CallArrived, LegEnded
from calls.ids import LegId
from tests.contract.switch.world import HOTLINE, Side, World, told


async def test_a_call_is_told_with_what_was_dialled_and_who_calls(world: World) -> None:
    caller = await world.call_in(HOTLINE)
    arrived = told(world, CallArrived, caller.leg)[0]
    assert (arrived.dialled, arrived.seat) == (HOTLINE, "")
    assert arrived.caller.number
    assert abs(arrived.at - world.now()) < 5


async def test_a_call_from_a_seat_names_the_seat(world: World) -> None:
    agent = await world.call_in("1002", seat="1001")
    arrived = told(world, CallArrived, agent.leg)[0]
    assert (arrived.dialled, arrived.seat) == ("1002", "1001")
    [seen] = await world.run(world.switch.legs())
    assert (seen.dialled, seen.seat) == ("1002", "1001")


async def test_a_call_waits_for_our_first_command(world: World) -> None:
    caller = await world.call_in()
    await world.pass_time(1.0)
    assert not caller.gone
    assert not caller.up
    [seen] = await world.run(world.switch.legs())
    assert (seen.leg, seen.up, seen.commandable, seen.joined_with) == (caller.leg, False, True, None)


async def test_answering_lets_the_caller_hear_us(world: World) -> None:
    caller = await world.call_in()
    await world.run(world.switch.answer(caller.leg))
    await world.until(lambda: caller.up)
    await world.run(world.switch.play(caller.leg, [world.sound(600, 0.5)]))
    assert [leg.up for leg in await world.run(world.switch.legs()) if leg.leg == caller.leg] == [True]


async def test_two_calls_are_two_legs(world: World) -> None:
    first, second = await world.call_in(), await world.call_in()
    assert first.leg != second.leg
    await world.run(world.switch.hang_up(first.leg))
    await world.until(lambda: first.gone)
    assert not second.gone


async def test_a_caller_who_hangs_up_ends_his_leg(world: World) -> None:
    caller = await world.call_in()
    await world.run(world.switch.answer(caller.leg))
    await caller.hang_up()
    await world.until(lambda: told(world, LegEnded, caller.leg))
    assert told(world, LegEnded, caller.leg)[0].cause is Cause.NORMAL


async def test_a_caller_who_gives_up_before_we_answer_ends_his_leg(world: World) -> None:
    caller = await world.call_in()
    await caller.hang_up()
    await world.until(lambda: told(world, LegEnded, caller.leg))
    with pytest.raises(LegGone):
        await world.run(world.switch.answer(caller.leg))


async def test_we_can_hang_up_before_and_after_the_answer(world: World) -> None:
    for answered in (False, True):
        caller = await world.call_in()
        if answered:
            await world.run(world.switch.answer(caller.leg))
        await world.run(world.switch.hang_up(caller.leg))
        await world.until(partial(_over, world, caller))


async def test_a_leg_ends_with_the_cause_we_give(world: World) -> None:
    caller = await world.call_in()
    await world.run(world.switch.hang_up(caller.leg, Cause.BUSY))
    await world.until(partial(_over, world, caller))
    assert told(world, LegEnded, caller.leg)[0].cause is Cause.BUSY


async def test_a_leg_ends_once(world: World) -> None:
    caller = await world.call_in()
    await world.run(world.switch.answer(caller.leg))
    await world.run(world.switch.hang_up(caller.leg))
    await world.until(lambda: told(world, LegEnded, caller.leg))
    await world.run(world.switch.hang_up(caller.leg))
    await world.pass_time(0.5)
    assert len(told(world, LegEnded, caller.leg)) == 1


async def test_hanging_up_what_is_gone_or_never_was_is_no_error(world: World) -> None:
    caller = await world.call_in()
    await caller.hang_up()
    await world.until(lambda: told(world, LegEnded, caller.leg))
    await world.run(world.switch.hang_up(caller.leg))
    await world.run(world.switch.hang_up(LegId("never-was")))


def _over(world: World, side: Side) -> bool:
    return side.gone and bool(told(world, LegEnded, side.leg))

"""Ringing a phone, and everything it can answer."""

from __future__ import annotations

import os
from functools import partial
from itertools import count

import pytest

from calls.causes import Cause
from calls.errors import DestinationBarred, SwitchRefused
from calls.events import LegAnswered, LegEnded, LegRinging
from calls.ids import LegId
from calls.switch import Outside, Seat
from tests.contract.switch.world import BARRED, DESK, TRIAL, World, order, told

LEG = LegId("offer-1")
_NUMBERS = count(1)


@pytest.fixture(autouse=True)
def _a_name_of_its_own() -> None:
    """Legs are never named twice: what one test still asked of its leg would befall the next one's."""
    global LEG
    LEG = LegId(f"offer-20260105-010000-{os.getpid():05}{next(_NUMBERS):04}")


@pytest.mark.parametrize("target", [DESK, TRIAL], ids=["seat", "outside"])
async def test_a_phone_rings_and_is_answered(world: World, target: Seat | Outside) -> None:
    phone = await world.phone(target)
    await world.run(world.switch.ring(order(target, LEG)))
    await world.until(lambda: phone.ringing and told(world, LegRinging, LEG))
    assert not told(world, LegAnswered, LEG)
    await phone.answer()
    await world.until(lambda: told(world, LegAnswered, LEG))
    assert phone.leg == LEG
    await world.run(world.switch.play(LEG, [world.sound(600, 0.3)]))


async def test_the_phone_shows_the_caller_of_the_order(world: World) -> None:
    phone = await world.phone()
    wanted = order(DESK, LEG)
    await world.run(world.switch.ring(wanted))
    await world.until(lambda: phone.ringing)
    assert phone.shows == wanted.caller.number


async def test_ringing_returns_before_the_phone_is_answered(world: World) -> None:
    phone = await world.phone()
    await world.run(world.switch.ring(order(DESK, LEG)), within=1.0)
    assert not phone.up
    await world.until(lambda: phone.ringing)


async def test_a_ringing_leg_takes_no_commands(world: World) -> None:
    phone = await world.phone()
    await world.run(world.switch.ring(order(DESK, LEG)))
    await world.until(lambda: phone.ringing)
    with pytest.raises(SwitchRefused):
        await world.run(world.switch.play(LEG, [world.sound(600, 0.3)]))
    assert not phone.gone


async def test_what_the_answered_hears_and_keys_is_ours(world: World) -> None:
    phone = await world.phone()
    await world.run(world.switch.ring(order(DESK, LEG)))
    await world.until(lambda: phone.ringing)
    await phone.answer()
    await world.until(lambda: told(world, LegAnswered, LEG))
    await world.run(world.switch.music(LEG, True))
    await world.until(phone.hears_music)


@pytest.mark.parametrize("target", [DESK, TRIAL], ids=["seat", "outside"])
async def test_an_engaged_phone_is_busy(world: World, target: Seat | Outside) -> None:
    await world.phone(target, engaged=True)
    await world.run(world.switch.ring(order(target, LEG)))
    await world.until(lambda: told(world, LegEnded, LEG))
    assert told(world, LegEnded, LEG)[0].cause is Cause.BUSY
    assert not told(world, LegAnswered, LEG)


async def test_a_phone_that_declines_has_rejected(world: World) -> None:
    phone = await world.phone()
    await world.run(world.switch.ring(order(DESK, LEG)))
    await world.until(lambda: phone.ringing)
    await phone.decline()
    await world.until(lambda: told(world, LegEnded, LEG))
    assert told(world, LegEnded, LEG)[0].cause is Cause.REJECTED


async def test_a_seat_without_a_phone_is_absent(world: World) -> None:
    await world.run(world.switch.ring(order(Seat("1003"), LEG)))
    await world.until(lambda: told(world, LegEnded, LEG))
    assert told(world, LegEnded, LEG)[0].cause is Cause.ABSENT
    assert not told(world, LegRinging, LEG)


async def test_the_switch_gives_up_by_itself_shortly_after_the_time_to_ring(world: World) -> None:
    phone = await world.phone()
    await world.run(world.switch.ring(order(DESK, LEG, ring_for=1.0)))
    await world.until(lambda: phone.ringing)
    began = world.now()
    await world.until(lambda: told(world, LegEnded, LEG), within=12.0)
    assert world.now() - began >= 0.9
    assert told(world, LegEnded, LEG)[0].cause is Cause.NO_ANSWER
    await world.until(lambda: not phone.ringing)


async def test_hanging_up_stops_the_ringing(world: World) -> None:
    phone = await world.phone()
    await world.run(world.switch.ring(order(DESK, LEG)))
    await world.until(lambda: phone.ringing)
    await world.run(world.switch.hang_up(LEG))
    await world.until(lambda: not phone.ringing and told(world, LegEnded, LEG))
    assert not told(world, LegAnswered, LEG)


async def test_hanging_up_in_the_moment_of_ordering_leaves_no_phone_ringing(world: World) -> None:
    phone = await world.phone()

    async def ring_and_regret() -> None:
        await world.switch.ring(order(DESK, LEG))
        await world.switch.hang_up(LEG)

    await world.run(ring_and_regret())
    await world.until(lambda: told(world, LegEnded, LEG))
    await world.pass_time(1.0)
    assert not phone.ringing


async def test_an_outside_number_that_no_pattern_allows_is_barred(world: World) -> None:
    with pytest.raises(DestinationBarred):
        await world.run(world.switch.ring(order(Outside(BARRED), LEG)))
    assert not told(world, LegEnded, LEG)
    assert await world.run(world.switch.legs()) == []


async def test_a_phone_can_be_rung_again_under_a_new_name(world: World) -> None:
    phone = await world.phone()
    for name in (f"{LEG}a", f"{LEG}b"):
        await world.run(world.switch.ring(order(DESK, name)))
        await world.until(lambda: phone.ringing)
        await phone.decline()
        await world.until(partial(told, world, LegEnded, LegId(name)))

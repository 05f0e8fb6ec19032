"""Taking digits: every rule, and each with and without barge-in."""

from __future__ import annotations

import pytest

from calls.errors import LegGone
from calls.events import DigitPressed, LegParted
from calls.switch import Collected, InputEnd, InputRules
from tests.contract.switch.world import Side, World, meanwhile, told


async def key_ahead(world: World, caller: Side, digits: str) -> None:
    """Key digits while no command wants them."""
    await caller.press(digits)
    await world.until(lambda: len(told(world, DigitPressed, caller.leg)) == len(digits))


async def test_a_digit_stops_the_prompt_and_counts(world: World, caller: Side) -> None:
    prompt = [world.sound(600, 9.0)]
    with meanwhile(world.switch.collect(caller.leg, prompt, InputRules())) as taking:
        await world.until(lambda: caller.hears(600))
        await caller.press("3")
        await world.until(taking.done, within=2.0)
        assert await taking == Collected("3", InputEnd.COMPLETE)
    await world.until(caller.hears_nothing)


async def test_without_barge_in_the_prompt_is_heard_out_and_its_digits_are_dropped(world: World, caller: Side) -> None:
    rules = InputRules(barge_in=False, first_within=world.at_most(3.0))
    with meanwhile(world.switch.collect(caller.leg, [world.sound(600, 2.0)], rules)) as taking:
        await world.until(lambda: caller.hears(600))
        await caller.press("3")
        await world.pass_time(0.5)
        assert caller.hears(600)
        await world.until(caller.hears_nothing)
        await world.pass_time(0.3)
        await caller.press("4")
        await world.until(taking.done)
        assert await taking == Collected("4", InputEnd.COMPLETE)


async def test_digits_keyed_ahead_count_and_spare_the_prompt(world: World, caller: Side) -> None:
    await key_ahead(world, caller, "25")
    began = world.now()
    taken = await world.run(world.switch.collect(caller.leg, [world.sound(600, 4.0)], InputRules(max_digits=2)))
    assert taken == Collected("25", InputEnd.COMPLETE)
    assert world.now() - began < world.at_most(1.0)


async def test_digits_keyed_ahead_are_dropped_without_barge_in(world: World, caller: Side) -> None:
    await key_ahead(world, caller, "2")
    rules = InputRules(barge_in=False, first_within=0.5)
    taken = await world.run(world.switch.collect(caller.leg, [world.sound(600, 0.5)], rules))
    assert taken == Collected("", InputEnd.TIMED_OUT)


async def test_more_digits_than_wanted_stay_for_the_next_collect(world: World, caller: Side) -> None:
    await key_ahead(world, caller, "257")
    first = await world.run(world.switch.collect(caller.leg, [], InputRules(max_digits=2)))
    second = await world.run(world.switch.collect(caller.leg, [], InputRules()))
    assert (first.digits, second.digits) == ("25", "7")


async def test_the_terminator_ends_and_is_not_part_of_it(world: World, caller: Side) -> None:
    rules = InputRules(max_digits=10, terminator="#")
    with meanwhile(world.switch.collect(caller.leg, [], rules)) as taking:
        await caller.press("12#")
        await world.until(taking.done, within=3.0)
        assert await taking == Collected("12", InputEnd.TERMINATOR)


async def test_a_terminator_alone_is_an_empty_answer(world: World, caller: Side) -> None:
    with meanwhile(world.switch.collect(caller.leg, [world.sound(600, 9.0)], InputRules(4, "#"))) as taking:
        await world.until(lambda: caller.hears(600))
        await caller.press("#")
        await world.until(taking.done, within=2.0)
        assert await taking == Collected("", InputEnd.TERMINATOR)


async def test_the_first_digit_is_awaited_from_the_end_of_the_prompt(world: World, caller: Side) -> None:
    began = world.now()
    rules = InputRules(first_within=1.5)
    taken = await world.run(world.switch.collect(caller.leg, [world.sound(600, 1.0)], rules))
    assert taken == Collected("", InputEnd.TIMED_OUT)
    assert 2.4 <= world.now() - began <= world.at_most(3.5)


async def test_the_next_digit_is_awaited_from_the_one_before(world: World, caller: Side) -> None:
    pause = world.at_most(1.0)
    rules = InputRules(max_digits=4, first_within=world.at_most(5.0), next_within=pause)
    with meanwhile(world.switch.collect(caller.leg, [], rules)) as taking:
        await caller.press("1")
        await world.pass_time(0.6)
        await caller.press("2")
        await world.until(lambda: len(told(world, DigitPressed, caller.leg)) == 2)
        last = told(world, DigitPressed, caller.leg)[-1].at
        await world.until(taking.done)
        assert await taking == Collected("12", InputEnd.TIMED_OUT)
    assert pause - 0.1 <= world.now() - last <= pause + world.at_most(1.0)


@pytest.mark.parametrize("prompted", [True, False])
async def test_a_caller_who_leaves_ends_the_command_at_once(world: World, caller: Side, prompted: bool) -> None:
    prompt = [world.sound(600, 9.0)] if prompted else []
    with meanwhile(world.switch.collect(caller.leg, prompt, InputRules(first_within=9.0))) as taking:
        await world.pass_time(0.5)
        await caller.hang_up()
        await world.until(taking.done, within=1.0)
        with pytest.raises(LegGone):
            await taking


async def test_no_digit_outlives_a_conversation(world: World, caller: Side) -> None:
    other = await world.call_in()
    await key_ahead(world, caller, "8")
    await world.run(world.switch.bridge(caller.leg, other.leg))
    await world.until(lambda: other.up)
    await caller.press("9")
    await other.hang_up()
    await world.until(lambda: told(world, LegParted, caller.leg))
    taken = await world.run(world.switch.collect(caller.leg, [], InputRules(first_within=0.5)))
    assert taken == Collected("", InputEnd.TIMED_OUT)

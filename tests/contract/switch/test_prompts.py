"""Prompts and music on one leg."""

from __future__ import annotations

from pathlib import Path

import pytest

from calls.errors import LegGone, SwitchRefused
from calls.events import DigitPressed, LegEnded
from calls.switch import Collected, InputEnd, InputRules
from tests.contract.switch.world import Side, World, meanwhile, told


async def test_sounds_are_played_one_after_the_other_to_the_end(world: World, caller: Side) -> None:
    began = world.now()
    with meanwhile(world.switch.play(caller.leg, [world.sound(600), world.sound(900)])) as playing:
        await world.until(lambda: caller.hears(600))
        await world.until(lambda: caller.hears(900))
        assert not playing.done()
        await world.until(playing.done)
        assert await playing == ""
    assert 1.7 <= world.now() - began <= world.at_most(4.0)


async def test_no_sounds_take_no_time(world: World, caller: Side) -> None:
    began = world.now()
    assert await world.run(world.switch.play(caller.leg, [])) == ""
    assert world.now() - began < world.at_most(0.5)


async def test_a_sound_that_is_not_there_is_refused_and_the_caller_stays(world: World, caller: Side) -> None:
    with pytest.raises(SwitchRefused):
        await world.run(world.switch.play(caller.leg, [Path("/nowhere/tone.wav")]))
    assert not caller.gone
    await world.run(world.switch.play(caller.leg, [world.sound(600, 0.3)]))


async def test_a_digit_that_stops_is_told_and_consumed(world: World, caller: Side) -> None:
    with meanwhile(world.switch.play(caller.leg, [world.sound(600, 5.0), world.sound(900, 5.0)], "15")) as playing:
        await world.until(lambda: caller.hears(600))
        await caller.press("5")
        await world.until(playing.done, within=2.0)
        assert await playing == "5"
    await world.until(caller.hears_nothing)
    assert await _next_digit(world, caller) == ""


async def test_other_digits_do_not_stop_and_stay_for_the_next_collect(world: World, caller: Side) -> None:
    with meanwhile(world.switch.play(caller.leg, [world.sound(600, 2.0)], "1")) as playing:
        await world.until(lambda: caller.hears(600))
        await caller.press("7")
        await world.until(lambda: told(world, DigitPressed, caller.leg))
        assert not playing.done()
        await world.until(playing.done)
        assert await playing == ""
    assert await _next_digit(world, caller) == "7"


async def test_a_digit_keyed_ahead_stops_a_prompt_before_it_begins(world: World, caller: Side) -> None:
    await caller.press("71")
    await world.until(lambda: len(told(world, DigitPressed, caller.leg)) == 2)
    began = world.now()
    assert await world.run(world.switch.play(caller.leg, [world.sound(600, 4.0)], "1")) == "1"
    assert world.now() - began < world.at_most(1.0)
    assert [await _next_digit(world, caller), await _next_digit(world, caller)] == ["7", ""]


async def test_every_key_is_told(world: World, caller: Side) -> None:
    await caller.press("12*#")
    await world.until(lambda: len(told(world, DigitPressed, caller.leg)) == 4)
    assert "".join(event.digit for event in told(world, DigitPressed, caller.leg)) == "12*#"


async def test_music_plays_until_it_is_stopped_and_the_leg_stays_commandable(world: World, caller: Side) -> None:
    await world.run(world.switch.music(caller.leg, True))
    await world.until(caller.hears_music)
    assert [leg.commandable for leg in await world.run(world.switch.legs()) if leg.leg == caller.leg] == [True]
    await world.pass_time(1.0)
    assert caller.hears_music()
    await world.run(world.switch.music(caller.leg, False))
    await world.until(caller.hears_nothing)


async def test_music_of_a_class_plays_before_and_after_a_word(world: World, caller: Side) -> None:
    await world.run(world.switch.music(caller.leg, True, "default"))
    await world.until(caller.hears_music)
    with meanwhile(world.switch.announce(caller.leg, [world.sound(600)], "default")) as announcing:
        await world.until(lambda: caller.hears(600))
        await world.until(announcing.done)
    await world.until(caller.hears_music)


async def test_playing_stops_music_and_music_can_be_started_again(world: World, caller: Side) -> None:
    await world.run(world.switch.music(caller.leg, True))
    await world.until(caller.hears_music)
    with meanwhile(world.switch.play(caller.leg, [world.sound(600)])) as playing:
        await world.until(lambda: caller.hears(600))
        await world.until(playing.done)
    await world.until(caller.hears_nothing)
    await world.run(world.switch.music(caller.leg, True))
    await world.until(caller.hears_music)


async def test_a_caller_who_leaves_a_prompt_ends_the_command_at_once(world: World, caller: Side) -> None:
    with meanwhile(world.switch.play(caller.leg, [world.sound(600, 9.0)])) as playing:
        await world.until(lambda: caller.hears(600))
        await caller.hang_up()
        await world.until(playing.done, within=1.0)
        with pytest.raises(LegGone):
            await playing


async def test_a_caller_who_leaves_in_music_is_told_as_an_event(world: World, caller: Side) -> None:
    await world.run(world.switch.music(caller.leg, True))
    await world.until(caller.hears_music)
    await caller.hang_up()
    await world.until(lambda: told(world, LegEnded, caller.leg), within=1.0)
    with pytest.raises(LegGone):
        await world.run(world.switch.music(caller.leg, False))


async def test_a_command_that_is_given_up_frees_the_leg(world: World, caller: Side) -> None:
    with meanwhile(world.switch.play(caller.leg, [world.sound(600, 9.0)])) as playing:
        await world.until(lambda: caller.hears(600))
        playing.cancel()
        await world.until(playing.done)
    await world.run(world.switch.play(caller.leg, [world.sound(900, 0.5)]), within=2.0)


async def _next_digit(world: World, caller: Side) -> str:
    got: Collected = await world.run(world.switch.collect(caller.leg, [], InputRules(first_within=0.5)))
    assert got.ended is (InputEnd.COMPLETE if got.digits else InputEnd.TIMED_OUT)
    return got.digits

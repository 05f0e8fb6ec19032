"""Hearing a leg, and speaking into it frame by frame."""

from __future__ import annotations

import pytest

from calls.errors import LegGone
from calls.events import DigitPressed
from calls.switch import Hearing, InputRules
from tests.contract.switch.tones import loudness, tone_frames
from tests.contract.switch.world import Side, World, meanwhile, told

FRAME = 320


async def frames_of(hearing: Hearing, count: int) -> list[bytes]:
    """The next so many frames."""
    frames: list[bytes] = []
    async for frame in hearing:
        frames.append(frame)
        if len(frames) == count:
            break
    return frames


async def test_a_leg_is_heard_in_frames_of_20_ms(world: World, caller: Side) -> None:
    async def hear() -> list[bytes]:
        async with world.switch.listen(caller.leg) as hearing:
            return await frames_of(hearing, 50)

    began = world.now()
    frames = await world.run(hear())
    assert [len(frame) for frame in frames] == [FRAME] * 50
    assert 0.8 <= world.now() - began <= world.at_most(2.5)


async def test_what_is_said_is_heard(world: World, caller: Side) -> None:
    caller.speak(700)

    async def hear() -> list[bytes]:
        async with world.switch.listen(caller.leg) as hearing:
            return await frames_of(hearing, 50)

    assert loudness(b"".join(await world.run(hear()))) > 500


async def test_what_we_say_is_heard(world: World, caller: Side) -> None:
    voice = tone_frames(900, 3.0)

    async def talk() -> None:
        async with world.switch.listen(caller.leg) as hearing:
            async for _ in hearing:
                await hearing.say(voice[:FRAME])

    with meanwhile(talk()):
        await world.until(lambda: caller.hears(900))


async def test_after_listening_the_leg_takes_commands(world: World, caller: Side) -> None:
    async def hear() -> None:
        async with world.switch.listen(caller.leg) as hearing:
            await frames_of(hearing, 5)

    for _ in range(2):
        await world.run(hear())
        await world.run(world.switch.play(caller.leg, [world.sound(600, 0.3)]), within=2.0)


async def test_a_caller_who_leaves_ends_the_hearing_at_once(world: World, caller: Side) -> None:
    async def hear() -> None:
        async with world.switch.listen(caller.leg) as hearing:
            async for _ in hearing:
                pass

    with meanwhile(hear()) as hearing:
        await world.pass_time(0.5)
        await caller.hang_up()
        await world.until(hearing.done, within=1.0)
        with pytest.raises(LegGone):
            await hearing


async def keys_of(hearing: Hearing, count: int) -> str:
    """The next so many keys."""
    keys = ""
    async for _ in hearing:
        while len(keys) < count and (key := hearing.key()):
            keys += key
        if len(keys) == count:
            break
    return keys


async def test_keys_are_taken_while_a_leg_is_heard(world: World, caller: Side) -> None:
    async def hear() -> str:
        async with world.switch.listen(caller.leg) as hearing:
            return await keys_of(hearing, 2)

    with meanwhile(hear()) as hearing:
        await world.pass_time(0.5)
        await caller.press("42")
        await world.until(hearing.done)
        assert await hearing == "42"


async def test_keys_pressed_before_the_listening_are_not_lost(world: World, caller: Side) -> None:
    async def hear() -> str:
        async with world.switch.listen(caller.leg) as hearing:
            return await keys_of(hearing, 2)

    await caller.press("7#")
    await world.until(lambda: len(told(world, DigitPressed, caller.leg)) == 2)
    assert await world.run(hear()) == "7#"


async def test_a_key_not_taken_waits_for_the_next_collect(world: World, caller: Side) -> None:
    async def hear() -> str:
        async with world.switch.listen(caller.leg) as hearing:
            return await keys_of(hearing, 1)

    await caller.press("12")
    await world.until(lambda: len(told(world, DigitPressed, caller.leg)) == 2)
    assert await world.run(hear()) == "1"
    collected = await world.run(world.switch.collect(caller.leg, [], InputRules(first_within=1.0)))
    assert collected.digits == "2"

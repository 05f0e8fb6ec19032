"""Keys while a caller is listened to: the first of the two wins, and none is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from calls.switch import Hearing, InputEnd
from ivr.events import Digits
from service.ears_manner import Manner
from service.ears_step import ListeningStep
from tests.unit.service.ears_rig import MENU, Make, asked, frames, voice


async def test_a_key_stops_the_prompt_and_ends_the_step(rig: Make) -> None:
    here = rig()
    caller = await here.call()
    step = here.ask(sounds=[here.prompt(5.0)])
    await here.clock.advance(1.0)
    caller.press("2")
    assert await here.outcome(step) == Digits("2", InputEnd.COMPLETE)
    assert len(caller.told) <= 53
    assert here.counted("hotline_barge_ins_total", by="key") == 1


async def test_keys_pressed_ahead_count(rig: Make) -> None:
    here = rig()
    caller = await here.call()
    caller.press("2")
    assert await here.outcome(here.ask(sounds=[here.prompt(5.0)])) == Digits("2", InputEnd.COMPLETE)
    assert len(caller.told) <= 2


async def test_keys_pressed_ahead_are_forgotten_where_the_prompt_must_be_heard(rig: Make) -> None:
    here = rig()
    caller = await here.call()
    caller.press("2")
    step = here.ask(asked(barge_in=False), [here.prompt(2.0)])
    await here.clock.advance(3.0)
    caller.press("1")
    assert await here.outcome(step) == Digits("1", InputEnd.COMPLETE)
    assert len(caller.told) == 100


async def test_a_key_too_many_waits_for_the_next_step(rig: Make) -> None:
    here = rig()
    caller = await here.call()
    caller.press("12")
    assert await here.outcome(here.ask()) == Digits("1", InputEnd.COMPLETE)
    assert await here.outcome(here.ask()) == Digits("2", InputEnd.COMPLETE)


async def test_a_key_wins_over_a_voice_that_is_still_speaking(rig: Make) -> None:
    here = rig()
    caller = await here.call()
    step = here.ask()
    caller.say(*frames(voice(3.0)))
    await here.clock.advance(1.0)
    caller.press("2")
    assert await here.outcome(step) == Digits("2", InputEnd.COMPLETE)
    assert here.recognisers.open == 0
    assert here.counted("hotline_utterances_total", language="zh", outcome="given up for keys") == 1


@pytest.mark.parametrize("streaming", [False, True])
async def test_a_key_does_not_wait_for_a_recogniser_that_takes_its_time(rig: Make, streaming: bool) -> None:
    here = rig(streaming=streaming, after=2.5)
    caller = await here.call()
    step = here.ask()
    caller.say(*frames(voice(0.8)))
    await here.clock.advance(2.0)
    assert not step.done()
    caller.press("2")
    await here.clock.advance(0.1)
    assert step.done(), "the caller has keyed, and hears silence until the recogniser has ended"
    assert await step == Digits("2", InputEnd.COMPLETE)
    assert here.recognisers.open == 0


async def test_talk_between_two_keys_is_only_talk(rig: Make) -> None:
    here = rig()
    caller = await here.call()
    step = here.ask(asked(max_digits=2))
    caller.press("1")
    caller.say(*frames(voice(1.5)))
    await here.clock.advance(1.0)
    caller.press("2")
    assert await here.outcome(step) == Digits("12", InputEnd.COMPLETE)
    assert here.recognisers.heard == []


class Burst(Hearing):
    """A line that was late: a key, and right behind it a second of sound at once."""

    def __init__(self) -> None:
        self._frames, self._keys = frames(voice(1.0)), ["2"]

    async def __aiter__(self) -> AsyncIterator[bytes]:
        await asyncio.sleep(0)
        for frame in self._frames:
            yield frame
        await asyncio.Event().wait()

    async def say(self, frame: bytes) -> None:
        pass

    def key(self) -> str:
        return self._keys.pop() if self._keys else ""


async def test_a_voice_in_the_moment_after_a_key_is_no_fault(rig: Make) -> None:
    here = rig()
    step = ListeningStep(MENU, [], here.clock, here.recognisers, Manner(), lambda _by: None)
    assert await here.clock.run(step.run(Burst())) == Digits("2", InputEnd.COMPLETE)

"""Listening to a caller: a prompt and a voice together, in quiet and in noise."""

from __future__ import annotations

import pytest

from ivr.events import Digits, Uttered
from telephony.phones.audio import read_wav
from tests.fakes.recognisers import ORDERS
from tests.unit.service.ears_rig import FRAME, Make, asked, frames, noise, silence, voice


async def test_what_is_said_is_recognised(rig: Make) -> None:
    here = rig()
    caller = await here.call()
    step = here.ask()
    caller.say(*frames(silence(0.5), voice(1.0)))
    assert await here.outcome(step) == Uttered(ORDERS)
    (heard,) = here.recognisers.heard
    assert 1.2 <= heard.seconds <= 2.2, "all of it, a little before, and the pause at the end"
    assert here.counted("hotline_utterances_total", language="zh", outcome="recognised") == 1
    assert here.recognisers.open == 0


async def test_a_pause_is_used_to_recognise_early(rig: Make) -> None:
    here = rig(after=0.35)
    caller = await here.call()
    step, began = here.ask(), here.clock.now()
    caller.say(*frames(voice(1.0)))
    await here.outcome(step)
    assert here.clock.now() - began < 1.0 + 0.7 + 0.1, "the result is there when the silence has lasted"


async def test_who_goes_on_after_a_pause_is_heard_to_the_end(rig: Make) -> None:
    here = rig()
    caller = await here.call()
    step = here.ask()
    caller.say(*frames(voice(0.6), silence(0.45), voice(0.6)))
    assert await here.outcome(step) == Uttered(ORDERS)
    first, second = here.recognisers.heard
    assert not first.finished, "the early try is dropped"
    assert second.finished
    assert second.seconds > 1.6


async def test_a_streaming_recogniser_hears_while_the_caller_speaks(rig: Make) -> None:
    here = rig(streaming=True)
    caller = await here.call()
    step = here.ask()
    caller.say(*frames(voice(1.5)))
    await here.clock.advance(1.2)
    assert here.recognisers.heard[0].seconds > 0.8
    assert await here.outcome(step) == Uttered(ORDERS)
    assert len(here.recognisers.heard) == 1


async def test_the_prompt_is_played_in_its_own_pace(rig: Make) -> None:
    here = rig()
    caller = await here.call()
    step = here.ask(sounds=[here.prompt(2.0)])
    await here.clock.advance(1.0)
    assert 49 <= len(caller.told) <= 52
    await here.clock.advance(1.5)
    assert len(caller.told) == 100
    step.cancel()


async def test_silence_after_the_prompt_is_no_input(rig: Make) -> None:
    here = rig()
    await here.call()
    step, began = here.ask(sounds=[here.prompt(2.0)]), here.clock.now()
    assert await here.outcome(step) == Digits("")
    assert here.clock.now() - began == pytest.approx(7.0, abs=0.05)


async def test_a_voice_stops_the_prompt(rig: Make) -> None:
    here = rig()
    caller = await here.call()
    step = here.ask(sounds=[here.prompt(6.0)])
    caller.say(*frames(silence(1.0), voice(1.0)))
    assert await here.outcome(step) == Uttered(ORDERS)
    assert len(caller.told) * 0.02 <= 1.0 + 0.4, "silent within 400 ms of his first sound"
    assert here.counted("hotline_barge_ins_total", by="voice") == 1


async def test_a_voice_that_may_not_interrupt_is_not_heard_before_the_end(rig: Make) -> None:
    here = rig()
    caller = await here.call()
    step = here.ask(asked(barge_in_by_voice=False), [here.prompt(3.0)])
    caller.say(*frames(silence(1.0), voice(1.0)))
    assert await here.outcome(step) == Digits("")
    assert len(caller.told) == 150
    assert here.recognisers.heard == []


async def test_a_voice_that_goes_on_over_the_prompts_end_is_heard_from_there(rig: Make) -> None:
    here = rig()
    caller = await here.call()
    step = here.ask(asked(barge_in_by_voice=False), [here.prompt(1.0)])
    caller.say(*frames(silence(0.6), voice(1.2)))
    assert await here.outcome(step) == Uttered(ORDERS)


async def test_the_first_moment_of_a_prompt_is_not_interrupted(rig: Make) -> None:
    here = rig()
    caller = await here.call()
    step = here.ask(sounds=[here.prompt(3.0)])
    caller.say(*frames(voice(0.35)))
    assert await here.outcome(step) == Digits("")
    assert here.counted("hotline_barge_ins_total", by="voice") == 0


@pytest.mark.parametrize("db", [-20.0, -10.0, -6.0])
async def test_the_echo_of_our_prompt_is_no_voice(rig: Make, db: float) -> None:
    here = rig()
    caller = await here.call()
    prompt = here.prompt(5.0)
    step = here.ask(sounds=[prompt])
    gain = 10 ** (db / 20)
    echo = (read_wav(prompt) * gain).astype("int16")
    caller.say(*frames(silence(0.12), echo))
    assert await here.outcome(step) == Digits("")
    assert here.recognisers.heard == []


async def test_a_voice_over_the_echo_is_heard(rig: Make) -> None:
    here = rig()
    caller = await here.call()
    prompt = here.prompt(5.0)
    said = (read_wav(prompt) * 0.1).astype("int16")
    at = 8000 * 2
    said[at : at + 8000] += voice(1.0)
    step = here.ask(sounds=[prompt])
    caller.say(*frames(silence(0.12), said))
    assert await here.outcome(step) == Uttered(ORDERS)
    assert len(caller.told) * 0.02 <= 2.12 + 0.45


async def test_steady_noise_is_no_voice(rig: Make) -> None:
    here = rig()
    caller = await here.call()
    step = here.ask(sounds=[here.prompt(2.0)])
    caller.say(*frames(noise(9.0, -32.0)))
    assert await here.outcome(step) == Digits("")


async def test_a_voice_in_noise_ends_although_the_noise_goes_on(rig: Make) -> None:
    here = rig()
    caller = await here.call()
    said = noise(8.0, -32.0)
    said[16000:24000] += voice(1.0)
    step, began = here.ask(), here.clock.now()
    caller.say(*frames(said))
    assert await here.outcome(step) == Uttered(ORDERS)
    assert here.clock.now() - began < 4.5


async def test_who_never_ends_is_cut(rig: Make) -> None:
    here = rig()
    caller = await here.call()
    step, began = here.ask(asked(at_most=2.0)), here.clock.now()
    caller.say(*frames(*[voice(2.5)] * 3))
    assert await here.outcome(step) == Uttered(ORDERS)
    assert here.clock.now() - began < 3.0


def test_only_languages_with_a_recogniser_are_heard(rig: Make) -> None:
    here = rig(languages=["zh"])
    assert here.ears.hears("zh")
    assert not here.ears.hears("en")


def test_frames_are_twenty_milliseconds() -> None:
    assert {len(one) for one in frames(voice(0.5))} == {2 * FRAME}

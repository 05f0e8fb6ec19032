"""Listening to a caller: prompt, keys and voice together, and everything that can go wrong meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from calls.errors import LegGone, SwitchRefused
from calls.speech import Recognised
from calls.switch import Hearing, InputEnd
from ivr.events import Digits, Unheard, Uttered
from service.ears_manner import Manner
from service.ears_step import ListeningStep
from speech.errors import RecogniserBusy, RecogniserGone
from telephony.phones.audio import read_wav
from tests.fakes.recognisers import ORDERS
from tests.unit.service.ears_rig import FRAME, MENU, Rig, asked, frames, noise, silence, voice

Make = Callable[..., Rig]


@pytest.fixture
def rig(tmp_path: Path) -> Make:
    return lambda **given: Rig(tmp_path, **given)


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


# --- keys


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


async def test_a_key_wins_over_a_recogniser_that_takes_its_time(rig: Make) -> None:
    here = rig(after=2.0)
    caller = await here.call()
    step = here.ask()
    caller.say(*frames(voice(0.8)))
    await here.clock.advance(2.0)
    assert not step.done()
    caller.press("2")
    assert await here.outcome(step) == Digits("2", InputEnd.COMPLETE)
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


# --- what goes wrong


async def test_a_recogniser_that_is_late_means_keys(rig: Make) -> None:
    here = rig(after=30.0)
    caller = await here.call()
    step = here.ask()
    caller.say(*frames(voice(0.8)))
    assert await here.outcome(step) == Unheard("late")
    assert here.counted("hotline_utterances_total", language="zh", outcome="late") == 1
    assert here.recognisers.open == 0


async def test_a_recogniser_that_goes_away_means_keys(rig: Make) -> None:
    here = rig(understands=RecogniserGone("killed"))
    caller = await here.call()
    step = here.ask()
    caller.say(*frames(voice(0.8)))
    assert await here.outcome(step) == Unheard("gone")


async def test_too_many_speakers_mean_keys_at_once(rig: Make) -> None:
    here = rig()
    here.recognisers.refuses = RecogniserBusy("8 callers")
    caller = await here.call()
    step = here.ask(sounds=[here.prompt(5.0)])
    caller.say(*frames(silence(1.0), voice(2.0)))
    assert await here.outcome(step) == Unheard("busy")
    assert len(caller.told) * 0.02 <= 1.5


async def test_nothing_recognised_is_told_as_such(rig: Make) -> None:
    here = rig(understands=Recognised())
    caller = await here.call()
    step = here.ask()
    caller.say(*frames(voice(0.8)))
    assert await here.outcome(step) == Uttered(Recognised())
    assert here.counted("hotline_utterances_total", language="zh", outcome="nothing") == 1


@pytest.mark.parametrize("after", [0.2, 1.5, 3.5, 4.6])
async def test_a_caller_who_leaves_ends_it_at_any_moment(rig: Make, after: float) -> None:
    here = rig(after=2.0)
    caller = await here.call()
    step = here.ask(sounds=[here.prompt(1.0)])
    caller.say(*frames(silence(1.2), voice(2.6)))
    await here.clock.advance(after)
    caller.hang_up()
    await here.clock.until(step.done, within=0.1)
    with pytest.raises(LegGone):
        await step
    assert here.recognisers.open == 0


async def test_a_call_that_is_taken_away_leaves_nothing_behind(rig: Make) -> None:
    here = rig(after=2.0)
    caller = await here.call()
    step = here.ask(sounds=[here.prompt(1.0)])
    caller.say(*frames(silence(1.2), voice(2.6)))
    await here.clock.advance(3.0)
    step.cancel()
    await here.clock.settle()
    assert step.cancelled()
    assert here.recognisers.open == 0
    await here.switch.music(caller.leg, on=True)


async def test_a_line_whose_sound_cannot_be_had_is_asked_by_keys(rig: Make) -> None:
    here = rig()
    caller = await here.call()
    here.switch.fail_next("listen", SwitchRefused("the switch did not open the audio of the leg"))
    step = here.ask(sounds=[here.prompt(2.0)])
    await here.clock.advance(1.0)
    assert caller.heard == ["prompt-2"], "the switch plays it"
    caller.press("1")
    assert await here.outcome(step) == Digits("1", InputEnd.COMPLETE)
    assert here.counted("hotline_utterances_total", language="zh", outcome="line closed") == 1


async def test_a_line_that_falls_silent_in_the_middle_goes_on_by_keys(rig: Make) -> None:
    here = rig()
    caller = await here.call()
    step = here.ask(asked(max_digits=3))
    caller.press("1")
    await here.clock.advance(0.1)
    here.switch.all_legs[caller.leg].silent = True
    await here.clock.advance(0.1)
    here.switch.all_legs[caller.leg].silent = False
    caller.press("23")
    assert await here.outcome(step) == Digits("123", InputEnd.COMPLETE)


async def test_a_phone_that_sends_nothing_hears_the_prompt_and_keys(rig: Make) -> None:
    """No sound from him, so no frames: the prompt and the keys go by the clock."""
    here = rig()
    caller = await here.call()
    here.switch.all_legs[caller.leg].mute = True
    step = here.ask(sounds=[here.prompt(2.0)])
    await here.clock.advance(1.0)
    assert len(caller.told) >= 49
    caller.press("1")
    assert await here.outcome(step) == Digits("1", InputEnd.COMPLETE)


async def test_a_prompt_that_cannot_be_read_is_silence(rig: Make, tmp_path: Path) -> None:
    here = rig()
    caller = await here.call()
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"RIFF")
    step = here.ask(sounds=[broken, tmp_path / "missing.wav", here.prompt(0.5)])
    await here.clock.advance(1.0)
    assert len(caller.told) == 25
    caller.press("1")
    assert await here.outcome(step) == Digits("1", InputEnd.COMPLETE)


def test_only_languages_with_a_recogniser_are_heard(rig: Make) -> None:
    here = rig(languages=["zh"])
    assert here.ears.hears("zh")
    assert not here.ears.hears("en")


def test_frames_are_twenty_milliseconds() -> None:
    assert {len(one) for one in frames(voice(0.5))} == {2 * FRAME}


# --- in the same moment


async def test_a_key_does_not_wait_for_a_recogniser_that_streams(rig: Make) -> None:
    here = rig(streaming=True, after=2.5)
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

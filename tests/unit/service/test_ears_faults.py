"""Listening when something goes wrong: a recogniser, a line, a prompt, or a caller who leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from calls.errors import LegGone, SwitchRefused
from calls.speech import Recognised
from calls.switch import InputEnd
from ivr.events import Digits, Unheard, Uttered
from speech.errors import RecogniserBusy, RecogniserGone
from tests.unit.service.ears_rig import Make, asked, frames, silence, voice


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

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from telephony.phones.recording import RATE, Recording, Samples
from telephony.phones.script import (
    Action,
    AtPrompt,
    AtSecond,
    AtSilence,
    Due,
    GivenUp,
    Pause,
    Press,
    Say,
    Script,
    SendTone,
    parse_press,
    parse_say,
    parse_tone,
)
from tests.unit.phones.speech import noise


def test_presses_are_parsed() -> None:
    assert parse_press("1@welcome") == Press("1", AtPrompt("welcome"))
    assert parse_press("12#@3.5") == Press("12#", AtSecond(3.5))
    assert parse_press("1@silence") == Press("1", AtSilence())
    assert parse_press("1") == Press("1", Pause(1.0))


@pytest.mark.parametrize("text", ["", "@welcome", "x@welcome", "1 2"])
def test_bad_presses_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"name the keys|no phone has a key"):
        parse_press(text)


def test_speech_and_tones_are_parsed(tmp_path: Path) -> None:
    odd = tmp_path / "me@home.wav"
    odd.touch()
    assert parse_say(str(odd)) == Say(odd, Pause())
    assert parse_say(f"{odd}@silence") == Say(odd, AtSilence())
    assert parse_tone("440@2") == SendTone(440.0, AtSecond(2.0))
    with pytest.raises(ValueError, match="there is no file"):
        parse_say("absent.wav")
    for text in ("9000", "high", "nan"):
        with pytest.raises(ValueError, match="a telephone carries"):
            parse_tone(text)


class Line:
    """A recording that grows as the test says, and a script listening to it."""

    def __init__(self, *actions: Action, patience: float = 30.0, **prompts: Samples) -> None:
        self.recording, self.script = Recording(), Script(actions, prompts, patience)
        self.at = 0

    def hears(self, samples: Samples) -> list[str]:
        """Feed it in tenths of a second; what was done or given up, and when."""
        seen = []
        for start in range(0, len(samples), 800):
            piece = samples[start : start + 800]
            self.recording.place(piece, 1, self.at, self.at / RATE)
            self.at += len(piece)
            seen += self._tick()
        return seen

    def silence(self, seconds: float) -> list[str]:
        return self.hears(np.zeros(round(seconds * RATE), np.int16))

    def _tick(self) -> list[str]:
        seen = []
        while isinstance(due := self.script.tick(self.recording), Due):
            assert isinstance(due.action, Press)
            seen.append(f"{due.action.digits} at {self.recording.seconds:.1f}")
            self.script.finished(self.recording.seconds)
        return [*seen, due.because] if isinstance(due, GivenUp) else seen


def test_seconds_count_from_the_answer_and_pauses_from_the_step_before() -> None:
    line = Line(parse_press("1@1.0"), parse_press("2"), parse_press("3@1.5"))
    assert line.silence(3) == ["1 at 1.0", "2 at 2.0", "3 at 2.0"]
    assert line.script.done


def test_silence_means_after_speech_and_each_time_anew() -> None:
    line = Line(parse_press("1@silence"), parse_press("2@silence"))
    assert line.silence(3) == []
    assert line.hears(noise(2, 3000)) == []
    assert line.silence(2) == ["1 at 5.8"]
    assert line.silence(3) == []
    line.hears(noise(1, 3000))
    assert line.silence(1) == ["2 at 11.8"]


def test_a_short_click_is_no_speech() -> None:
    line = Line(parse_press("1@silence"))
    line.hears(noise(0.1, 3000))
    assert line.silence(3) == []


def test_a_prompt_is_awaited_and_its_second_hearing_separately() -> None:
    menu, other = noise(3, 3000, seed=2), noise(3, 3000, seed=3)
    line = Line(parse_press("1@menu"), parse_press("2@menu"), menu=menu)
    assert line.hears(other) == []
    line.silence(1)
    assert line.hears(menu) == ["1 at 6.7"]
    assert line.silence(2) == []
    assert line.hears(menu) == ["2 at 11.5"]


def test_a_prompt_heard_while_another_step_was_awaited_counts() -> None:
    menu = noise(3, 3000, seed=2)
    line = Line(parse_press("9@5"), parse_press("1@menu"), menu=menu)
    line.hears(menu)
    assert line.silence(3) == ["9 at 5.0", "1 at 5.0"]


def test_what_never_comes_is_given_up_with_a_reason() -> None:
    line = Line(parse_press("1@menu"), patience=2.0, menu=noise(3, 3000, seed=2))
    assert line.silence(1.9) == []
    assert line.silence(0.1) == ["not heard within 2 s: the prompt menu"]


def test_a_prompt_nobody_has_is_an_error_before_the_call() -> None:
    with pytest.raises(ValueError, match="there is no prompt absent"):
        Script((parse_press("1@absent"),), {})

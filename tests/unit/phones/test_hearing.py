from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from telephony.phones.audio import at_level, from_alaw, from_ulaw, join, to_alaw, to_ulaw, tone
from telephony.phones.hearing import find, needed
from telephony.phones.recording import RATE, Samples
from tests.unit.phones.speech import clips, digits_said, mixed, noise, rms, said


def line(prompt: Samples, before: float, after: float = 1.0) -> Samples:
    """A recording: silence, the prompt through mu-law, silence."""
    silent = np.zeros(round(before * RATE), np.int16)
    return from_ulaw(to_ulaw(np.concatenate((silent, prompt, np.zeros(round(after * RATE), np.int16)))))


@pytest.fixture(params=["real", "synthetic"])
def prompt(request: pytest.FixtureRequest, tmp_path: Path) -> Samples:
    if request.param == "real":
        return digits_said("george", 0)
    return said("Welcome to the hotline. Press one for orders, press two for wealth advice.", tmp_path)


def test_is_found_where_it_begins(prompt: Samples) -> None:
    heard = find(prompt, line(prompt, 2.345))
    assert heard is not None
    assert heard.at_seconds == pytest.approx(2.345, abs=0.002)
    assert heard.score > 0.97


def test_is_found_in_alaw_and_at_any_level(prompt: Samples) -> None:
    for dbfs in (-12.0, -25.0, -38.0):
        recording = from_alaw(to_alaw(np.concatenate((np.zeros(RATE, np.int16), at_level(prompt, dbfs)))))
        heard = find(prompt, recording)
        assert heard is not None, dbfs
        assert heard.at_seconds == pytest.approx(1.0, abs=0.002)


def test_is_found_in_noise(prompt: Samples) -> None:
    """Noise 3 dB below the speech."""
    recording = mixed(line(prompt, 1.0), noise(30, rms(prompt) / 2**0.5))
    heard = find(prompt, recording)
    assert heard is not None
    assert heard.at_seconds == pytest.approx(1.0, abs=0.005)


def test_is_found_though_the_exchange_was_late_for_a_moment(prompt: Samples) -> None:
    """A gap of 60 ms and a swallowed frame."""
    whole = line(prompt, 1.0)
    late = np.concatenate((whole[:14000], np.zeros(480, np.int16), whole[14000:20000], whole[20160:]))
    heard = find(prompt, late)
    assert heard is not None
    assert heard.at_seconds == pytest.approx(1.0, abs=0.1)


def test_its_beginning_is_enough(prompt: Samples) -> None:
    """A caller interrupts: the rest was never played."""
    cut = line(prompt[: needed(prompt) + 80], 0.5, after=0.0)
    assert find(prompt, cut) is not None


def test_less_than_its_beginning_is_not(prompt: Samples) -> None:
    assert find(prompt, line(prompt[: needed(prompt) // 3], 0.5)) is None


def test_other_synthetic_prompts_are_not_taken_for_it(tmp_path: Path) -> None:
    wanted = said("Please hold the line, an agent will be with you soon.", tmp_path)
    for text in ("Please hold.", "Please enter your order number.", "Please leave a message after the tone."):
        assert find(wanted, line(said(text, tmp_path), 1.0)) is None


def test_mandarin_prompts_are_told_apart(tmp_path: Path) -> None:
    wanted, other = (
        said(text, tmp_path, "cmn")
        for text in ("欢迎致电客户服务热线，请选择语言。", "欢迎致电，目前坐席全忙，请稍候。")
    )
    assert find(wanted, line(wanted, 1.0)) is not None
    assert find(wanted, line(other, 1.0)) is None


def test_the_same_words_of_another_speaker_or_take_are_not_taken_for_it() -> None:
    wanted = digits_said("george", 0)
    for speaker, take in (("george", 10), ("jackson", 0), ("lucas", 20)):
        assert find(wanted, line(digits_said(speaker, take), 1.0)) is None


def test_no_word_is_taken_for_another() -> None:
    words = [word for word in clips("zh_words/menu/*.wav") if len(word) > 0.4 * RATE][:12]
    everything = line(join(words, 0.2), 0.5)
    for number, word in enumerate(words):
        heard = find(word, everything)
        assert heard is not None
        before = 0.5 + sum(len(one) / RATE + 0.2 for one in words[:number])
        assert heard.at_seconds == pytest.approx(before, abs=0.05)
        assert find(word, line(join([one for one in words if one is not word], 0.2), 0.5)) is None


def test_nothing_is_heard_in_silence_noise_and_tones(prompt: Samples) -> None:
    for recording in (np.zeros(8 * RATE, np.int16), noise(8, 3000), tone(440, 8), np.zeros(10, np.int16)):
        assert find(prompt, recording) is None


def test_a_prompt_without_sound_is_an_error() -> None:
    with pytest.raises(ValueError, match="too short to be recognised"):
        find(np.zeros(RATE, np.int16), noise(2, 1000))


def test_a_long_recording_is_searched_quickly(prompt: Samples) -> None:
    """A minute of audio in well under a second of processor time."""
    recording = np.concatenate((noise(55, 300), prompt))
    began = time.process_time()
    heard = find(prompt, recording)
    assert heard is not None
    assert heard.at_seconds == pytest.approx(55.0, abs=0.01)
    assert time.process_time() - began < 1.0

"""Whether a frame holds a voice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from speech.voice_activity import VoiceActivity, level_of
from telephony.phones.audio import at_level, from_ulaw, read_wav, to_ulaw
from telephony.phones.recording import RATE, Samples

PROMPTS = Path(__file__).parents[3] / "prompts"
FRAME = 160


def voice(dbfs: float) -> Samples:
    samples = read_wav(PROMPTS / "zh" / "greeting.wav")
    loud = np.flatnonzero(np.abs(samples) > 1500)
    return at_level(samples[loud[0] : loud[0] + 2 * RATE], dbfs)


def noise(seconds: float, dbfs: float) -> Samples:
    made = np.random.default_rng(5).normal(size=int(seconds * RATE)) * 32768 * 10 ** (dbfs / 20)
    return np.clip(made, -32768, 32767).astype(np.int16)


def share(samples: Samples, activity: VoiceActivity | None = None) -> float:
    """How much of it is taken for a voice, after mu-law."""
    line = from_ulaw(to_ulaw(samples))
    heard = activity or VoiceActivity()
    flags = [heard.hear(line[at : at + FRAME].tobytes()) for at in range(0, len(line) - FRAME + 1, FRAME)]
    return sum(flags) / len(flags)


def test_silence_is_none() -> None:
    assert share(np.zeros(2 * RATE, np.int16)) == 0


@pytest.mark.parametrize("dbfs", [-15.0, -25.0, -35.0])
def test_a_voice_is_one_loud_or_soft(dbfs: float) -> None:
    assert share(voice(dbfs)) > 0.6


@pytest.mark.parametrize("dbfs", [-55.0, -40.0, -30.0, -20.0])
def test_steady_noise_is_none_at_any_level(dbfs: float) -> None:
    activity = VoiceActivity()
    share(noise(0.5, dbfs), activity)
    assert share(noise(10.0, dbfs), activity) < 0.02


def test_a_voice_10_db_above_the_noise_is_found_and_the_noise_is_not() -> None:
    activity = VoiceActivity()
    behind = noise(2.0, -32.0)
    assert share(behind, activity) < 0.15
    assert share(behind + voice(-22.0), activity) > 0.45
    assert share(noise(1.0, -32.0), activity) < 0.15


def test_noise_that_begins_in_the_middle_is_known_after_two_seconds() -> None:
    activity = VoiceActivity()
    share(np.zeros(3 * RATE, np.int16), activity)
    share(noise(2.2, -30.0), activity)
    assert activity.noise == pytest.approx(-31, abs=1.5)
    assert share(noise(3.0, -30.0), activity) == 0


def test_other_people_in_the_background_are_too_faint() -> None:
    assert share(voice(-60.0)) == 0


def test_levels_are_in_dbfs() -> None:
    assert level_of(bytes(320)) == -120
    full = (np.ones(FRAME) * 32767).astype(np.int16).tobytes()
    assert level_of(full) == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("size", [0, 318, 322, 640])
def test_what_is_no_frame_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="320 bytes"):
        VoiceActivity().hear(bytes(size))

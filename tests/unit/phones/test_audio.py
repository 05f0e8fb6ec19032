from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from telephony.phones import audio
from telephony.phones.recording import RATE, Samples
from tests.unit.phones.speech import noise


def write(path: Path, samples: Samples, rate: int, channels: int = 1) -> Path:
    with wave.open(str(path), "wb") as out:
        out.setparams((channels, 2, rate, 0, "NONE", ""))
        out.writeframes(samples.tobytes())
    return path


def sine(hz: float, rate: int, seconds: float = 1.0) -> Samples:
    return (10000 * np.sin(2 * np.pi * hz * np.arange(round(rate * seconds)) / rate)).astype(np.int16)


@pytest.mark.parametrize(("code", "decode"), [(audio.to_ulaw, audio.from_ulaw), (audio.to_alaw, audio.from_alaw)])
def test_g711_keeps_quiet_and_loud_audio(code, decode) -> None:  # type: ignore[no-untyped-def]  # two pairs of functions
    """pyVoIP's eight bits lose everything below -42 dBFS."""
    for dbfs in (-6.0, -30.0, -50.0):
        sent = audio.tone(1000, 0.5, dbfs)
        heard = decode(code(sent))
        assert audio.tone_power(heard, 1000) == pytest.approx(dbfs, abs=0.5)
        assert audio.dominant_tone(heard) == pytest.approx(1000, abs=1) or dbfs <= -50


def test_what_a_telephone_cannot_carry_is_no_alias(tmp_path: Path) -> None:
    heard = audio.read_wav(write(tmp_path / "high.wav", sine(5000, 16000), 16000))
    assert audio.level(heard[400:-400]) < -60


def test_a_stereo_file_of_another_rate_is_read(tmp_path: Path) -> None:
    left = sine(1000, 44100)
    heard = audio.read_wav(write(tmp_path / "cd.wav", np.repeat(left, 2), 44100, channels=2))
    assert len(heard) == pytest.approx(RATE, abs=2)
    assert audio.dominant_tone(heard) == pytest.approx(1000, abs=1)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    audio.write_wav(tmp_path / "out.wav", noise(1, 3000))
    assert np.array_equal(audio.read_wav(tmp_path / "out.wav"), noise(1, 3000))


def test_a_file_that_is_no_wav_is_named(tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("this is no audio")
    with pytest.raises(ValueError, match=r"text\.wav is no WAV file"):
        audio.read_wav(tmp_path / "text.wav")
    with pytest.raises(FileNotFoundError):
        audio.read_wav(tmp_path / "absent.wav")


def test_a_tone_has_the_level_asked_for() -> None:
    for hz in (350.0, 1004.5, 3000.0):
        made = audio.tone(hz, 1.0, -15.0)
        assert audio.level(made) == pytest.approx(-15.0, abs=0.1)
        assert audio.tone_power(made, hz) == pytest.approx(-15.0, abs=0.1)
        assert audio.tone_power(made, hz + 200) < -45
        assert audio.dominant_tone(made) == pytest.approx(hz, abs=1)


def test_a_tone_made_in_frames_has_no_seams() -> None:
    whole = audio.tone(433, 0.2)
    pieces = np.concatenate([audio.tone(433, 0.02, since=start) for start in range(0, 1600, 160)])
    assert np.array_equal(whole, pieces)


def test_noise_and_silence_have_no_tone() -> None:
    assert audio.dominant_tone(noise(1, 3000)) is None
    assert audio.dominant_tone(np.zeros(RATE, np.int16)) is None
    assert audio.tone_power(np.zeros(0, np.int16), 440) == -120


def test_the_louder_of_two_tones_is_named() -> None:
    both = audio.tone(440, 1.0, -12) + audio.tone(880, 1.0, -24)
    assert audio.dominant_tone(both) == pytest.approx(440, abs=1)
    assert audio.tone_power(both, 880) == pytest.approx(-24, abs=0.2)


def test_pieces_are_joined_with_their_pauses() -> None:
    joined = audio.join([audio.tone(440, 0.5), audio.tone(880, 0.5)], pause=0.25)
    assert len(joined) == pytest.approx(1.25 * RATE, abs=8)
    assert audio.level(joined[4100:5900]) == float("-inf")


def test_the_level_is_changed_and_silence_stays_silent() -> None:
    assert audio.level(audio.at_level(audio.tone(440, 0.5, -10), -30)) == pytest.approx(-30, abs=0.1)
    assert not audio.at_level(np.zeros(800, np.int16), -10).any()

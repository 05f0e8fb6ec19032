"""Audio: levels, silence and rates are what they are said to be; what cannot be played is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from prompts import audio
from prompts.errors import RecordingUnusable
from tests.unit.prompts.sounds import power_at, silence, tone


def test_a_tone_above_the_band_vanishes_instead_of_coming_back_as_an_alias() -> None:
    heard = audio.resample(tone(5000, rate=16000), 8000)
    assert power_at(heard, 3000) < -70  # where the alias would be: 8000 - 5000
    assert audio.measure(heard).rms_dbfs < -60


@pytest.mark.parametrize("rate", [audio.RATE, audio.WIDEBAND])
@pytest.mark.parametrize("source", [22050, 24000, 44100, 48000])
def test_nothing_from_above_the_band_comes_back_at_any_rate(source: int, rate: int) -> None:
    for above in (1.1, 1.25):
        heard = audio.resample(tone(rate / 2 * above, rate=source, loud=0.9), rate)
        assert audio.measure(heard[100:-100]).rms_dbfs < -60
    kept = audio.resample(tone(rate / 2 * 0.85, rate=source), rate)
    assert power_at(kept, rate / 2 * 0.85) == pytest.approx(power_at(tone(1000), 1000), abs=0.3)


def test_pydubs_own_conversion_would_alias() -> None:
    heard = tone(5000, rate=16000).set_frame_rate(8000)
    assert power_at(heard, 3000) > -20


def test_a_tone_within_the_band_keeps_its_pitch_and_level() -> None:
    heard = audio.resample(tone(1000, rate=44100), 8000)
    assert power_at(heard, 1000) == pytest.approx(power_at(tone(1000), 1000), abs=0.2)
    assert len(heard) == pytest.approx(1000, abs=2)


def test_stereo_becomes_mono() -> None:
    stereo = tone(1000, rate=16000).set_channels(2)
    assert audio.resample(stereo).channels == 1


@pytest.mark.parametrize("loud", [0.005, 0.05, 0.9])
def test_level_brings_soft_and_loud_to_the_same_loudness(loud: float) -> None:
    found = audio.measure(audio.level(tone(500, loud=loud)))
    assert found.rms_dbfs == pytest.approx(audio.LEVEL_DBFS, abs=0.3)


def test_a_peak_is_bent_below_the_ceiling_and_not_clipped() -> None:
    spiky = audio.join([tone(500, 2.0, loud=0.02), tone(500, 0.05, loud=0.9), tone(500, 2.0, loud=0.02)])
    found = audio.measure(audio.level(spiky))
    assert found.peak_dbfs <= audio.PEAK_DBFS
    assert found.rms_dbfs > audio.LEVEL_DBFS - 6


def test_silence_at_the_ends_does_not_count_as_loudness() -> None:
    padded = audio.join([silence(3), tone(500), silence(3)])
    assert audio.measure(audio.trim(audio.level(padded), 0)).rms_dbfs == pytest.approx(-20, abs=0.5)


def test_trim_leaves_the_same_short_silence_at_both_ends() -> None:
    found = audio.measure(audio.trim(audio.join([silence(1.3), tone(500), silence(0.02)])))
    assert found.silence_before == pytest.approx(0.1, abs=0.01)
    assert found.silence_after == pytest.approx(0.1, abs=0.01)
    assert found.seconds == pytest.approx(1.2, abs=0.02)


def test_a_click_that_trimming_softens_away_leaves_no_longer_silence() -> None:
    found = audio.measure(
        audio.trim(audio.join([tone(500), silence(0.15), tone(500, 0.005, loud=0.005), silence(0.1)]))
    )
    assert found.silence_after == pytest.approx(0.1, abs=0.03)
    assert found.seconds == pytest.approx(1.2, abs=0.02)


def test_measure_of_a_full_scale_sine() -> None:
    found = audio.measure(tone(1000, 2.0, loud=1.0))
    assert found.rms_dbfs == pytest.approx(-3.01, abs=0.05)
    assert found.peak_dbfs == pytest.approx(0.0, abs=0.05)
    assert (found.seconds, found.silence_before, found.silence_after) == (2.0, 0.0, 0.0)


def test_join_puts_sounds_one_after_the_other() -> None:
    joined = audio.join([tone(400, 0.5), tone(800, 0.25)], pause_ms=100)
    assert len(joined) == 850
    assert power_at(joined[600:], 800) > -20


def test_the_last_part_is_what_follows_the_last_pause() -> None:
    said = audio.join([tone(400, 0.5), silence(0.3), tone(800, 0.4)])
    last = audio.last_part(said)
    assert len(last) < 560
    assert power_at(last, 400) < -40 < power_at(last, 800)


def test_nothing_to_hear_is_refused() -> None:
    with pytest.raises(RecordingUnusable, match="nothing to hear"):
        audio.telephone(silence(1.0, rate=44100))


@pytest.mark.parametrize("content", [b"", b"RIFF", b"RIFF\x00\x00\x00\x00WAVEjunk", b"ID3\x03 no wav", b"\x00" * 200])
def test_what_is_no_wav_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(content)
    assert not audio.playable(path)
    for read in (audio.load, audio.seconds):
        with pytest.raises(RecordingUnusable, match=r"x\.wav"):
            read(path)


def test_only_8_khz_mono_is_playable(tmp_path: Path) -> None:
    for name, sound in {"a": tone(500), "b": tone(500, rate=16000), "c": tone(500).set_channels(2)}.items():
        audio.save(sound, tmp_path / f"{name}.wav")
    assert [audio.playable(tmp_path / f"{name}.wav") for name in "abc"] == [True, False, False]
    assert not audio.playable(tmp_path / "absent.wav")
    assert audio.seconds(tmp_path / "a.wav") == 1.0


def test_saving_leaves_no_half_file(tmp_path: Path) -> None:
    audio.save(tone(500), tmp_path / "new" / "a.wav")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a.wav"]

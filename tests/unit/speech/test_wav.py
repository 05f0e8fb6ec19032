"""Every kind of WAV becomes the same telephone sound; what is none is told."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech import wav
from speech.wav import NotWav, telephone_sound

KINDS = {
    "8 bits": ["-b", "8", "-e", "unsigned-integer"],
    "16 bits": ["-b", "16"],
    "24 bits": ["-b", "24"],
    "32 bits": ["-b", "32"],
    "float": ["-e", "floating-point", "-b", "32"],
    "double": ["-e", "floating-point", "-b", "64"],
    "mu-law": ["-e", "mu-law"],
    "A-law": ["-e", "a-law"],
}


def tone(samples: np.ndarray[tuple[int, ...], np.dtype[np.float64]], rate: int) -> tuple[float, float]:
    """The strongest frequency, and the level (RMS)."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(spectrum.argmax() * rate / len(samples)), float(np.sqrt(np.mean(samples**2)))


@pytest.mark.parametrize("rate", [8000, 11025, 48000])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("channels", [1, 2])
def test_any_kind(tmp_path: Path, kind: str, rate: int, channels: int) -> None:
    """Written by another program, sox."""
    if shutil.which("sox") is None:
        pytest.skip("other kinds of WAV are not tried: apt install sox")
    file = tmp_path / "tone.wav"
    shape = ["-r", str(rate), "-c", str(channels), *KINDS[kind]]
    subprocess.run(["sox", "-n", *shape, file, "synth", "1", "sine", "440", "gain", "-6"], check=True)
    sound = np.frombuffer(telephone_sound(file), "<i2") / 32768
    assert len(sound) == pytest.approx(8000, abs=2)
    frequency, level = tone(sound, 8000)
    assert frequency == pytest.approx(440, abs=2)
    assert level == pytest.approx(0.501 / 2**0.5, rel=0.03)


def made(kind: int, channels: int, rate: int, bits: int, sound: bytes, *, size: int | None = None) -> bytes:
    shape = struct.pack("<HHIIHH", kind, channels, rate, 0, 0, bits)
    data = struct.pack("<4sI", b"data", len(sound) if size is None else size) + sound
    return b"RIFF\0\0\0\0WAVE" + struct.pack("<4sI", b"fmt ", 16) + shape + data


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "does not begin"),
        (b"ID3\x04 an mp3", "does not begin"),
        (b"RIFF\0\0\0\0AVI ", "does not begin"),
        (b"RIFF\0\0\0\0WAVE", "no sound"),
        (b"RIFF\0\0\0\0WAVEfmt \x04\0\0\0abcddata\0\0\0\0", "cut short"),
        (made(1, 0, 8000, 16, b""), "0 channels"),
        (made(1, 1, 0, 16, b""), "at 0 Hz"),
        (made(1, 1, 2**32 - 1, 16, b""), "Hz cannot be"),
        (made(2, 1, 8000, 4, b""), r"format 2, 4 bits"),
        (made(1, 1, 8000, 12, b""), r"format 1, 12 bits"),
        (made(0xFFFE, 1, 8000, 16, b""), "format 65534"),
    ],
)
def test_what_is_none_is_told(tmp_path: Path, data: bytes, why: str) -> None:
    file = tmp_path / "x.wav"
    file.write_bytes(data)
    with pytest.raises(NotWav, match=why):
        telephone_sound(file)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotWav, match="No such file"):
        telephone_sound(tmp_path / "none.wav")
    with pytest.raises(NotWav, match="Is a directory"):
        telephone_sound(tmp_path)


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wav, "LARGEST", 10)
    (tmp_path / "x.wav").write_bytes(bytes(11))
    with pytest.raises(NotWav, match="more than"):
        telephone_sound(tmp_path / "x.wav")


def test_a_recording_that_was_cut_off(tmp_path: Path) -> None:
    """A recorder that is killed leaves a size of nothing or of everything."""
    sound = struct.pack("<3h", 100, 200, 300) + b"\x01"
    file = tmp_path / "x.wav"
    file.write_bytes(made(1, 1, 8000, 16, sound, size=2**32 - 1))
    assert struct.unpack("<3h", telephone_sound(file)) == (100, 200, 300)


def test_sixteen_bits_at_eight_kilohertz_pass_unchanged(tmp_path: Path) -> None:
    sound = struct.pack("<5h", -32767, -1, 0, 1, 32767)
    (tmp_path / "x.wav").write_bytes(made(1, 1, 8000, 16, sound))
    assert telephone_sound(tmp_path / "x.wav") == sound


@given(st.binary(max_size=200))
def test_nonsense_is_none_or_sound(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "nonsense.wav"
    file.write_bytes(b"RIFF\0\0\0\0WAVE" + data)
    try:
        telephone_sound(file)
    except NotWav:
        return

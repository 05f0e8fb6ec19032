"""Sound files of one pitch."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

from telephony.phones.audio import dominant_tone

RATE = 8000


def tone_frames(pitch: int, seconds: float) -> bytes:
    """A sine as 16-bit little-endian mono at 8 kHz, 12 dB below full scale."""
    at = np.arange(round(seconds * RATE)) / RATE
    return bytes((8192 * np.sin(2 * np.pi * pitch * at)).astype("<i2").tobytes())


def write_tone(file: Path, pitch: int, seconds: float) -> Path:
    """Write it as a WAV file."""
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(tone_frames(pitch, seconds))
    return file


def has_pitch(frames: bytes, pitch: int) -> bool:
    """This pitch is what can be heard in it."""
    heard = dominant_tone(np.frombuffer(frames, np.int16))
    return heard is not None and abs(heard - pitch) < 25


def read_frames(file: Path) -> bytes:
    """The audio of a WAV file; nothing while it is not there or its header is not written yet."""
    try:
        with wave.open(str(file), "rb") as read:
            return read.readframes(read.getnframes())
    except (FileNotFoundError, EOFError, wave.Error):
        return b""


def loudness(frames: bytes) -> float:
    """Root mean square of 16-bit samples."""
    samples = np.frombuffer(frames, "<i2").astype(float)
    return float(np.sqrt(np.mean(samples**2))) if len(samples) else 0.0

"""What a caller says into a message box: when it is over, how much of it is speech, and the part that is kept.

A machine without I/O: frames of 20 ms (16-bit little-endian, 8 kHz, mono) in, nothing out until it is over.
"""

from __future__ import annotations

import os
import wave
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

FRAME = 0.02
A_SECOND = 16_000
"""Bytes."""
MARGIN = 15
"""Frames kept before the first and after the last voice: what the detector takes for silence may be a soft sound."""
LONGEST_PIECE = 20.0
"""Seconds of speech that a recogniser is given at once."""


class Recording:
    """One message. `is_voice` tells of each frame whether somebody speaks in it."""

    def __init__(self, silence: float, at_most: float, is_voice: Callable[[bytes], bool]) -> None:
        self._silence, self._at_most, self._is_voice = silence, at_most, is_voice
        self._frames: list[bytes] = []
        self._voiced: list[bool] = []
        self._first = self._last = -1

    def hear(self, frame: bytes) -> bool:
        """Take a frame in. Whether the message is over: silent for long enough, or as long as it may be."""
        voiced = self._is_voice(frame)
        if voiced:
            self._first, self._last = (self._first if self._first >= 0 else len(self._frames)), len(self._frames)
        self._frames.append(frame)
        self._voiced.append(voiced)
        quiet = len(self._frames) - 1 - self._last
        return quiet * FRAME >= self._silence or len(self._frames) * FRAME >= self._at_most

    @property
    def spoken(self) -> float:
        """Seconds from the first to the last voice; 0 when there was none."""
        return (self._last - self._first + 1) * FRAME if self._first >= 0 else 0.0

    def _kept(self) -> slice:
        return slice(max(0, self._first - MARGIN), self._last + 1 + MARGIN) if self._first >= 0 else slice(0)

    @property
    def audio(self) -> bytes:
        """From a little before the first voice to a little after the last."""
        return b"".join(self._frames[self._kept()])

    def pieces(self) -> Iterator[bytes]:
        """The audio cut where nobody speaks, in pieces that a recogniser can take at once."""
        frames, voiced = self._frames[self._kept()], self._voiced[self._kept()]
        longest, begin = round(LONGEST_PIECE / FRAME), 0
        while begin < len(frames):
            end = begin + longest
            if end < len(frames):
                end = next((at for at in range(end, begin + longest // 2, -1) if not voiced[at]), end)
            yield b"".join(frames[begin:end])
            begin = end


def write_wav(file: Path, audio: bytes) -> None:
    """The audio as a WAV file that only we may read: whole and on the disk, or not at all. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = file.with_suffix(".part")
    try:
        opened = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(opened, "wb") as out:
            with wave.open(out, "wb") as writer:
                writer.setnchannels(1)
                writer.setsampwidth(2)
                writer.setframerate(A_SECOND // 2)
                writer.writeframes(audio)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(file)
    except OSError:
        with suppress(OSError):
            unfinished.unlink()
        raise

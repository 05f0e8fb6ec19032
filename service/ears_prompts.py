"""Prompts played frame by frame into a leg that is being listened to: read once, and paced by the clock."""

from __future__ import annotations

import wave
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)
FRAME_BYTES, FRAME_SECONDS = 320, 0.02
SILENCE = bytes(FRAME_BYTES)
KEPT = 64 * 1024 * 1024
"""Bytes of prompts that are kept in memory: more than an hour of sound."""
CATCH_UP = 5
"""Frames that are sent at once after we were late; a longer delay moves the rest of the prompt."""


class PromptFrames:
    """Reads WAV files (8 kHz, mono, 16 bit) once and keeps them; a file that has changed is read anew.

    A prompt is read in well under a millisecond, and once: no thread is worth its hop.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Path, int], bytes] = OrderedDict()
        self._bytes = 0

    def of(self, sounds: Sequence[Path]) -> list[bytes]:
        """The frames of these sounds, one after the other. One that cannot be played is left out, and the log says so."""
        frames: list[bytes] = []
        for sound in sounds:
            try:
                audio = self._audio(sound)
            except (OSError, EOFError, ValueError, wave.Error) as error:
                log.warning(
                    "prompt cannot be played to a caller who is listened to", sound=str(sound), error=str(error)
                )
                continue
            frames += _cut(audio)
        return frames

    def _audio(self, sound: Path) -> bytes:
        key = (sound, sound.stat().st_mtime_ns)
        if key not in self._kept:
            self._keep(key, _read(sound))
        self._kept.move_to_end(key)
        return self._kept[key]

    def _keep(self, key: tuple[Path, int], audio: bytes) -> None:
        self._kept[key] = audio
        self._bytes += len(audio)
        while self._bytes > KEPT and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= len(dropped)


def _read(sound: Path) -> bytes:
    with wave.open(str(sound), "rb") as opened:
        if (opened.getframerate(), opened.getnchannels(), opened.getsampwidth()) != (8000, 1, 2):
            raise ValueError("it is not 8 kHz, mono, 16 bit")
        return opened.readframes(opened.getnframes())


def _cut(audio: bytes) -> list[bytes]:
    """Frames of 20 ms; the last one is filled up with silence."""
    pieces = [audio[at : at + FRAME_BYTES] for at in range(0, len(audio), FRAME_BYTES)]
    return [piece.ljust(FRAME_BYTES, b"\0") for piece in pieces]


class Player:
    """Which frames are due when. A machine without I/O: the first frame is due at `began`."""

    def __init__(self, frames: Sequence[bytes], began: float) -> None:
        self._frames, self._began, self._next = frames, began, 0

    def due(self, now: float) -> Sequence[bytes]:
        """The frames to be sent now: one, or a few after a delay; none between two frames and after the end."""
        wanted = int((now - self._began) / FRAME_SECONDS + 1e-6) + 1 - self._next
        if wanted > CATCH_UP:
            self._began += (wanted - CATCH_UP) * FRAME_SECONDS
            wanted = CATCH_UP
        found = self._frames[self._next : self._next + max(0, wanted)]
        self._next += len(found)
        return found

    def over(self, now: float) -> bool:
        """Whether the last frame has been heard to its end, or there is none."""
        return self._next >= len(self._frames) and now >= self._began + len(self._frames) * FRAME_SECONDS - 1e-6

    def stop(self) -> None:
        """Nothing more is due."""
        self._frames = self._frames[: self._next]

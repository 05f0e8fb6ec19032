"""Whether 20 ms of a telephone line hold a voice: WebRTC's detector, and the level above the line's own noise.

The detector alone takes steady noise for speech now and then, for ever; a level alone takes every slammed door. Both have
to agree. The noise is followed as the quietest stretch of the last seconds (minimum statistics, Martin 2001).
"""

from __future__ import annotations

from collections import deque

import numpy as np
import webrtcvad

RATE = 8000
FRAME_BYTES = 320
QUIETEST = -52.0
"""dBFS below which nothing is a voice: a telephone's silence, and the crosstalk of others."""
ABOVE_NOISE = 6.0
"""dB by which a voice is louder than the noise of its line."""
UNKNOWN_NOISE = -60.0
"""dBFS assumed until the line is known."""
BLOCK, BLOCKS = 10, 10
"""The noise is the quietest of so many blocks of so many frames: two seconds, longer than anybody speaks without a gap."""
STRICT = 2
"""Mode of WebRTC's detector, from 0 (lets much through) to 3."""


class VoiceActivity:
    """One line. Frames are 16-bit little-endian mono at 8 kHz; about 10 us each."""

    def __init__(self, mode: int = STRICT) -> None:
        self._detector = webrtcvad.Vad(mode)
        self._minima: deque[float] = deque(maxlen=BLOCKS)
        self._block: list[float] = []
        self.level = -120.0
        """dBFS of the newest frame."""

    @property
    def noise(self) -> float:
        """dBFS of the line's own noise."""
        return min(self._minima, default=UNKNOWN_NOISE)

    def hear(self, frame: bytes) -> bool:
        """Whether this frame holds a voice. Raises ValueError for what is not 20 ms of audio."""
        if len(frame) != FRAME_BYTES:
            raise ValueError(f"a frame has {FRAME_BYTES} bytes, not {len(frame)}")
        self.level = level_of(frame)
        self._follow_noise(self.level)
        detected: bool = self._detector.is_speech(frame, RATE)
        return detected and self.level > max(QUIETEST, self.noise + ABOVE_NOISE)

    def _follow_noise(self, level: float) -> None:
        self._block.append(level)
        if len(self._block) == BLOCK:
            self._minima.append(min(self._block))
            self._block.clear()


def level_of(frame: bytes) -> float:
    """dBFS (RMS) of 16-bit samples; -120 for digital silence."""
    samples = np.frombuffer(frame, np.int16).astype(np.float32)
    power = float(samples @ samples) / len(samples)
    return float(10 * np.log10(power / 32768.0**2)) if power > 0 else -120.0

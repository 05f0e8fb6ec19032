"""Whether what comes back from a line is our own prompt: by its level, and by its likeness to what was sent.

An echo is a copy of what we sent, delayed by the way there and back, weaker, and blurred a little. We know what we sent,
so little has to be guessed: what is the same wave as the prompt at some delay is echo, however loud; where the sound is
so weak that it may well be one, less likeness is asked for; and what is very weak beside the prompt is no voice at all.
"""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import NDArray

from speech.voice_activity import level_of

Wave = NDArray[np.float32]

REACH = 30
"""Frames of 20 ms between a sound that we send and its last echo: far phones, jitter buffers, rooms."""
LOOK = 10
"""Frames that are compared with what was sent."""
FAINT, WEAK = 24.0, 16.0
"""dB below the loudest frame of the prompt within reach: fainter is no voice; weaker is under suspicion."""
ALIKE, ALIKE_IF_WEAK = 0.4, 0.25
"""Correlation of the whitened waves from which they are taken for the same. Measured with these, over seven prompts in two
languages, delays of 20-400 ms, blurred by 16 ms and not, at -20, -12 and -6 dB: no false start in 240; voices at -20 and
-26 dBFS over a prompt at -20 dBFS, with its echo, were found after 0.26 and 0.28 s (median), all of them."""
SOUNDING = -50.0
"""dBFS from which a frame of a prompt can have an echo."""
FRAME = 160


class EchoGuard:
    """One line. Tell it each frame sent (silence, too, in the same pace) and each frame heard, in order."""

    def __init__(self) -> None:
        self._sent: deque[Wave] = deque(maxlen=REACH + LOOK)
        self._levels: deque[float] = deque(maxlen=REACH)
        self._heard: deque[Wave] = deque(maxlen=LOOK)

    def sent(self, frame: bytes) -> None:
        """What the caller is being played."""
        self._sent.append(_samples(frame))
        self._levels.append(level_of(frame))

    def heard(self, frame: bytes) -> None:
        """What came from the caller."""
        self._heard.append(_samples(frame))

    def is_echo(self, level: float) -> bool:
        """Whether the newest frame heard, at this level in dBFS, is only what we sent."""
        loudest = max(self._levels, default=-120.0)
        if loudest < SOUNDING:
            return False
        if level < loudest - FAINT:
            return True
        return self.likeness() >= (ALIKE_IF_WEAK if level < loudest - WEAK else ALIKE)

    def likeness(self) -> float:
        """How much what was heard last is a delayed copy of what was sent: 0 to 1. About 0.2 ms."""
        heard = _whitened(np.concatenate(self._heard)) if self._heard else np.zeros(0, np.float32)
        if len(heard) < FRAME * LOOK // 2 or len(self._sent) < len(self._heard):
            return 0.0
        return _best_match(heard, _whitened(np.concatenate(self._sent)))


def _samples(frame: bytes) -> Wave:
    return np.frombuffer(frame, np.int16).astype(np.float32)


def _whitened(wave: Wave) -> Wave:
    """Without the strong low tones that any two voices share."""
    found: Wave = np.diff(wave, prepend=wave[:1])
    return found


def _best_match(short: Wave, long: Wave) -> float:
    """The highest correlation coefficient of `short` with any stretch of `long` of its length."""
    size, count = 1 << (len(long) - 1).bit_length(), len(short)
    product = np.fft.rfft(long, size) * np.conj(np.fft.rfft(short, size))
    matched = np.fft.irfft(product, size)[: len(long) - count + 1]
    squares = np.concatenate(([0.0], np.cumsum(long.astype(np.float64) ** 2)))
    energy = np.maximum(squares[count:] - squares[:-count], 1.0)
    own = max(float(short @ short), 1.0)
    return float(np.max(matched / np.sqrt(energy * own)))

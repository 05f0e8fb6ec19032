"""What a phone has heard since the call was answered: position in samples is time."""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray

RATE = 8000
LOOSE = RATE // 5
"""Samples by which a stream's own clock may differ from ours before it is set anew (a pause, a new source)."""
PAUSE = RATE // 20
"""Samples without sound after which a marked packet begins anew."""

Samples = NDArray[np.int16]


class Recording:
    """A growing buffer of 16-bit samples at 8 kHz; what was not heard is silence.

    A packet lies where its RTP timestamp says, counted from the arrival of the first of its source: jitter of the
    network or of our thread moves nothing. A jump of more than 200 ms, or a new source, is placed by its arrival, and
    so is what begins with a marker after a pause (RFC 3550 5.1): Asterisk's timestamps lose some 17 ms in each pause.
    Written by the RTP thread, read by anybody.
    """

    def __init__(self) -> None:
        self._buffer: Samples = np.zeros(60 * RATE, np.int16)
        self._lock = threading.Lock()
        self._length = 0
        self._elapsed = 0
        self._source: tuple[int, int] | None = None

    def place(self, samples: Samples, ssrc: int, timestamp: int, elapsed: float, marked: bool = False) -> None:
        """Put in the samples of one packet that came `elapsed` seconds after the answer. `marked`: with RTP's marker."""
        arrived = int(elapsed * RATE)
        if marked and arrived - self._length > PAUSE:
            self._source = None
        at = self._position(ssrc, timestamp, arrived)
        with self._lock:
            end = at + len(samples)
            self._grow(end)
            self._buffer[max(at, 0) : end] = samples[max(-at, 0) :]
            self._length = max(self._length, end)

    def _position(self, ssrc: int, timestamp: int, arrived: int) -> int:
        if self._source is not None and self._source[0] == ssrc:
            at = (self._source[1] + timestamp) & 0xFFFFFFFF
            at -= 1 << 32 if at >= 1 << 31 else 0
            if abs(at - arrived) <= LOOSE:
                return at
        self._source = (ssrc, (arrived - timestamp) & 0xFFFFFFFF)
        return arrived

    def _grow(self, needed: int) -> None:
        if needed > len(self._buffer):
            bigger = np.zeros(max(needed, 2 * len(self._buffer)), np.int16)
            bigger[: len(self._buffer)] = self._buffer
            self._buffer = bigger

    def pass_to(self, elapsed: float) -> None:
        """Time has gone on, heard or not."""
        self._elapsed = max(self._elapsed, int(elapsed * RATE))

    @property
    def length(self) -> int:
        """Samples since the answer."""
        return max(self._length, self._elapsed)

    @property
    def seconds(self) -> float:
        """Seconds since the answer."""
        return self.length / RATE

    def samples(self, start: int = 0, end: int | None = None) -> Samples:
        """A copy of what was heard from `start` to `end` (samples since the answer); silence where nothing came."""
        end = self.length if end is None else min(end, self.length)
        out: Samples = np.zeros(max(end - start, 0), np.int16)
        with self._lock:
            heard = self._buffer[start : min(end, self._length)]
            out[: len(heard)] = heard
        return out

    def last(self, seconds: float) -> Samples:
        """A copy of the newest `seconds`."""
        return self.samples(max(0, self.length - int(seconds * RATE)))

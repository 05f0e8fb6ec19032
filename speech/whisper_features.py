"""What Whisper looks at: 80 mel bands of 25 ms windows every 10 ms, at 16 kHz (Radford et al. 2022)."""

from __future__ import annotations

from functools import cache

import numpy as np
import soxr
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""From -1 to 1, at 8 kHz."""
RATE = 8000
_RATE, _WINDOW, _HOP, _BANDS = 16000, 400, 160, 80


def samples_of(audio: bytes) -> Samples:
    """16-bit little-endian mono at 8 kHz as samples; half a sample at the end is dropped."""
    return np.frombuffer(audio[: len(audio) & ~1], "<i2").astype(np.float32) / np.float32(32768)


def log_mel(samples: Samples, seconds: float) -> NDArray[np.float32]:
    """Bands x frames of the sound, cut or padded with silence to `seconds`."""
    length = int(seconds * _RATE)
    fast = soxr.resample(samples, RATE, _RATE)[:length]
    padded = np.pad(np.pad(fast, (0, length - len(fast))), _WINDOW // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::_HOP][: length // _HOP]
    power = np.square(np.abs(np.fft.rfft(frames * _window(), axis=1)))
    loudness = np.log10(np.maximum(_filters() @ power.T, 1e-10))
    scaled: NDArray[np.float32] = ((np.maximum(loudness, loudness.max() - 8.0) + 4.0) / 4.0).astype(np.float32)
    return scaled


@cache
def _window() -> NDArray[np.float32]:
    return np.hanning(_WINDOW + 1)[:-1].astype(np.float32)


@cache
def _filters() -> NDArray[np.float32]:
    """Triangles of equal area, evenly spaced on Slaney's mel scale."""
    bins = np.fft.rfftfreq(_WINDOW, 1 / _RATE)
    edges = _hertz(np.linspace(0.0, _mels(_RATE / 2), _BANDS + 2))
    slopes, steps = edges[:, None] - bins[None], np.diff(edges)
    rising, falling = -slopes[:-2] / steps[:-1, None], slopes[2:] / steps[1:, None]
    areas = (2.0 / (edges[2:] - edges[:-2]))[:, None]
    return (np.maximum(0.0, np.minimum(rising, falling)) * areas).astype(np.float32)


def _mels(hertz: float) -> float:
    """Linear below 1 kHz, logarithmic above."""
    return hertz * 3 / 200 if hertz < 1000 else 15 + float(np.log(hertz / 1000) / np.log(6.4) * 27)


def _hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(mels < 15, mels * 200 / 3, 1000 * np.exp(np.log(6.4) / 27 * (mels - 15)))

"""Recognising a prompt's audio in what a phone heard: normalised cross-correlation by FFT."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from telephony.phones.recording import RATE, Samples

START = int(1.5 * RATE)
"""How much of a prompt has to be heard: callers interrupt, so not all of it."""

LEAST = RATE // 4
ENOUGH = 0.6
"""Score at which a prompt counts as heard: 0.99 through mu-law, 0.7 with noise as loud, below 0.35 for other speech."""

QUIET = 30.0  # RMS in samples, -61 dBFS: below it there is nothing to recognise


@dataclass(frozen=True, slots=True)
class Heard:
    """A prompt was heard: its first sample lies `at_seconds` into the recording. `score` is 1 for the same audio."""

    at_seconds: float
    score: float


def find(prompt: Samples, recording: Samples, enough: float = ENOUGH) -> Heard | None:
    """Where the prompt's start is best heard in the recording, or None.

    Independent of level. Both are 8 kHz samples. A prompt of less than a quarter of a second, or a silent one, raises
    ValueError: nothing could be told by it.
    """
    lead, start = _start_of(prompt)
    if len(recording) < len(start):
        return None
    scores = _scores(start, recording.astype(np.float64))
    best = int(np.argmax(scores))
    if scores[best] < enough:
        return None
    return Heard(max(0.0, (best - lead) / RATE), round(float(scores[best]), 3))


def needed(prompt: Samples) -> int:
    """How many samples of the prompt have to have been played before `find` can know it."""
    lead, start = _start_of(prompt)
    return lead + len(start)


def _start_of(prompt: Samples) -> tuple[int, NDArray[np.float64]]:
    """The silence before the prompt's first sound, and its first second and a half from there."""
    loud = np.flatnonzero(np.abs(prompt.astype(np.int32)) > 4 * QUIET)
    lead = int(loud[0]) if len(loud) else len(prompt)
    start = prompt[lead : lead + START].astype(np.float64)
    if len(start) < LEAST:
        raise ValueError(f"a prompt with {len(start) / RATE:.2f} s of sound is too short to be recognised")
    return lead, start - start.mean()


def _scores(start: NDArray[np.float64], recording: NDArray[np.float64]) -> NDArray[np.float64]:
    """The correlation coefficient of the prompt's start with every stretch of the recording."""
    count, length = len(start), 1 << (len(recording) + len(start) - 2).bit_length()
    product = np.fft.rfft(recording, length) * np.conj(np.fft.rfft(start, length))
    matched = np.fft.irfft(product, length)[: len(recording) - count + 1]
    sums = np.concatenate(([0.0], np.cumsum(recording)))
    squares = np.concatenate(([0.0], np.cumsum(recording**2)))
    mean = (sums[count:] - sums[:-count]) / count
    energy = np.maximum(squares[count:] - squares[:-count] - count * mean**2, count * QUIET**2)
    found: NDArray[np.float64] = matched / (np.sqrt(energy) * np.linalg.norm(start))
    return found

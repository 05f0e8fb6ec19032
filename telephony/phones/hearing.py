"""Recognising a prompt's audio in what a phone heard: normalised cross-correlation by FFT."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from telephony.phones.recording import RATE, Samples

START = int(2.5 * RATE)
"""How much of a prompt has to be heard: callers interrupt, so not all of it. Prompts whose first 2.5 s are the same audio
(the same opening words, said by a synthesiser) cannot be told apart."""

LEAST = RATE // 4
ENOUGH = 0.6
"""Score at which a prompt counts as heard: 0.99 through mu-law, 0.7 with noise as loud; other speech stays below 0.6."""

PIECE = RATE // 4
PIECE_ENOUGH = 0.4
PIECES_ENOUGH = 0.8
"""Four of five quarter seconds have to be there each by itself: one loud vowel can carry the score of the whole."""

CANDIDATES = 5
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
    heard = recording.astype(np.float64)
    scores = _scores(start, heard)
    for _ in range(CANDIDATES):
        best = int(np.argmax(scores))
        if scores[best] < enough:
            return None
        if _all_there(start, heard[best : best + len(start)]):
            return Heard(max(0.0, (best - lead) / RATE), round(float(scores[best]), 3))
        scores[max(0, best - PIECE) : best + PIECE] = 0.0
    return None


def _all_there(start: NDArray[np.float64], heard: NDArray[np.float64]) -> bool:
    """Whether the pieces of the prompt are in it one by one, those that have sound in them."""
    pairs = [(start[at : at + PIECE], heard[at : at + PIECE]) for at in range(0, len(start) - PIECE + 1, PIECE)]
    least = np.linalg.norm(start) ** 2 / len(start) * PIECE / 8
    alike = [_alike(one, other) >= PIECE_ENOUGH for one, other in pairs if float(one @ one) >= least]
    return sum(alike) >= PIECES_ENOUGH * len(alike)


def _alike(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """The correlation coefficient of two pieces."""
    one, other = one - one.mean(), other - other.mean()
    size = np.linalg.norm(one) * max(float(np.linalg.norm(other)), QUIET * len(other) ** 0.5)
    return float(one @ other / size) if size else 0.0


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
    count, length = len(start), 1 << (len(recording) - 1).bit_length()  # what wraps around is cut off below
    product = np.fft.rfft(recording, length) * np.conj(np.fft.rfft(start, length))
    matched = np.fft.irfft(product, length)[: len(recording) - count + 1]
    sums = np.concatenate(([0.0], np.cumsum(recording)))
    squares = np.concatenate(([0.0], np.cumsum(recording**2)))
    mean = (sums[count:] - sums[:-count]) / count
    energy = np.maximum(squares[count:] - squares[:-count] - count * mean**2, count * QUIET**2)
    found: NDArray[np.float64] = matched / (np.sqrt(energy) * np.linalg.norm(start))
    return found

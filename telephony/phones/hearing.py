"""Recognising a prompt's audio in what a phone heard: normalised cross-correlation by FFT."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from telephony.phones.recording import RATE, Samples

Wave = NDArray[np.float64]

START = int(2.5 * RATE)
"""How much of a prompt has to be heard: callers interrupt, so not all of it. Prompts whose first 2.5 s are the same audio
(the same opening words, said by a synthesiser) cannot be told apart."""

LEAST = RATE // 4
QUIET = 30.0  # RMS in samples, -61 dBFS: below it there is nothing to recognise

CANDIDATES = 5
CANDIDATE_ENOUGH = 0.35
"""Correlation of the whole start at which a place is looked at closely."""

PIECE = RATE // 4
PIECE_ENOUGH = 0.5
PIECES_ENOUGH = 0.8
SLACK = int(0.1 * RATE)
"""Four of five quarter seconds have to be there each by itself (one loud vowel can carry the score of the whole), within
100 ms of their place: an exchange that is late for a moment leaves a gap or swallows a frame."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A prompt was heard: its first sample lies `at_seconds` into the recording. `score` is 1 for the same audio."""

    at_seconds: float
    score: float


def find(prompt: Samples, recording: Samples) -> Heard | None:
    """Where the prompt's start is best heard in the recording, or None.

    Independent of level; through G.711, with noise 3 dB below the speech, over small gaps. Both are 8 kHz samples.
    A prompt of less than a quarter of a second, or a silent one, raises ValueError: nothing could be told by it.
    """
    lead, start = _start_of(prompt)
    if len(recording) < len(start):
        return None
    heard = recording.astype(np.float64)
    for best in _candidates(start, heard):
        alike, weights = _pieces(start, heard, best)
        if np.mean(alike >= PIECE_ENOUGH) >= PIECES_ENOUGH:
            score = float(np.sqrt(np.average(alike**2, weights=weights)))
            return Heard(max(0.0, (best - lead) / RATE), round(score, 3))
    return None


def needed(prompt: Samples) -> int:
    """How many samples of the prompt have to have been played before `find` can know it."""
    lead, start = _start_of(prompt)
    return lead + len(start)


def _start_of(prompt: Samples) -> tuple[int, Wave]:
    """The silence before the prompt's first sound, and its beginning from there."""
    loud = np.flatnonzero(np.abs(prompt.astype(np.int32)) > 4 * QUIET)
    lead = int(loud[0]) if len(loud) else len(prompt)
    start = prompt[lead : lead + START].astype(np.float64)
    if len(start) < LEAST:
        raise ValueError(f"a prompt with {len(start) / RATE:.2f} s of sound is too short to be recognised")
    return lead, start - start.mean()


def _candidates(start: Wave, heard: Wave) -> Iterator[int]:
    """Places where the start may be, the best first."""
    scores = _correlation(start, heard)
    for _ in range(CANDIDATES):
        best = int(np.argmax(scores))
        if scores[best] < CANDIDATE_ENOUGH:
            return
        yield best
        scores[max(0, best - PIECE) : best + PIECE] = 0.0


def _pieces(start: Wave, heard: Wave, best: int) -> tuple[Wave, Wave]:
    """How alike each piece with sound in it is to what was heard about its place, and its energy."""
    pieces = [(at, start[at : at + PIECE]) for at in range(0, len(start) - PIECE + 1, PIECE)]
    energies = [float(piece @ piece) for _, piece in pieces]
    least = float(np.mean(energies)) / 8
    alike = [
        _best(piece, heard[max(0, best + at - SLACK) : best + at + PIECE + SLACK]) if energy >= least else -1.0
        for (at, piece), energy in zip(pieces, energies, strict=True)
    ]
    kept = np.array(energies) >= least
    return np.array(alike)[kept], np.array(energies)[kept]


def _best(piece: Wave, heard: Wave) -> float:
    return max(0.0, float(_correlation(piece - piece.mean(), heard).max())) if len(heard) >= len(piece) else 0.0


def _correlation(start: Wave, heard: Wave) -> Wave:
    """The correlation coefficient of `start` (of mean 0) with every stretch of what was heard."""
    count, length = len(start), 1 << (len(heard) - 1).bit_length()  # what wraps around is cut off below
    product = np.fft.rfft(heard, length) * np.conj(np.fft.rfft(start, length))
    matched = np.fft.irfft(product, length)[: len(heard) - count + 1]
    sums = np.concatenate(([0.0], np.cumsum(heard)))
    squares = np.concatenate(([0.0], np.cumsum(heard**2)))
    mean = (sums[count:] - sums[:-count]) / count
    energy = np.maximum(squares[count:] - squares[:-count] - count * mean**2, count * QUIET**2)
    found: Wave = matched / (np.sqrt(energy) * max(float(np.linalg.norm(start)), 1.0))
    return found

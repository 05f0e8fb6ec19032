"""Music for waiting, of our own: eight bars of soft chords and a slow arpeggio, made to be repeated without a seam.

Written for the telephone: everything lies between 250 Hz and 2 kHz. Dedicated to the public domain (CC0 1.0).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from prompts import audio
from prompts.sound import Sound

FILE = "calm.wav"
LEVEL_DBFS = -24.0
"""Softer than speech: announcements are heard over it."""

_BEAT = 60 / 76
_CHORDS = ((60, 64, 67, 71), (57, 60, 64, 67), (65, 69, 72, 76), (67, 71, 74, 77))
"""C major 7, A minor 7, F major 7, G 7 as MIDI notes: two bars of four beats each."""
_ARPEGGIO = (0, 2, 1, 3, 2, 1, 3, 2)
_PARTIALS = ((1, 1.0), (2, 0.28), (3, 0.09))


def loop() -> Sound:
    """The whole loop at 8 kHz. What still rings at its end is laid over its beginning."""
    length = round(len(_CHORDS) * 8 * _BEAT * audio.RATE)
    mix = np.zeros(length, dtype=np.float64)
    for number, chord in enumerate(_CHORDS):
        start = number * 8
        for note in chord:
            _lay(mix, start, _note(note, 8 * _BEAT, soft=True) * 0.5)
        for beat, step in enumerate(_ARPEGGIO):
            _lay(mix, start + beat, _note(chord[step] + 12, 2.5 * _BEAT, soft=False))
    mix *= 0.5 / np.abs(mix).max()
    return audio.level(audio.from_samples(mix.astype(np.float32), audio.RATE), LEVEL_DBFS)


def _lay(mix: NDArray[np.float64], beat: int, sound: NDArray[np.float64]) -> None:
    at = (round(beat * _BEAT * audio.RATE) + np.arange(len(sound))) % len(mix)
    np.add.at(mix, at, sound)


def _note(midi: int, seconds: float, soft: bool) -> NDArray[np.float64]:
    time = np.arange(round(seconds * audio.RATE)) / audio.RATE
    hertz = 440 * 2 ** ((midi - 69) / 12)
    rise = np.minimum(1.0, time / (0.6 if soft else 0.012))
    fall = np.minimum(1.0, (seconds - time) / (1.2 if soft else 0.3)) * np.exp(-time / (9 if soft else 0.9))
    wave = sum(weight * np.sin(2 * np.pi * hertz * part * time) for part, weight in _PARTIALS)
    return np.asarray(rise * fall * wave * 0.2)

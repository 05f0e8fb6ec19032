"""Beeps, written as notes: `880:0.15 1175:0.25` is 880 Hz for 0.15 s, then 1175 Hz for 0.25 s; 0 Hz is a rest."""

from __future__ import annotations

import numpy as np

from prompts import audio
from prompts.engines.port import Manner
from prompts.sound import Sound

_RATE = 48000


class Tones:
    """Sine tones with soft edges. Nothing to install."""

    def speak(self, text: str, manner: Manner) -> Sound:
        """See Engine. `text` is the notes; the speed divides their lengths."""
        notes = [note.split(":") for note in text.split()]
        parts = [_tone(float(hertz), float(length) / manner.speed) for hertz, length in notes]
        return audio.from_samples(np.concatenate(parts), _RATE)


def _tone(hertz: float, length: float) -> audio.Samples:
    time = np.arange(round(length * _RATE)) / _RATE
    edge = np.minimum(1.0, np.minimum(time, length - time) / 0.01)
    return (0.4 * edge * np.sin(2 * np.pi * hertz * time)).astype(np.float32)

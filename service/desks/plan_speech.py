"""A sound that somebody spoke into the browser, heard by the recogniser that hears callers."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Protocol

from calls.errors import HotlineError
from calls.speech import Question
from console.errors import Conflict, WrongValue
from console.ports.plan_calls import SpokenTo
from speech.utterance import Utterance
from speech.wav import NotWav, telephone_sound

LONGEST = 15.0
"""Seconds that one answer may take."""
DEADLINE = 10.0
FRAME = 320
BYTES_A_SECOND = 16_000


class Hears(Protocol):
    """Who hears callers."""

    def begin(self, question: Question) -> Utterance:
        """A new utterance. Raises NoRecogniser, RecogniserBusy, RecogniserGone."""
        ...


async def heard(hears: Hears, question: Question, sound: bytes) -> SpokenTo:
    """What was said. Raises WrongValue for what is no sound, Conflict where nobody hears."""
    samples = await asyncio.to_thread(_telephone, sound)
    if len(samples) > LONGEST * BYTES_A_SECOND:
        raise WrongValue(f"longer than {LONGEST:g} seconds")
    try:
        with hears.begin(question) as utterance:
            for start in range(0, len(samples), FRAME):
                await utterance.hear(samples[start : start + FRAME])
            found = await utterance.finish(DEADLINE)
    except HotlineError as error:
        raise Conflict(f"nobody hears this now: {error.told()}", "type the words instead") from None
    best = found.best
    return SpokenTo(found.text, best.means if best else "", best.confidence if best else 0.0)


def _telephone(sound: bytes) -> bytes:
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        Path(file.name).write_bytes(sound)
        try:
            return bytes(telephone_sound(Path(file.name)))
        except NotWav as error:
            raise WrongValue(f"no WAV file: {error}") from None

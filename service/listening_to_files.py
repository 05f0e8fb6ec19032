"""Recordings instead of callers: what a menu would make of them. For `hotline listen`."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from calls.errors import HotlineError
from calls.speech import Question, Recognised
from ivr.understanding import Accept, Confirm, Judgement, Reject, Thresholds, judge
from prompts import audio
from prompts.errors import RecordingUnusable
from speech.workers import Workers

DEADLINE = 60.0
"""Seconds for one file; nobody waits on a telephone."""
FRAME = 320
"""Bytes given at a time, as a call does: 20 ms."""


@dataclass(frozen=True, slots=True)
class Listened:
    """One file: what was recognised and what a menu makes of it, or why it could not be heard."""

    file: Path
    seconds_of_audio: float = 0.0
    recognised: Recognised = Recognised()
    judgement: Judgement | None = None
    error: str = ""

    @property
    def verdict(self) -> str:
        """One word: accept, confirm or reject; heard for free speech, error."""
        if self.error:
            return "error"
        match self.judgement:
            case Accept():
                return "accept"
            case Confirm():
                return "confirm"
            case Reject():
                return "reject"
            case None:
                return "heard"


def telephone_sound(file: Path) -> bytes:
    """Any WAV file as a call would carry it: 8 kHz, mono, 16-bit little-endian. Raises RecordingUnusable."""
    try:
        return bytes(audio.resample(audio.load(file)).raw_data)
    except (ValueError, ZeroDivisionError) as error:
        raise RecordingUnusable(f"{file} cannot be read as WAV: {error}") from error


async def listen_to(
    workers: Workers, files: Sequence[Path], question: Question, thresholds: Thresholds
) -> list[Listened]:
    """All of them, as many at a time as there are workers. What goes wrong with one is told in its place."""
    places = asyncio.Semaphore(max(len(workers.pids), 1))

    async def one(file: Path) -> Listened:
        async with places:
            return await _listen(workers, file, question, thresholds)

    return list(await asyncio.gather(*(one(file) for file in files)))


async def _listen(workers: Workers, file: Path, question: Question, thresholds: Thresholds) -> Listened:
    try:
        sound = await asyncio.to_thread(telephone_sound, file)
        with workers.begin(question) as utterance:
            for start in range(0, len(sound), FRAME):
                await utterance.hear(sound[start : start + FRAME])
            recognised = await utterance.finish(DEADLINE)
    except HotlineError as error:
        return Listened(file, error=error.told())
    judgement = judge(recognised, thresholds) if question.phrases else None
    return Listened(file, len(sound) / 16_000, recognised, judgement)

"""Recordings instead of callers: what a menu would make of them. For `hotline listen`."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from calls.errors import HotlineError
from calls.speech import Question, Recognised
from ivr.understanding import Accept, Confirm, Judgement, Reject, Thresholds, judge
from speech.models import Progress
from speech.wav import NotWav, telephone_sound
from speech.workers import Workers

DEADLINE = 60.0
"""Seconds for one file; nobody waits on a telephone."""
STEP = "listening"
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


async def listen_to(
    workers: Workers, files: Sequence[Path], question: Question, thresholds: Thresholds, progress: Progress
) -> list[Listened]:
    """All of them, as many at a time as there are workers. What goes wrong with one is told in its place."""
    places, done = asyncio.Semaphore(max(len(workers.pids), 1)), itertools.count(1)
    progress(STEP, 0, len(files))

    async def one(file: Path) -> Listened:
        async with places:
            heard = await _listen(workers, file, question, thresholds)
        progress(STEP, next(done), len(files))
        return heard

    return list(await asyncio.gather(*(one(file) for file in files)))


async def _listen(workers: Workers, file: Path, question: Question, thresholds: Thresholds) -> Listened:
    try:
        sound = await asyncio.to_thread(telephone_sound, file)
        with workers.begin(question) as utterance:
            for start in range(0, len(sound), FRAME):
                await utterance.hear(sound[start : start + FRAME])
            recognised = await utterance.finish(DEADLINE)
    except NotWav as error:
        return Listened(file, error=f"not heard: {error}")
    except HotlineError as error:
        return Listened(file, error=error.told())
    judgement = judge(recognised, thresholds) if question.phrases else None
    return Listened(file, len(sound) / 16_000, recognised, judgement)

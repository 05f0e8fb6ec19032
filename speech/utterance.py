"""One utterance on its way to a worker and back, and what is counted on the way."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from calls.speech import Question, Recognised
from speech.errors import RecogniserGone, RecogniserLate
from speech.frames import Frame, Kind, question_to_bytes
from speech.worker_process import WorkerProcess

LONGEST_SPEECH = 300 * 16_000
"""Bytes of one utterance (five minutes); what is said after that is not heard."""


@dataclass(slots=True)
class Counters:
    """What became of the utterances since the start. `seconds`: all time spent waiting for results that came."""

    done: int = 0
    late: int = 0
    busy: int = 0
    gone: int = 0
    dropped: int = 0
    restarts: int = 0
    seconds: float = 0.0


class Pool(Protocol):
    """What an utterance asks of the pool that it came from."""

    @property
    def counters(self) -> Counters:
        """What became of the utterances."""
        ...

    def freest(self, language: str) -> WorkerProcess:
        """The worker with the least to do. Raises RecogniserGone."""
        ...

    def let_go(self, number: int) -> None:
        """An utterance is over."""
        ...

    def watch_for_hanging(self, worker: WorkerProcess, number: int) -> None:
        """Nobody waits for this any more: it ends some time, or its process is ended."""
        ...


class Utterance:
    """One utterance on its way through a worker. As a context manager it lets go of it, however it ends."""

    def __init__(self, pool: Pool, number: int, question: Question) -> None:
        self._pool, self.number, self.question = pool, number, question
        self._worker: WorkerProcess | None = None
        self._waiting: list[bytes] = []
        self._bytes = 0
        self._over, self._counted = False, False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.drop()

    async def hear(self, audio: bytes) -> None:
        """Take more of it: 16-bit little-endian, 8 kHz, mono; any length. Never waits; what goes wrong is told by `finish`."""
        self._bytes += len(audio)
        if self._over or not audio or self._bytes > LONGEST_SPEECH:
            return
        if self._worker is None:
            self._waiting.append(audio)
        elif self.number in self._worker.held:
            with contextlib.suppress(RecogniserGone):
                self._worker.say(Frame(Kind.HEAR, self.number, audio))

    async def finish(self, deadline_seconds: float) -> Recognised:
        """What was said. Called once.

        Raises RecogniserLate when it is not known within `deadline_seconds`, RecogniserGone when the process ended.
        """
        counters, clock = self._pool.counters, asyncio.get_running_loop().time
        began = clock()
        try:
            async with asyncio.timeout(deadline_seconds):
                recognised = await self._answer()
        except TimeoutError:
            counters.late, self._counted = counters.late + 1, True
            raise RecogniserLate(f"nothing was recognised within {deadline_seconds:g} s") from None
        except RecogniserGone:
            counters.gone, self._counted = counters.gone + 1, True
            raise
        else:
            counters.done, self._counted = counters.done + 1, True
            counters.seconds += clock() - began
            return recognised
        finally:
            self.drop()

    def drop(self) -> None:
        """Its result is wanted no more (the caller pressed a key, or hung up). May be called at any time, and again."""
        if not self._over:
            self._over = True
            self._pool.counters.dropped += not self._counted
            self._waiting.clear()
            if self._worker:
                self._worker.drop(self.number)
                self._pool.watch_for_hanging(self._worker, self.number)
            self._pool.let_go(self.number)

    def bind(self, worker: WorkerProcess) -> None:
        """Give it to a worker, with what was heard so far. Raises RecogniserGone."""
        worker.begin(self.number, question_to_bytes(self.question))
        self._worker = worker
        if waiting := b"".join(self._waiting):
            worker.say(Frame(Kind.HEAR, self.number, waiting))
        self._waiting.clear()

    def _answer(self) -> asyncio.Future[Recognised]:
        if self._over:
            raise RecogniserGone("this utterance is over")
        if self._worker is None:
            self.bind(self._pool.freest(self.question.language))
        assert self._worker
        return self._worker.answer_to(self.number)

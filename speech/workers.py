"""Recognition beside the calls: worker processes behind a bounded queue. What is late, too much or gone falls to keys."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence
from types import TracebackType
from typing import Self

import structlog

from calls.speech import Question
from speech.engines import Candidates
from speech.errors import NoRecogniser, RecogniserBusy, RecogniserGone
from speech.utterance import Counters, Utterance
from speech.worker_process import Loaded, WorkerProcess

log = structlog.get_logger(__name__)
HANGS_AFTER = 20.0
"""Seconds after which a decode for which nobody waits any more is taken for a hung process, which is started anew."""


class Workers:
    """The pool. `await start()`, then `begin` for each utterance, then `await stop()`; or `async with`."""

    def __init__(
        self, candidates: Sequence[Candidates], *, processes: int = 1, threads: int = 1, at_once: int = 8
    ) -> None:
        """`candidates`: from `engines.choose`. `at_once`: how many utterances may be in hand; one more is RecogniserBusy."""
        self._candidates = [each for each in candidates if each.engines]
        self._all, self._at_once = tuple(candidates), at_once
        self._streams = {engine.name for each in candidates for engine in each.engines if engine.streams}
        self.numbers = itertools.count(1)
        self._open: set[int] = set()
        self._changed = asyncio.Event()
        self._ended: set[WorkerProcess] = set()
        self._loaded: Loaded | None = None
        self._running: asyncio.Task[None] | None = None
        self._processes = [WorkerProcess(self._candidates, threads, self._on_change) for _ in range(processes)]
        self._counters = Counters()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Returns when the engines are loaded, or known not to be: `languages` and `told` say which."""
        for each in self._all:
            if not each.engines:
                log.warning("no_recogniser", language=each.language, told=each.told)
        if self._candidates and self._running is None:
            self._running = asyncio.create_task(self._run(), name="recognisers")
            self._running.add_done_callback(lambda _: self._changed.set())
            try:
                await self._settled(self._running)
            except BaseException:
                await self.stop()
                raise

    async def stop(self) -> None:
        """End the processes, within a few seconds."""
        running, self._running = self._running, None
        if running:
            running.cancel()
            await asyncio.wait([running])
            if not running.cancelled():
                running.result()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that are heard. It does not change while a worker is started again."""
        return tuple(self._loaded.engines) if self._loaded else ()

    @property
    def told(self) -> list[str]:
        """A sentence for each language, and one for each trouble: for the log and the console."""
        engines = self._loaded.engines if self._loaded else {}
        troubles = list(self._loaded.troubles) if self._loaded else []
        if self._candidates and self._loaded is None:
            troubles.append("no worker process could load its engines: see the log")
        heard = (f"{language}: {engine}" for language, engine in engines.items())
        return [*heard, *(self._keys_only(each) for each in self._all if each.language not in engines), *troubles]

    @property
    def counters(self) -> Counters:
        """What became of the utterances."""
        self._counters.restarts = sum(max(each.starts - 1, 0) for each in self._processes)
        return self._counters

    @property
    def open(self) -> int:
        """How many utterances are in hand: being spoken, decoded, or still held by a worker although they are late."""
        return len(self._open.union(*(each.held for each in self._processes)))

    @property
    def up(self) -> bool:
        """Whether any worker can take an utterance now."""
        return any(each.up for each in self._processes)

    @property
    def decoding(self) -> int:
        """How many results are waited for."""
        return sum(each.finishing for each in self._processes)

    @property
    def pids(self) -> list[int]:
        """The processes that are up."""
        return [each.pid for each in self._processes if each.pid]

    def streams(self, language: str) -> bool:
        """Whether this language is recognised while the caller speaks; if not, the work begins when he has ended."""
        return self._loaded is not None and self._loaded.engines.get(language) in self._streams

    def begin(self, question: Question) -> Utterance:
        """A new utterance. Raises NoRecogniser, RecogniserBusy, RecogniserGone; then the caller goes on by keys."""
        if question.language not in self.languages:
            raise NoRecogniser(question.language)
        if self.open >= self._at_once:
            self._counters.busy += 1
            raise RecogniserBusy(f"{self.open} callers are being listened to")
        utterance = Utterance(self, next(self.numbers), question)
        worker = self.freest(question.language)
        if self.streams(question.language):
            utterance.bind(worker)
        self._open.add(utterance.number)
        return utterance

    def freest(self, language: str) -> WorkerProcess:
        """The worker with the least to do. Raises RecogniserGone while none is up."""
        up = [each for each in self._processes if each.hears(language)]
        if not up:
            raise RecogniserGone("no worker process is up; it is being started again")
        return min(up, key=lambda each: (each.finishing, len(each.held)))

    def let_go(self, number: int) -> None:
        """An utterance is over. It may still be held by its worker."""
        self._open.discard(number)

    def watch_for_hanging(self, worker: WorkerProcess, number: int) -> None:
        """What nobody waits for any more ends some time, or its process is ended."""
        if number in worker.held:
            asyncio.get_running_loop().call_later(HANGS_AFTER, _end_if_held, worker, worker.starts, number)

    async def _run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            for each in self._processes:
                tasks.create_task(each.run(), name="recogniser")

    async def _settled(self, running: asyncio.Task[None]) -> None:
        """Every worker is up, or has ended once without coming up."""
        while not running.done() and not all(each.loaded or each in self._ended for each in self._processes):
            self._changed.clear()
            await self._changed.wait()

    def _on_change(self, worker: WorkerProcess) -> None:
        self._changed.set()
        if worker.loaded is None:
            self._ended.add(worker)
        elif self._loaded is None:
            self._loaded = worker.loaded
            for sentence in self.told:
                log.info("recogniser", told=sentence)

    def _keys_only(self, candidates: Candidates) -> str:
        return candidates.told if not candidates.engines else f"no recogniser for {candidates.language}: keys only"


def _end_if_held(worker: WorkerProcess, start: int, number: int) -> None:
    if worker.starts == start and number in worker.held:
        worker.kill(f"a decode goes on {HANGS_AFTER:.0f} s after anybody waited for it")

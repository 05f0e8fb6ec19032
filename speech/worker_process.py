"""One worker process seen from the service: started, told what to load, kept up, started again when it ends."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import orjson
import structlog

from calls.speech import Recognised
from speech.engines import Candidates, Engine
from speech.errors import RecogniserGone
from speech.frames import Frame, FrameReader, Kind, recognised_from_bytes

log = structlog.get_logger(__name__)
BACK_OFF = (0.2, 1.0, 5.0, 15.0, 60.0)
"""Seconds before the next start after the first, second, ... end in a row that came before anything was recognised."""
CHOKED = 8 * 1024 * 1024
"""Bytes that wait for a worker that does not read: it hangs."""
STOP_WITHIN = 3.0
LOAD_WITHIN = 60.0
_LAST_WORDS = 20


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a worker said when it was ready: which engine hears each language, and what could not be loaded."""

    engines: Mapping[str, str]
    troubles: Sequence[str]
    seconds: float


class WorkerProcess:
    """A worker that is started again whenever it ends, until `run` is cancelled."""

    def __init__(
        self, candidates: Sequence[Candidates], threads: int, on_change: Callable[[WorkerProcess], None]
    ) -> None:
        self._candidates, self._threads, self._on_change = candidates, threads, on_change
        self._process: asyncio.subprocess.Process | None = None
        self._answers: dict[int, asyncio.Future[Recognised]] = {}
        self._last_words: deque[str] = deque(maxlen=_LAST_WORDS)
        self._useful = False
        self._exit: int | None = None
        self.held: set[int] = set()
        """Utterances that it has begun and not answered: its load."""
        self.loaded: Loaded | None = None
        self.starts = 0

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        return self._process.pid if self._process else None

    @property
    def finishing(self) -> int:
        """How many decodes stand in line here."""
        return len(self._answers)

    @property
    def up(self) -> bool:
        """Whether it has loaded its engines, and can be spoken to."""
        stdin = self._process.stdin if self._process else None
        return self.loaded is not None and stdin is not None and not stdin.is_closing()

    def hears(self, language: str) -> bool:
        """Whether it is up and has an engine for this language."""
        return self.up and self.loaded is not None and language in self.loaded.engines

    def say(self, frame: Frame) -> None:
        """Never waits. Raises RecogniserGone when nobody is there, or one who does not read any more."""
        stdin = self._process.stdin if self._process else None
        if stdin is None or not self.up:
            raise RecogniserGone("no worker process is up")
        stdin.write(frame.encoded())
        if stdin.transport.get_write_buffer_size() > CHOKED:
            self.kill("it does not read any more")
            raise RecogniserGone("the worker process hangs and is started anew")

    def begin(self, utterance: int, question: bytes) -> None:
        """Take an utterance. Raises RecogniserGone."""
        self.say(Frame(Kind.BEGIN, utterance, question))
        self.held.add(utterance)

    def answer_to(self, utterance: int) -> asyncio.Future[Recognised]:
        """Ask for the result. Raises RecogniserGone now, or from the future when the process ends first."""
        if utterance not in self.held:
            raise RecogniserGone("the worker process ended while the caller spoke")
        self.say(Frame(Kind.FINISH, utterance))
        answer = asyncio.get_running_loop().create_future()
        self._answers[utterance] = answer
        return answer

    def drop(self, utterance: int) -> None:
        """Its result is wanted no more. It is held until the worker has let go of it."""
        self._answers.pop(utterance, None)
        if utterance in self.held:
            try:
                self.say(Frame(Kind.DROP, utterance))
            except RecogniserGone:
                self.held.discard(utterance)

    def kill(self, because: str) -> None:
        """End a process that hangs; `run` starts another."""
        if self._process and self._process.returncode is None:
            log.warning("recogniser_killed", pid=self._process.pid, because=because)
            self._process.kill()

    async def run(self) -> None:
        """Keep one up. Ends only by being cancelled, and takes the process with it."""
        fruitless = 0
        while True:
            self._useful = False
            try:
                await self._live()
            except* (OSError, ValueError) as errors:
                self._last_words.extend(str(error) for error in errors.exceptions)
                self._on_change(self)
            log.warning("recogniser_ended", exit=self._exit, last=list(self._last_words)[-5:])
            fruitless = 0 if self._useful else min(fruitless + 1, len(BACK_OFF) - 1)
            await asyncio.sleep(BACK_OFF[fruitless])

    async def _live(self) -> None:
        """One process from start to end."""
        self._process = process = await _started(self._threads)
        self.starts += 1
        limit = asyncio.get_running_loop().call_later(LOAD_WITHIN, self._not_ready)
        try:
            _tell(process, self._what_to_load())
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._read_words(process))
                await self._read_frames(process)
        finally:
            limit.cancel()
            await _ended(process)
            self._gone(process)

    def _what_to_load(self) -> Frame:
        languages = {each.language: [_engine(one) for one in each.engines] for each in self._candidates}
        return Frame(Kind.LOAD, payload=orjson.dumps({"languages": languages, "threads": self._threads}))

    def _not_ready(self) -> None:
        if self.loaded is None:
            self.kill(f"it was not ready after {LOAD_WITHIN:.0f} s")

    async def _read_frames(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout
        frames = FrameReader()
        while data := await process.stdout.read(1 << 16):
            for frame in frames.receive(data):
                self._receive(frame)

    async def _read_words(self, process: asyncio.subprocess.Process) -> None:
        """What engines print. A line without end is cut."""
        assert process.stderr
        while data := await process.stderr.read(1 << 12):
            for line in data.decode("utf-8", "replace").splitlines():
                self._last_words.append(line[:300])
                log.debug("recogniser_says", pid=process.pid, line=line[:300])

    def _receive(self, frame: Frame) -> None:
        match frame.kind:
            case Kind.READY:
                self.loaded = Loaded(**orjson.loads(frame.payload))
                self._on_change(self)
            case Kind.ANSWER:
                self._useful = True
                self.held.discard(frame.utterance)
                answer = self._answers.pop(frame.utterance, None)
                if answer and not answer.done():
                    answer.set_result(recognised_from_bytes(frame.payload))
            case Kind.DROPPED:
                self.held.discard(frame.utterance)
            case other:
                raise ValueError(f"a worker does not say {other.name}")

    def _gone(self, process: asyncio.subprocess.Process) -> None:
        """Everybody who waits for it is told."""
        self._process, self.loaded, self._exit = None, None, process.returncode
        answers, self._answers = self._answers, {}
        self.held.clear()
        for answer in answers.values():
            if not answer.done():
                answer.set_exception(RecogniserGone(f"the worker process ended (exit {process.returncode})"))
        self._on_change(self)


def _tell(process: asyncio.subprocess.Process, frame: Frame) -> None:
    assert process.stdin
    process.stdin.write(frame.encoded())


def _engine(engine: Engine) -> dict[str, Any]:
    return {**asdict(engine), "folder": str(engine.folder)}


async def _started(threads: int) -> asyncio.subprocess.Process:
    """As multiprocessing does it, the child imports from where we do, and from no folder that it happens to be in."""
    limits = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), str(threads))
    paths = os.pathsep.join(path for path in sys.path if path)
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "speech.worker", str(os.getpid()),
        stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True,
        env={**os.environ, **limits, "OMP_WAIT_POLICY": "PASSIVE", "PYTHONPATH": paths},
    )  # fmt: skip


async def _ended(process: asyncio.subprocess.Process) -> None:
    """Ask it by closing its pipe; then insist."""
    if process.stdin:
        process.stdin.close()
    try:
        async with asyncio.timeout(STOP_WITHIN):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()

"""A pool of tiny engines, for tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from calls.speech import Phrase, Question, Recognised
from speech.engines import Candidates, Engine
from speech.workers import Workers

QUESTION = Question("zh", (Phrase("查订单", "1"), Phrase("投诉", "2")))
LOADER = "tests.unit.speech.tiny_engine:load"
Pool = Callable[..., AbstractAsyncContextManager[Workers]]


def tiny(*folders: str, language: str = "zh", streams: bool = False) -> Candidates:
    engines = tuple(Engine(f"tiny-{name}", LOADER, Path("/nowhere") / name, streams) for name in folders)
    return Candidates(language, engines, "nothing is there")


@pytest.fixture(params=[False, True], ids=["kept until the end", "streaming"])
def pool(request: pytest.FixtureRequest) -> Pool:
    """A pool of an engine that streams, and of one that does not."""

    @asynccontextmanager
    async def started(processes: int = 1, at_once: int = 8) -> AsyncIterator[Workers]:
        candidates = [tiny("good", streams=request.param), tiny(language="yue")]
        async with Workers(candidates, processes=processes, at_once=at_once) as running:
            yield running

    return started


async def hear(pool: Workers, text: str, deadline: float = 10.0) -> Recognised:
    with pool.begin(QUESTION) as one:
        for character in text:
            await one.hear(character.encode())
        return await one.finish(deadline)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"

"""One suite for both: `speech.workers.Workers` around a tiny engine, and `ScriptedRecognisers`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pytest

from calls.speech import Phrase, Question, Recognised
from service.ears_recognition import Recognisers
from speech.engines import Candidates, Engine
from speech.errors import NoRecogniser, RecogniserBusy, RecogniserGone, RecogniserLate
from speech.workers import Workers
from tests.fakes.clock import ManualClock
from tests.fakes.recognisers import ORDERS, ScriptedRecognisers

T = TypeVar("T")
QUESTION = Question("zh", (Phrase("查订单", "1"), Phrase("投诉", "2")))


class World(Protocol):
    recognisers: Recognisers
    said: bytes
    """Sound in which the phrase with the meaning 1 is said."""

    def slow(self) -> bytes:
        """Sound whose recognition takes two seconds, from now on."""
        ...

    def full(self) -> None:
        """As many are heard as can be."""
        ...

    async def run(self, work: Coroutine[Any, Any, T]) -> T: ...

    def open(self) -> int: ...


class FakeWorld(World):
    said = bytes(320)

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.recognisers = self.fake = ScriptedRecognisers(self.clock, ORDERS, languages=("zh",))

    def slow(self) -> bytes:
        self.fake.after = 2.0
        return bytes(320)

    def full(self) -> None:
        self.fake.refuses = RecogniserBusy("scripted")

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        return await self.clock.run(work)

    def open(self) -> int:
        return self.fake.open


class WorkersWorld(World):
    said = "查订单".encode()

    def __init__(self, pool: Workers) -> None:
        self.recognisers = self.pool = pool

    def slow(self) -> bytes:
        return b"slow:2"

    def full(self) -> None:
        while self.pool.open < 4:
            self.pool.begin(QUESTION)

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        return await work

    def open(self) -> int:
        return self.pool.open


@pytest.fixture(params=["fake", "workers"])
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    if request.param == "fake":
        yield FakeWorld()
        return
    engine = Engine("tiny", "tests.unit.speech.tiny_engine:load", Path("tiny"))
    async with Workers((Candidates("zh", (engine,)),), at_once=4) as pool:
        yield WorkersWorld(pool)


async def test_it_tells_which_languages_it_hears(world: World) -> None:
    assert tuple(world.recognisers.languages) == ("zh",)
    assert world.recognisers.streams("zh") is False


async def test_what_is_said_is_recognised(world: World) -> None:
    utterance = world.recognisers.begin(QUESTION)
    await utterance.hear(world.said)
    what: Recognised = await world.run(utterance.finish(5.0))
    assert what.best is not None
    assert (what.best.means, what.text) == ("1", "查订单")
    assert world.open() == 0


async def test_a_language_it_does_not_hear_is_refused(world: World) -> None:
    with pytest.raises(NoRecogniser):
        world.recognisers.begin(Question("en"))


async def test_who_is_one_too_many_is_refused(world: World) -> None:
    world.full()
    with pytest.raises(RecogniserBusy):
        world.recognisers.begin(QUESTION)


async def test_a_result_that_is_not_there_in_time_is_late(world: World) -> None:
    sound = world.slow()
    utterance = world.recognisers.begin(QUESTION)
    await utterance.hear(sound)
    with pytest.raises(RecogniserLate):
        await world.run(utterance.finish(0.2))


async def test_what_is_dropped_is_gone(world: World) -> None:
    utterance = world.recognisers.begin(QUESTION)
    utterance.drop()
    utterance.drop()
    await utterance.hear(world.said)
    with pytest.raises(RecogniserGone):
        await world.run(utterance.finish(1.0))
    assert world.open() == 0


async def test_whoever_stops_waiting_has_dropped_it(world: World) -> None:
    sound = world.slow()
    utterance = world.recognisers.begin(QUESTION)
    await utterance.hear(sound)
    finishing = asyncio.ensure_future(utterance.finish(5.0))
    await asyncio.sleep(0)
    finishing.cancel()
    await asyncio.gather(finishing, return_exceptions=True)
    with pytest.raises(RecogniserGone):
        await world.run(utterance.finish(1.0))

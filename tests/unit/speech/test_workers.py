"""The pool: what callers are told, and what is counted."""

from __future__ import annotations

import asyncio
import os

import pytest
import uvloop

from calls.speech import Question
from speech import utterance
from speech.errors import NoRecogniser, RecogniserBusy, RecogniserGone, RecogniserLate
from speech.workers import Workers
from tests.unit.speech.pool_rig import QUESTION, Pool, alive, hear, pool, tiny
from tests.waiting import until

__all__ = ["pool"]


async def test_what_was_said_comes_back(pool: Pool) -> None:
    async with pool() as running:
        heard = await hear(running, "查订单")
        assert (heard.text, heard.engine) == ("查订单", "tiny")
        assert heard.best
        assert (heard.best.means, heard.best.confidence) == ("1", 0.9)
        assert 0 < heard.seconds < 1
        assert running.counters.done == 1
        assert running.open == 0


async def test_many_at_once_are_not_mixed_up(pool: Pool) -> None:
    texts = [f"caller {number}" for number in range(8)]
    async with pool(processes=2) as running:
        heard = await asyncio.gather(*(hear(running, text) for text in texts))
        assert [each.text for each in heard] == texts


async def test_two_processes_decode_side_by_side(pool: Pool) -> None:
    async with pool(processes=2) as running:
        loop = asyncio.get_running_loop()
        began = loop.time()
        await asyncio.gather(hear(running, "slow:1"), hear(running, "slow:1"))
        assert loop.time() - began < 1.8


async def test_a_language_that_nobody_hears(pool: Pool) -> None:
    async with pool() as running:
        assert running.languages == ("zh",)
        with pytest.raises(NoRecogniser, match="no recogniser for yue: keys only"):
            running.begin(Question("yue"))
        assert running.told == ["zh: tiny-good", "no recogniser for yue: keys only (nothing is there)"]


async def test_which_languages_are_heard_while_they_are_spoken() -> None:
    async with Workers([tiny("good", streams=True), tiny("other", language="en")]) as running:
        assert [running.streams(language) for language in ("zh", "en", "yue")] == [True, False, False]


async def test_the_queue_is_bounded(pool: Pool) -> None:
    async with pool(at_once=2) as running:
        first, _second = running.begin(QUESTION), running.begin(QUESTION)
        with pytest.raises(RecogniserBusy, match="2 callers"):
            running.begin(QUESTION)
        assert running.counters.busy == 1
        first.drop()
        first.drop()
        assert running.counters.dropped == 1
        await until(lambda: running.open == 1)
        running.begin(QUESTION)


async def test_a_late_answer_is_dropped_and_counted(pool: Pool) -> None:
    async with pool() as running:
        with pytest.raises(RecogniserLate):
            await hear(running, "slow:0.5", deadline=0.1)
        assert (running.counters.late, running.counters.done) == (1, 0)
        assert (await hear(running, "投诉")).text == "投诉"
        assert running.open == 0


async def test_a_late_one_holds_its_place_until_the_worker_is_free_again(pool: Pool) -> None:
    async with pool(at_once=1) as running:
        with pytest.raises(RecogniserLate):
            await hear(running, "slow:0.5", deadline=0.1)
        with pytest.raises(RecogniserBusy):
            running.begin(QUESTION)
        await until(lambda: running.open == 0)
        assert (await hear(running, "投诉")).text == "投诉"


async def test_what_is_dropped_is_not_decoded(pool: Pool) -> None:
    """Three callers who pressed a key while a fourth was decoded cost nothing."""
    async with pool() as running:
        slow = asyncio.create_task(hear(running, "slow:0.4"))
        gone_on = [asyncio.create_task(hear(running, "slow:5")) for _ in range(3)]
        await until(lambda: running.decoding == 4)
        for each in gone_on:
            each.cancel()
        await slow
        loop = asyncio.get_running_loop()
        began = loop.time()
        assert (await hear(running, "投诉")).text == "投诉"
        assert loop.time() - began < 2


async def test_finish_may_be_cancelled(pool: Pool) -> None:
    async with pool() as running:
        task = asyncio.create_task(hear(running, "slow:0.2"))
        await until(lambda: running.decoding)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await until(lambda: running.open == 0)
        assert (await hear(running, "投诉")).text == "投诉"


async def test_engines_may_print(pool: Pool) -> None:
    async with pool() as running:
        assert (await hear(running, "print:hello")).text == "print:hello"


async def test_the_next_engine_is_taken_and_said_aloud() -> None:
    async with Workers([tiny("broken", "good")]) as running:
        assert running.told == [
            "zh: tiny-good",
            "zh: tiny-broken cannot be used: HL505 the tiny engine is broken "
            "(`hotline models verify` tells whether its files are whole)",
        ]
        assert (await hear(running, "投诉")).text == "投诉"


async def test_no_engine_can_be_loaded() -> None:
    async with Workers([tiny("broken")]) as running:
        assert running.languages == ()
        assert running.told[0] == "no recogniser for zh: keys only"
        with pytest.raises(NoRecogniser):
            running.begin(QUESTION)


async def test_nothing_to_load_starts_nothing() -> None:
    async with Workers([tiny(language="yue")]) as running:
        assert running.pids == []
        assert running.told == ["no recogniser for yue: keys only (nothing is there)"]


async def test_stopping_ends_the_processes(pool: Pool) -> None:
    async with pool(processes=2) as running:
        pids = running.pids
        assert len(pids) == 2
    assert not [pid for pid in pids if alive(pid)]


async def test_what_is_said_for_hours_is_cut(monkeypatch: pytest.MonkeyPatch, pool: Pool) -> None:
    monkeypatch.setattr(utterance, "LONGEST_SPEECH", 4)
    async with pool() as running:
        assert (await hear(running, "abcdefgh")).text == "abcd"


async def test_finish_only_once(pool: Pool) -> None:
    async with pool() as running:
        one = running.begin(QUESTION)
        await one.finish(5)
        with pytest.raises(RecogniserGone, match="over"):
            await one.finish(5)


def test_it_works_on_uvloop() -> None:
    async def work() -> str:
        async with Workers([tiny("good", streams=True)]) as running:
            with pytest.raises(RecogniserGone):
                await hear(running, "crash")
            await until(lambda: running.up)
            return (await hear(running, "投诉")).text

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        assert runner.run(work()) == "投诉"


async def test_a_worker_stands_back_behind_the_calls() -> None:
    async with Workers([tiny("good")]) as running:
        (pid,) = running.pids
        assert os.getpriority(os.PRIO_PROCESS, pid) == min(os.getpriority(os.PRIO_PROCESS, 0) + 5, 19)

"""The pool: what callers are told, what is counted, and that nothing outlives anything."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import select
import signal
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
import uvloop

from calls.speech import Phrase, Question, Recognised
from speech import utterance, worker_process, workers
from speech.engines import Candidates, Engine
from speech.errors import NoRecogniser, RecogniserBusy, RecogniserGone, RecogniserLate
from speech.workers import Workers
from tests.waiting import until

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


async def test_a_crash_is_told_and_another_worker_comes(pool: Pool) -> None:
    async with pool() as running:
        assert (await hear(running, "投诉")).text == "投诉"
        with pytest.raises(RecogniserGone):
            await hear(running, "crash")
        assert running.languages == ("zh",)
        await until(lambda: running.up)
        assert (await hear(running, "投诉")).text == "投诉"
        assert (running.counters.gone, running.counters.restarts) == (1, 1)


async def test_a_crash_in_one_process_leaves_the_other_alone(pool: Pool) -> None:
    async with pool(processes=2) as running:
        slow = asyncio.create_task(hear(running, "slow:0.5"))
        await until(lambda: running.decoding)
        with pytest.raises(RecogniserGone):
            await hear(running, "crash")
        assert (await hear(running, "投诉")).text == "投诉"
        assert (await slow).text == "slow:0.5"


async def test_a_crash_while_the_caller_speaks_is_told_at_the_end() -> None:
    async with Workers([tiny("good", streams=True)]) as running:
        one = running.begin(QUESTION)
        await one.hear(b"crash now")
        await until(lambda: not running.up)
        await one.hear("投诉".encode())
        with pytest.raises(RecogniserGone):
            await one.finish(5)
        assert running.open == 0


async def test_speech_outlives_a_crash_when_it_is_sent_at_the_end() -> None:
    async with Workers([tiny("good")]) as running:
        one = running.begin(QUESTION)
        await one.hear("投".encode())
        with pytest.raises(RecogniserGone):
            await hear(running, "crash")
        await until(lambda: running.up)
        await one.hear("诉".encode())
        assert (await one.finish(5)).text == "投诉"


async def test_nobody_is_up(pool: Pool) -> None:
    async with pool() as running:
        with pytest.raises(RecogniserGone):
            await hear(running, "crash")
        with pytest.raises(RecogniserGone, match="started again"):
            running.begin(QUESTION)


async def test_a_fault_of_the_engine_ends_its_process_with_its_words_in_the_log(
    capfd: pytest.CaptureFixture[str],
) -> None:
    async with Workers([tiny("good")], threads=3) as running:
        with pytest.raises(RecogniserGone):
            await hear(running, "environment")
    assert "OMP_NUM_THREADS=3 nice=" in capfd.readouterr().out


async def test_a_worker_that_talks_nonsense_is_replaced(pool: Pool) -> None:
    async with pool() as running:
        with pytest.raises(RecogniserGone):
            await hear(running, "garbage")
        await until(lambda: running.up)
        assert (await hear(running, "投诉")).text == "投诉"


async def test_engines_may_print(pool: Pool) -> None:
    async with pool() as running:
        assert (await hear(running, "print:hello")).text == "print:hello"


async def test_a_decode_without_end_is_ended(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "HANGS_AFTER", 0.1)
    async with pool() as running:
        with pytest.raises(RecogniserLate):
            await hear(running, "hang", deadline=0.1)
        await until(lambda: running.counters.restarts == 1 and running.up)
        assert (await hear(running, "投诉")).text == "投诉"


async def test_a_decode_without_end_is_ended_also_when_its_caller_hung_up(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "HANGS_AFTER", 0.1)
    async with pool() as running:
        task = asyncio.create_task(hear(running, "hang"))
        await until(lambda: running.decoding)
        task.cancel()
        await until(lambda: running.counters.restarts == 1 and running.up)


async def test_a_start_that_is_cancelled_leaves_nothing() -> None:
    running = Workers([tiny("slow")])
    task = asyncio.create_task(running.start())
    await until(lambda: running.pids)
    (pid,) = running.pids
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not alive(pid)
    assert running.pids == []


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


async def test_an_engine_that_kills_its_process_does_not_stop_the_start() -> None:
    async with Workers([tiny("fatal")], processes=2) as running:
        assert running.languages == ()
        assert running.told == [
            "no recogniser for zh: keys only",
            "no worker process could load its engines: see the log",
        ]


async def test_a_process_that_is_not_ready_in_time_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_process, "LOAD_WITHIN", 0.0)
    async with Workers([tiny("slow")]) as running:
        assert running.languages == ()


async def test_nothing_to_load_starts_nothing() -> None:
    async with Workers([tiny(language="yue")]) as running:
        assert running.pids == []
        assert running.told == ["no recogniser for yue: keys only (nothing is there)"]


async def test_stopping_ends_the_processes(pool: Pool) -> None:
    async with pool(processes=2) as running:
        pids = running.pids
        assert len(pids) == 2
    assert not [pid for pid in pids if alive(pid)]


async def test_stopping_in_the_middle_of_a_decode(pool: Pool) -> None:
    async with pool() as running:
        (pid,) = running.pids
        waiting = asyncio.create_task(hear(running, "hang"))
        await until(lambda: running.decoding)
    assert not alive(pid)
    with pytest.raises(RecogniserGone):
        await waiting


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


PARENT = """
    import asyncio, structlog, sys
    from pathlib import Path
    from speech.engines import Candidates, Engine
    from speech.workers import Workers
    from calls.speech import Question

    async def main():
        engine = Engine("tiny", "tests.unit.speech.tiny_engine:load", Path("/nowhere/good"))
        async with Workers([Candidates("zh", (engine,))]) as workers:
            one = workers.begin(Question("zh"))
            await one.hear(b"hang")
            print(*workers.pids, flush=True)
            await one.finish(60)

    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    asyncio.run(main())
"""


def test_a_worker_dies_with_a_service_that_is_killed_even_in_a_decode() -> None:
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(PARENT)], stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        assert alive(pid)
        watched = os.pidfd_open(pid)
        parent.send_signal(signal.SIGKILL)
    assert select.select([watched], [], [], 10)[0]
    os.close(watched)


async def test_a_worker_stands_back_behind_the_calls() -> None:
    async with Workers([tiny("good")]) as running:
        (pid,) = running.pids
        assert os.getpriority(os.PRIO_PROCESS, pid) == min(os.getpriority(os.PRIO_PROCESS, 0) + 5, 19)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@pytest.mark.parametrize("streams", [False, True])
async def test_a_rough_day(streams: bool) -> None:
    """Callers who finish, give up, hang up, are late, and engines that crash, all at once: nothing is left behind."""
    chance = random.Random(7)
    kinds = ["查订单", "slow:0.05", "crash", "late", "dropped", "cancelled"]
    async with Workers([tiny("good", streams=streams)], processes=2, at_once=6) as running:
        day = [one_caller(running, chance.choices(kinds, [8, 4, 1, 2, 2, 2])[0]) for _ in range(80)]
        async with asyncio.TaskGroup() as callers:
            for caller in day:
                await until(lambda: running.up)
                callers.create_task(caller)
                await (hear_if_possible(running) if chance.random() < 0.5 else asyncio.sleep(0))
        await until(lambda: running.open == 0 and running.up)
        assert (await hear(running, "投诉")).text == "投诉"
        counted = running.counters
        assert min(counted.done, counted.dropped, counted.gone, counted.restarts) > 0
        assert counted.done > 20


async def one_caller(running: Workers, kind: str) -> None:
    """Whatever happens to him is one of the errors that mean keys."""
    with contextlib.suppress(RecogniserBusy, RecogniserGone, RecogniserLate):
        if kind == "dropped":
            with running.begin(QUESTION) as one:
                await one.hear(b"x")
        elif kind == "cancelled":
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.01):
                    await hear(running, "slow:0.05")
        elif kind == "late":
            await hear(running, "slow:0.1", deadline=0.02)
        else:
            assert (await hear(running, kind)).text == kind


async def hear_if_possible(running: Workers) -> None:
    await one_caller(running, "投诉")

"""Engines that crash, hang and talk nonsense: callers are told, others go on, and nothing outlives anything."""

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
from pathlib import Path

import pytest

from speech import worker_process, workers
from speech.errors import RecogniserBusy, RecogniserGone, RecogniserLate
from speech.workers import Workers
from tests.unit.speech.pool_rig import QUESTION, Pool, alive, hear, pool, tiny
from tests.waiting import patient, until

__all__ = ["pool"]


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


async def test_a_decode_without_end_is_ended(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "HANGS_AFTER", 0.1)
    async with pool() as running:
        with pytest.raises(RecogniserLate):
            await hear(running, "hang", deadline=0.1)
        await until(lambda: running.counters.restarts >= 1 and running.up, within=60)
        assert (await hear(running, "投诉")).text == "投诉"


async def test_a_decode_without_end_is_ended_also_when_its_caller_hung_up(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "HANGS_AFTER", 0.1)
    async with pool() as running:
        task = asyncio.create_task(hear(running, "hang"))
        await until(lambda: running.decoding)
        task.cancel()
        await until(lambda: running.counters.restarts >= 1 and running.up, within=60)


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


async def test_stopping_in_the_middle_of_a_decode(pool: Pool) -> None:
    async with pool() as running:
        (pid,) = running.pids
        waiting = asyncio.create_task(hear(running, "hang"))
        await until(lambda: running.decoding)
    assert not alive(pid)
    with pytest.raises(RecogniserGone):
        await waiting


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
    # Our own `tests` first: a package that brings one of the same name may be installed.
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    command = [sys.executable, "-c", textwrap.dedent(PARENT)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=here) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        assert alive(pid)
        watched = os.pidfd_open(pid)
        parent.send_signal(signal.SIGKILL)
    assert select.select([watched], [], [], 10)[0]
    os.close(watched)


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


async def test_a_worker_that_does_not_read_never_holds_up_a_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_process, "CHOKED", 200_000)
    async with Workers([tiny("good", streams=True)]) as running:
        (pid,) = running.pids
        one = running.begin(QUESTION)
        os.kill(pid, signal.SIGSTOP)
        await until(lambda: Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] == "T")
        async with asyncio.timeout(patient(20)):
            for _ in range(600):
                await one.hear(bytes(3200))
            with pytest.raises(RecogniserGone):
                await one.finish(10)
        await until(lambda: running.up and running.pids != [pid])
        assert (await hear(running, "投诉")).text == "投诉"


async def test_stopping_a_worker_that_does_not_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_process, "STOP_WITHIN", 0.1)
    async with Workers([tiny("good")]) as running:
        (pid,) = running.pids
        os.kill(pid, signal.SIGSTOP)
    assert not alive(pid)

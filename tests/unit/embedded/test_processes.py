"""Holding on to real processes."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from telephony.embedded.processes import Process, find_running, spawn, started_at, state_of
from tests.waiting import patient, until

SLEEP = ("/bin/sh", "-c", "exec sleep 60")


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Process]:
    process = spawn(SLEEP, dict(os.environ), tmp_path / "log")
    yield process
    process.send(signal.SIGKILL)
    while process.alive:
        assert started_at(process.pid)
    process.close()


async def test_its_end_is_noticed_at_once_by_everybody_who_waits(child: Process) -> None:
    waiting = [asyncio.create_task(child.ended(patient(5))) for _ in range(3)]
    await asyncio.sleep(0)
    at = time.monotonic()
    child.send(signal.SIGTERM)
    assert await asyncio.gather(*waiting) == [True, True, True]
    assert time.monotonic() - at < patient(0.5)
    assert child.ended_by == "signal 15"
    assert not child.alive


async def test_one_that_goes_on_is_waited_for_no_longer_than_asked(child: Process) -> None:
    assert await child.ended(0.01) is False
    assert child.alive
    assert child.ended_by == "unknown"


async def test_it_has_a_session_of_its_own_and_no_input(child: Process) -> None:
    assert os.getsid(child.pid) == child.pid
    assert os.readlink(f"/proc/{child.pid}/fd/0") == os.devnull  # noqa: PTH115 - procfs does not block


async def test_no_zombie_is_left(tmp_path: Path) -> None:
    process = spawn(("/bin/sh", "-c", "echo out; echo err >&2; exit 3"), dict(os.environ), tmp_path / "log")
    assert await process.ended(patient(5))
    assert process.ended_by == "exit 3"
    assert state_of(process.pid) == "X"
    process.close()
    assert (tmp_path / "log").read_text() == "out\nerr\n"


async def test_the_child_of_another_is_held_too() -> None:
    other = await asyncio.create_subprocess_exec(
        "/bin/sh", "-c", "sleep 60 >/dev/null & echo $!", stdout=asyncio.subprocess.PIPE
    )
    told, _ = await other.communicate()
    process = Process(int(told))
    process.send(signal.SIGKILL)
    assert await process.ended(patient(5))
    assert not process.alive
    process.close()


async def test_signalling_a_dead_one_hits_nobody(child: Process) -> None:
    child.send(signal.SIGKILL)
    assert await child.ended(patient(5))
    child.send(signal.SIGKILL)
    assert state_of(child.pid) == "X"
    assert started_at(child.pid) == 0


def test_there_must_be_one() -> None:
    with pytest.raises(ProcessLookupError):
        Process(2**22 - 1)


def _closed(found: Process | None) -> bool:
    """Whether it was found; it is let go."""
    if found is not None:
        found.close()
    return found is not None


async def test_ours_is_known_by_its_configuration(tmp_path: Path) -> None:
    conf, other = tmp_path / "asterisk.conf", tmp_path / "other.conf"
    process = spawn(("/bin/sh", "-c", "sleep 60; :", "asterisk", "-C", str(conf), "-f"), {}, tmp_path / "log")
    try:
        # Until the shell has taken the place of the copy of ourselves, its command line is ours.
        await until(lambda: _closed(find_running(conf)), what="the process under its own command line")
        found = find_running(conf)
        assert found is not None
        assert found.pid == process.pid
        assert find_running(other) is None
        found.close()
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        while process.alive:
            assert process.pid
        process.close()
    assert find_running(conf) is None

"""The embedded Asterisk outlives whoever started it, and is adopted by the next, if it is still the right one."""

from __future__ import annotations

import asyncio
import dataclasses
import signal
from pathlib import Path

import pytest

from telephony.embedded.exchange import Exchange, Origin
from telephony.embedded.installation import Installation
from telephony.embedded.processes import Process, find_running, state_of
from tests.asterisk.conftest import accounts_of, settings_for
from tests.asterisk.own_exchange import running, start_elsewhere
from tests.asterisk.raw_sip import RawPhone

pytestmark = pytest.mark.asterisk


async def test_it_outlives_the_process_that_started_it_and_is_adopted(
    installation: Installation, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path)
    started = await asyncio.to_thread(start_elsewhere, settings, installation)
    orphan = Process(started)
    exchange = Exchange(settings, installation)
    try:
        assert orphan.alive
        assert await exchange.start() is Origin.ADOPTED
        assert exchange.pid == started
        orphan.send(signal.SIGKILL)
        async with asyncio.timeout(5):
            assert await exchange.ended() == "unknown"
        assert not exchange.running
    finally:
        orphan.send(signal.SIGKILL)
        orphan.close()
        await exchange.stop()


async def test_left_alone_it_goes_on(installation: Installation, tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    first, second = Exchange(settings, installation), Exchange(settings, installation)
    before = pidfds()
    await first.start()
    pid = first.pid
    first.leave()
    try:
        for _ in range(2):
            assert await second.start() is Origin.ADOPTED
            assert second.pid == pid
        assert pidfds() == before + 1
    finally:
        await second.stop()
    assert find_running(settings.conf) is None
    assert state_of(pid) == "X"


def pidfds() -> int:
    """How many processes we hold."""
    links = (each.readlink() for each in Path("/proc/self/fd").iterdir() if each.is_symlink())
    return sum("pidfd" in str(each) for each in links)


async def test_on_other_ports_it_is_not_adopted_but_started_anew(installation: Installation, tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    first = Exchange(settings, installation)
    await first.start()
    pid = first.pid
    first.leave()
    moved = dataclasses.replace(settings_for(tmp_path), ami_secret=settings.ami_secret)
    async with running(moved, installation) as second:
        assert second.pid != pid
        assert RawPhone(accounts_of(moved)["1001"]).register() == 200

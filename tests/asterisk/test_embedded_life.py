"""The life of the embedded Asterisk: side by side, killed, not able to start, at a long path, as an ordinary user."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import os
import pwd
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from telephony.embedded.errors import NotReady, PortInUse
from telephony.embedded.exchange import Exchange
from telephony.embedded.installation import Installation
from telephony.embedded.processes import Process, find_running
from telephony.embedded.watching import keep_alive
from tests.asterisk.conftest import HERE, accounts_of, settings_for
from tests.asterisk.own_exchange import running, start_elsewhere
from tests.asterisk.raw_sip import RawPhone

pytestmark = pytest.mark.asterisk


async def test_two_installations_live_side_by_side(
    exchange: Exchange, installation: Installation, tmp_path: Path
) -> None:
    async with running(settings_for(tmp_path), installation) as other:
        assert other.pid != exchange.pid
        assert RawPhone(accounts_of(other.settings)["1001"]).register() == 200
        assert RawPhone(accounts_of(exchange.settings)["1001"]).register(other.settings.seats[0].secret) == 401
    assert exchange.running


async def test_killed_it_is_noticed_at_once_and_comes_back(installation: Installation, tmp_path: Path) -> None:
    exchange = Exchange(settings_for(tmp_path), installation)
    await exchange.start()
    killed, told = exchange.pid, asyncio.Queue[tuple[str, float]]()
    watching = asyncio.create_task(
        keep_alive(exchange, lambda: told.put_nowait(("died", time.monotonic())), lambda: told.put_nowait(("ready", 0)))
    )
    try:
        at = time.monotonic()
        os.kill(killed, signal.SIGKILL)
        async with asyncio.timeout(20):
            word, seen = await told.get()
            assert (word, (await told.get())[0]) == ("died", "ready")
        assert seen - at < 0.1
        assert exchange.pid != killed
        assert RawPhone(accounts_of(exchange.settings)["1001"]).register() == 200
    finally:
        watching.cancel()
        await asyncio.wait([watching])
        await exchange.stop()


@pytest.mark.parametrize(("kind", "setting"), [("udp", "sip.port"), ("tcp", "sip.port"), ("tcp", "switch.port")])
async def test_a_port_in_use_is_named(installation: Installation, tmp_path: Path, kind: str, setting: str) -> None:
    settings = settings_for(tmp_path)
    port = settings.sip_port if setting == "sip.port" else settings.ami_port
    with held(kind, port), pytest.raises(PortInUse, match=f"{setting}: {kind.upper()} port {port} is in use") as told:
        await Exchange(settings, installation).start()
    assert (told.value.port, told.value.setting) == (port, setting)
    assert find_running(settings.conf) is None


@contextlib.contextmanager
def held(kind: str, port: int) -> Iterator[None]:
    """Somebody else listens there."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM) as other:
        other.bind((HERE, port))
        if kind == "tcp":
            other.listen()
        yield


async def test_what_does_not_start_is_told_with_its_log(installation: Installation, tmp_path: Path) -> None:
    wrong = {"modules.conf": "[modules]\nautoload = no\nrequire = res_pjsip_nowhere.so\n"}
    settings = dataclasses.replace(settings_for(tmp_path), extra_files=wrong)
    with pytest.raises(NotReady, match="res_pjsip_nowhere"):
        await Exchange(settings, installation).start()
    assert find_running(settings.conf) is None


async def test_a_long_path_does_not_matter(installation: Installation, tmp_path: Path) -> None:
    async with running(settings_for(tmp_path / ("long" * 30)), installation) as exchange:
        assert "1001" in await exchange.commands.ask("pjsip show endpoints")


async def test_an_ordinary_user_runs_it_too(installation: Installation) -> None:
    if os.geteuid() != 0:
        pytest.skip("every other test runs as an ordinary user already")
    nobody = pwd.getpwnam("nobody")
    with tempfile.TemporaryDirectory(prefix="hotline-nobody-") as folder:
        data_dir = Path(folder) / "data"
        data_dir.mkdir()
        settings = settings_for(data_dir)
        for each in (Path(folder), data_dir, *data_dir.iterdir()):
            os.chown(each, nobody.pw_uid, nobody.pw_gid)
        pid = await asyncio.to_thread(start_elsewhere, settings, installation, nobody.pw_uid)
        process = Process(pid)
        try:
            assert os.stat(f"/proc/{pid}").st_uid == nobody.pw_uid  # noqa: PTH116 - procfs does not block
            assert RawPhone(accounts_of(settings)["1001"]).register() == 200
            log = (settings.folder / "log" / "messages.log").read_text()
            assert not [line for line in log.splitlines() if "ERROR" in line or "WARNING" in line]
        finally:
            process.send(signal.SIGTERM)
            assert await process.ended(10)
            process.close()

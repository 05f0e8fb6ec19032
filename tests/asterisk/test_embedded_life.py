"""The life of the embedded Asterisk: side by side, killed, orphaned, adopted, reloaded, as an ordinary user."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import os
import pickle
import pwd
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from asterisk.ami import SimpleAction

from telephony.ami.account import AmiAccount
from telephony.ami.client import AmiClient
from telephony.embedded.commands import Commands
from telephony.embedded.errors import NotReady, PortInUse
from telephony.embedded.exchange import Exchange, Origin
from telephony.embedded.installation import Installation
from telephony.embedded.processes import Process, find_running, state_of
from telephony.embedded.settings import ExchangeSettings, Seat
from telephony.embedded.watching import keep_alive
from tests.asterisk.conftest import CHECKOUT, HERE, accounts_of, settings_for
from tests.asterisk.raw_sip import RawPhone

pytestmark = pytest.mark.asterisk


@contextlib.asynccontextmanager
async def running(settings: ExchangeSettings, installation: Installation) -> AsyncIterator[Exchange]:
    """An Asterisk for one test, ended with it."""
    exchange = Exchange(settings, installation)
    await exchange.start()
    try:
        yield exchange
    finally:
        await exchange.stop()


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


@pytest.mark.parametrize(("kind", "setting"), [("udp", "sip.port"), ("tcp", "sip.port"), ("tcp", "switch.port")])
async def test_a_port_in_use_is_named(installation: Installation, tmp_path: Path, kind: str, setting: str) -> None:
    settings = settings_for(tmp_path)
    port = settings.sip_port if setting == "sip.port" else settings.ami_port
    with held(kind, port), pytest.raises(PortInUse, match=f"{setting}: {kind.upper()} port {port} is in use") as told:
        await Exchange(settings, installation).start()
    assert (told.value.port, told.value.setting) == (port, setting)
    assert find_running(settings.conf) is None


async def test_what_does_not_start_is_told_with_its_log(installation: Installation, tmp_path: Path) -> None:
    wrong = {"modules.conf": "[modules]\nautoload = no\nrequire = res_pjsip_nowhere.so\n"}
    settings = dataclasses.replace(settings_for(tmp_path), extra_files=wrong)
    with pytest.raises(NotReady, match="res_pjsip_nowhere"):
        await Exchange(settings, installation).start()
    assert find_running(settings.conf) is None


async def test_new_people_come_in_without_touching_a_call(installation: Installation, tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    async with running(settings, installation) as exchange, AmiClient(AmiAccount(*exchange.ami_address)) as ami:
        call = SimpleAction(
            "Originate", Channel="Local/95105@hotline-in/n", Application="Wait", Data="60", Async="true"
        )
        await ami.send(call)
        channels = await listed(ami)
        joined = dataclasses.replace(settings, seats=(*settings.seats, Seat("1009", "newcomer_secret", "新人")))
        assert await exchange.reload(joined) == frozenset()
        assert await listed(ami) == channels
        assert RawPhone(accounts_of(joined)["1009"]).register() == 200
        await exchange.reload(settings)
        assert RawPhone(accounts_of(joined)["1009"]).register() == 401
        assert await listed(ami) == channels


async def test_what_it_did_not_answer_to_is_asked_again(
    installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_for(tmp_path)
    joined = dataclasses.replace(settings, seats=(*settings.seats, Seat("1009", "newcomer_secret", "新人")))
    async with running(settings, installation) as exchange:
        with monkeypatch.context() as busy:
            busy.setattr(Commands, "ask", silent)
            with pytest.raises(NotReady):
                await exchange.reload(joined)
        assert RawPhone(accounts_of(joined)["1009"]).register() == 401
        await exchange.reload(joined)
        assert RawPhone(accounts_of(joined)["1009"]).register() == 200


async def silent(commands: Commands, command: str, within: float = 10.0) -> str:
    raise NotReady(f"no answer to {command} at {commands.conf}")


async def listed(ami: AmiClient) -> list[str]:
    """The channels of the one call, both halves."""
    names: list[str] = []
    deadline = time.monotonic() + 5
    while len(names) != 2 and time.monotonic() < deadline:
        names = sorted(each["Channel"] for each in (await ami.send(SimpleAction("CoreShowChannels"))).events)
    assert len(names) == 2
    return names


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


def pidfds() -> int:
    """How many processes we hold."""
    links = (each.readlink() for each in Path("/proc/self/fd").iterdir() if each.is_symlink())
    return sum("pidfd" in str(each) for each in links)


def start_elsewhere(settings: ExchangeSettings, installation: Installation, user: int = 0) -> int:
    """Start Asterisk from another process, which then kills itself with SIGKILL; Asterisk's pid."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.asterisk.start_and_tell"],
        input=pickle.dumps((settings, installation, user)),
        capture_output=True,
        timeout=60,
        check=False,
        cwd=CHECKOUT,
    )
    assert told.returncode == -signal.SIGKILL, told.stderr.decode()
    return int(told.stdout.split()[-1])


@contextlib.contextmanager
def held(kind: str, port: int) -> Iterator[None]:
    """Somebody else listens there."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM) as other:
        other.bind((HERE, port))
        if kind == "tcp":
            other.listen()
        yield

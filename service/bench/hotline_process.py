"""Our service in a process of its own, as an admin runs it: started, killed, started again, its CPU time read."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from calls.errors import HotlineError
from service.bench.ground import HERE
from service.bench.plans import SEAT
from service.config import Settings
from store.contacts import ContactRow, Contacts, Wanted
from store.database import Database
from telephony.embedded.keys import open_keys
from telephony.embedded.processes import find_running
from telephony.embedded.settings import conf_of
from telephony.phones.account import Account

COMMAND = "from service.cli import main; main()"
READY = b"hotline is ready"
READY_WITHIN = 60.0
STOP_WITHIN = 20.0
EVERY = Wanted(limit=10_000)
TICKS = os.sysconf("SC_CLK_TCK")


class DidNotRun(HotlineError):
    """The service under measurement did not come up, or ended by itself. Its last words are quoted."""

    code = "HL413"


class HotlineProcess:
    """`hotline run` with a settings file of the bench. Its log goes to a file beside the settings."""

    def __init__(self, settings_file: Path) -> None:
        self.file = settings_file
        self.settings = Settings.read(settings_file)
        self.log = settings_file.parent / "service.log"
        self.process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        """Of the service; 0 when it does not run."""
        return self.process.pid if self.process and self.process.returncode is None else 0

    @property
    def asterisk_pid(self) -> int:
        """Of its Asterisk; 0 when there is none."""
        found = find_running(conf_of(self.settings.data.folder))
        if found is None:
            return 0
        try:
            return found.pid
        finally:
            found.close()

    @property
    def seat(self) -> Account:
        """The one agent's phone account. The service must have run once."""
        secret = open_keys(self.settings.data.folder).seat(SEAT)
        assert isinstance(self.settings.sip.port, int)
        return Account(SEAT, secret, HERE, self.settings.sip.port)

    async def start(self) -> float:
        """Start it; seconds until it said that it is ready. Raises DidNotRun."""
        began = time.monotonic()
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", COMMAND, "run", "--settings", str(self.file)),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env=environment(os.environ, self.file.parent / "compiled"),
            )
        try:
            async with asyncio.timeout(READY_WITHIN):
                await self._said_ready()
        except TimeoutError:
            raise DidNotRun(f"the service was not ready within {READY_WITHIN:g} s: {self._last_words()}") from None
        return time.monotonic() - began

    async def _said_ready(self) -> None:
        assert self.process is not None
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            if READY in line:
                return
        raise DidNotRun(f"the service ended: {self._last_words()}")

    async def kill(self) -> None:
        """SIGKILL, as a power cut would. Its Asterisk goes on."""
        assert self.process is not None
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> None:
        """Ask it to stop, with its Asterisk; kill both if it does not."""
        if self.pid and self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self.process.wait(), STOP_WITHIN)
            except TimeoutError:
                await self.kill()
        await self._no_asterisk_left()

    async def _no_asterisk_left(self) -> None:
        """A service that was killed leaves its Asterisk; the bench does not."""
        left = find_running(conf_of(self.settings.data.folder))
        if left is not None:
            left.send(signal.SIGKILL)
            await left.ended(STOP_WITHIN)
            left.close()

    async def calls(self, wanted: Wanted = EVERY) -> list[ContactRow]:
        """The calls in its records, oldest first."""
        async with Database.in_file(self.settings.database_file) as database:
            rows = await Contacts(database).contacts(wanted)
        return rows[::-1]

    def _last_words(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return " | ".join(lines[-3:])[-600:] or "it said nothing"


@asynccontextmanager
async def hotline_process(settings_file: Path) -> AsyncIterator[HotlineProcess]:
    """A service that is running, and is stopped at the end with its Asterisk."""
    service = HotlineProcess(settings_file)
    try:
        await service.start()
        yield service
    finally:
        await service.stop()


def cpu_seconds(pid: int) -> float:
    """CPU time that a process has used so far, its threads included (proc(5), utime and stime). 0 if it is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    return cpu_of_stat(text, TICKS)


def cpu_of_stat(text: str, ticks: int) -> float:
    """utime plus stime of a line of /proc/<pid>/stat; the program's name may hold blanks and brackets."""
    fields = text.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / ticks


def environment(of: Mapping[str, str], compiled: Path) -> dict[str, str]:
    """As an installed service has it: no settings but the bench's file, and Python's compiled modules are kept."""
    kept = {name: value for name, value in of.items() if not name.startswith("HOTLINE_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**kept, "PYTHONPYCACHEPREFIX": str(compiled)}

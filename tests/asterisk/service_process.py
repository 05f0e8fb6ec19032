"""The service as its users run it: `hotline run` in a process of its own, which a test may kill."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from calls.contact import ContactRecord
from calls.ids import PersonId
from service.config import Settings
from service.databases import open_database
from store.contacts import Contacts, Wanted
from store.people import People, PersonKept
from telephony.embedded.keys import open_keys
from telephony.embedded.processes import find_running
from telephony.embedded.settings import conf_of
from tests.asterisk.centre import eventually
from tests.asterisk.conftest import CHECKOUT, HERE, Account
from tests.waiting import patient, until

HOTLINE = str(Path(sys.executable).with_name("hotline"))


@dataclass
class ServiceProcess:
    """`async with ServiceProcess(settings_file) as service`: starts it, and ends it and its Asterisk whatever happened."""

    file: Path
    output: list[str] = field(default_factory=list)
    process: asyncio.subprocess.Process | None = None

    @property
    def settings(self) -> Settings:
        """As it reads them."""
        return Settings.read(self.file)

    @property
    def data(self) -> Path:
        """Its data folder."""
        return self.settings.data.folder

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
        if asterisk := self.asterisk:
            os.kill(asterisk, signal.SIGKILL)

    async def start(self, within: float = 30.0) -> None:
        """Start it, and return when it takes calls."""
        await self.begin()
        await until(lambda: self._ready() or self._gone(), within, "hotline is ready")
        assert self._ready(), self.told

    async def begin(self) -> None:
        """Start it and return at once."""
        self.output.clear()
        self.process = await asyncio.create_subprocess_exec(
            HOTLINE, "run", "-c", str(self.file), cwd=CHECKOUT,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, stdin=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        self._reading = asyncio.create_task(self._read(self.process))

    async def kill(self) -> None:
        """SIGKILL: the service is gone in the middle of everything, its Asterisk goes on."""
        assert self.process is not None
        self.process.kill()
        await self.process.wait()

    async def stop(self, within: float = 20.0) -> int:
        """SIGTERM; the exit code."""
        self.send(signal.SIGTERM)
        return await self.ended(within)

    async def ended(self, within: float = 20.0) -> int:
        """Wait for its end by itself; the exit code."""
        assert self.process is not None
        code = await asyncio.wait_for(self.process.wait(), patient(within))
        await self._reading
        return code

    async def ask(self, *words: str) -> int:
        """Another command of hotline, beside the service; its exit code."""
        beside = await asyncio.create_subprocess_exec(
            HOTLINE, *words, "-c", str(self.file), cwd=CHECKOUT, stdout=asyncio.subprocess.DEVNULL
        )
        return await beside.wait()

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        assert self.process is not None
        self.process.send_signal(number)

    # --- what is known of it

    @property
    def told(self) -> str:
        """Everything it has written, logs and messages."""
        return "\n".join(self.output)

    def logged(self, event: str) -> list[dict[str, Any]]:
        """The lines of its JSON log with this event."""
        lines = (json.loads(line) for line in self.output if line.startswith("{"))
        return [line for line in lines if line.get("event") == event]

    @property
    def asterisk(self) -> int:
        """The process id of its Asterisk; 0 if none runs."""
        found = find_running(conf_of(self.data.absolute()))
        if found is None:
            return 0
        found.close()
        return found.pid

    def account(self, name: str) -> Account:
        """What a phone at this seat needs."""
        sip = self.settings.sip.port
        assert isinstance(sip, int)
        return Account(name, open_keys(self.data.absolute()).seat(name), HERE, sip)

    def outside(self, number: str) -> Account:
        """A caller over the trunk."""
        sip = self.settings.sip.port
        assert isinstance(sip, int)
        return Account(number, "", HERE, sip)

    async def records(self, number: str) -> list[ContactRecord]:
        """The calls of this number in its store, oldest first."""
        async with open_database(self.settings) as database:
            contacts = Contacts(database)
            rows = await contacts.contacts(Wanted(number=number))
            return [await contacts.contact(row.call) for row in reversed(rows)]

    async def person(self, name: str) -> PersonKept | None:
        """What somebody was doing when last written down."""
        async with open_database(self.settings) as database:
            people = await People(database).people()
        return next((one for one in people if one.person == PersonId(name)), None)

    async def state(self, name: str, state: str, within: float = 10.0) -> None:
        """Wait until somebody is in this state."""

        async def seen() -> bool:
            person = await self.person(name)
            return person is not None and person.state == state

        await eventually(seen, within, f"{name} {state}")

    async def over(self, number: str, within: float = 15.0) -> ContactRecord:
        """Wait until the one call of this number is over; its record."""

        async def ended() -> list[ContactRecord]:
            records = await self.records(number)
            return records if records and all(record.ended_at for record in records) else []

        return (await eventually(ended, within, f"the end of the call of {number}"))[0]

    def _ready(self) -> bool:
        return any("hotline is ready" in line for line in self.output)

    def _gone(self) -> bool:
        return self.process is not None and self.process.returncode is not None

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            self.output.append(line.decode(errors="replace").rstrip())


@contextmanager
def database_locked(service: ServiceProcess) -> Iterator[None]:
    """Somebody else holds the database."""
    other = sqlite3.connect(service.settings.database_file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    yield
    other.execute("ROLLBACK")
    other.close()


@contextmanager
def disk_full(service: ServiceProcess) -> Iterator[None]:
    """No file of the service's can grow any more."""
    assert service.process is not None
    hard = resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE)[1]
    resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, (0, hard))
    yield
    resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, (hard, hard))

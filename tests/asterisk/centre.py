"""A running real service for end-to-end tests: Asterisk, trunk, seats, managers, database, all of its own.

Every story of the tests has numbers, queues and people of its own in `PLAN`, so that stories can run side by side.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from acd.snapshot import PersonView, WaitingView
from calls.contact import ContactRecord
from calls.ids import PersonId
from service import bootstrap
from service.config import Settings
from service.service import Service
from service.switchboard import EmbeddedSwitchboard
from store.contacts import ContactRow, Wanted
from telephony.embedded.installation import Installation
from tests.asterisk.conftest import CHECKOUT, HERE, Account, accounts_of, free_ports
from tests.asterisk.judges import PjsuaSeat, SippPhone
from tests.asterisk.plan import PLAN, PROVIDER
from tests.waiting import patient, until

T = TypeVar("T")
HUSK = "Surrogate/"
"""What a channel leaves in Asterisk when `Bridge` takes it out of its dialplan, gone as soon as its thread has ended.

Asterisk 22 lists a husk for ever whose thread ends in the middle of that: `channel_do_masquerade` lets it hang up before
it puts it back into the list (1 in 30 to 100 conversations; more on a busy machine). It is hung up already, nothing runs
in it, no `Hangup` ends it, and `Status`, which we read after a restart, leaves it out: no call of ours."""
CALLERS = tuple(f"caller{number}" for number in range(1, 9))


def settings_of(folder: Path, installation: Installation, provider: int, extra: str = "") -> Path:
    """Write dialplan and settings of a centre into `folder`; the settings file. `provider`: the trunk's port."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return switch_settings(
        folder,
        f'[[trunks]]\nname = "{PROVIDER}"\nhost = "{HERE}"\nport = {provider}\n'
        f'[outgoing]\ntrunk = "{PROVIDER}"\nallowed = ["1[3-9]XXXXXXXXX"]\n'
        f"[trial]\ncallers = {list(CALLERS)}\n[speech]\non = false\n{extra}",
    )


def switch_settings(folder: Path, more: str) -> Path:
    """Write the settings of a centre with an Asterisk of its own and the dialplan `plan.yaml` in `folder`; the file."""
    plan, data = folder / "plan.yaml", folder / "data"
    ports, root = free_ports(data), CHECKOUT / "var" / "asterisk-root"
    tree = f'root = "{root}"\n' if root.is_dir() else ""
    file = folder / "hotline.toml"
    file.write_text(
        f'[centre]\nzone = "{midday()}"\ndialplan = "{plan}"\n[data]\nfolder = "{data}"\n'
        f"[switch]\n{tree}port = {ports.ami}\n[sip]\nport = {ports.sip}\n"
        f'[log]\nformat = "json"\n{more}'.replace("'", '"'),
        encoding="utf-8",
    )
    return file


def midday() -> str:
    """A zone where it is about noon now: whenever these tests run, it is no time at which nobody is called back."""
    ahead = 12 - datetime.now(UTC).hour
    return f"Etc/GMT{-ahead:+d}"


@dataclass
class Centre:
    """The service in this process, and what a test wants to know of it."""

    service: Service
    accounts: dict[str, Account]
    lasting: str = ""

    @property
    def sip(self) -> int:
        """The port of the SIP server."""
        return next(iter(self.accounts.values())).port

    @property
    def outside(self) -> Account:
        """The trunk's side: who calls from there needs no password, and shows any number."""
        return Account("13700000000", "", HERE, self.sip)

    def from_outside(self, number: str) -> Account:
        """A caller with this number, who comes in over the trunk."""
        return Account(number, "", HERE, self.sip)

    # --- phones

    @contextlib.asynccontextmanager
    async def seat(self, name: str) -> AsyncIterator[PjsuaSeat]:
        """A PJSIP phone at this agent's seat, registered; he is there for callers."""
        account = self.accounts[name]
        async with PjsuaSeat(account.user, account.secret, self.sip) as phone:
            assert await phone.register() == 200
            await self._there(name)
            yield phone

    @contextlib.asynccontextmanager
    async def sipp_seat(self, name: str, scenario: str, before_ms: int = 0) -> AsyncIterator[SippPhone]:
        """A SIPp phone with this scenario at this agent's seat, registered; he is there for callers."""
        async with SippPhone(scenario, self.accounts[name], before_ms=before_ms) as phone:
            await self._there(name)
            yield phone

    def answering_seat(self, name: str) -> contextlib.AbstractAsyncContextManager[SippPhone]:
        """A phone that answers by itself, at once."""
        return self.sipp_seat(name, "uas_seat.xml")

    # --- what the service knows now

    def open_record(self, number: str) -> ContactRecord | None:
        """The open record of the caller with this number."""
        found = (record for record in self.service.house.chronicle.open_records() if record.number == number)
        return next(found, None)

    def person(self, name: str) -> PersonView:
        """What somebody is doing now."""
        dispatcher = self.service.house.floor.dispatcher
        return dispatcher.snapshot(self.service.house.clock.now()).person(PersonId(name))

    def waiting(self, queue: str) -> tuple[WaitingView, ...]:
        """Who waits in a queue, in order."""
        dispatcher = self.service.house.floor.dispatcher
        return dispatcher.snapshot(self.service.house.clock.now()).queue(queue).waiting

    # --- what it comes to

    async def state(self, name: str, state: str, within: float = 10.0) -> PersonView:
        """Wait until somebody is in this state."""
        await until(lambda: self.person(name).state.value == state, within, f"{name} {state}")
        return self.person(name)

    async def record(self, number: str, within: float = 20.0) -> ContactRecord:
        """The record in the store of the one call from this number, once it is over."""
        return (await self.records(number, 1, within))[0]

    async def records(self, number: str, count: int, within: float = 20.0) -> list[ContactRecord]:
        """The records in the store of `count` calls from this number, newest first, once all are over."""

        async def over() -> list[ContactRow]:
            await self.service.journal.flush()
            rows = await self.service.contacts.contacts(Wanted(number=number, limit=count + 1))
            return rows if len(rows) >= count and all(row.ended_at for row in rows) else []

        rows = await eventually(over, within, f"the end of {count} calls of {number}")
        return [await self.service.contacts.contact(row.call) for row in rows]

    async def nothing_left(self, within: float = 10.0) -> None:
        """Wait until no leg, line, task, open record or offer is left anywhere."""
        left: dict[str, list[str]] = {}

        async def clean() -> bool:
            left.clear()
            left.update(await self._left())
            return not any(left.values())

        with contextlib.suppress(AssertionError):
            await eventually(clean, within, "")
        assert not any(left.values()), {name: found for name, found in left.items() if found}

    async def _left(self) -> dict[str, list[str]]:
        house = self.service.house
        now = house.floor.dispatcher.snapshot(house.clock.now())
        left = {
            "channels": [line.partition("!")[0] for line in await self._channels()],
            "open records": [str(record.call) for record in house.chronicle.open_records()],
            "lines": [str(leg) for leg in house.lines._lines],
            "tasks": [task.get_name() for task in house.crew._tasks],
            "offers": [str(offer.id) for offer in now.offers],
            "waiting": [str(view.contact) for queue in now.queues for view in queue.waiting],
            "busy": [str(view.id) for view in now.people if view.busy],
        }
        mine = self._lasting()
        return {
            what: [name for name in found if not any(word in name for word in mine)] for what, found in left.items()
        }

    def _lasting(self) -> list[str]:
        """What belongs to the one call that is to last through all tests."""
        record = self.open_record(self.lasting) if self.lasting else None
        if record is None:
            return []
        phones = [f"{self.lasting}-", *(f"{talk.whom}-" for talk in record.talks)]
        return [record.call, *phones, *(leg.leg for leg in record.legs), *(offer.offer for offer in record.offers)]

    async def _there(self, name: str) -> None:
        """He may be rung at once: whoever waits for READY may miss it."""
        await until(
            lambda: self.person(name).reachable and self.person(name).state.value != "LOGGED_OUT", what=f"{name} there"
        )

    async def _channels(self) -> list[str]:
        """Asterisk's own list of what lives: `switch.legs()` would make it follow everything anew."""
        board = self.service.switchboard
        assert isinstance(board, EmbeddedSwitchboard)
        lines = (await board.exchange.commands.ask("core show channels concise")).splitlines()
        return [line for line in lines if line and not line.startswith(HUSK)]


async def eventually(probe: Callable[[], Awaitable[T]], within: float, what: str) -> T:
    """What `probe` returns as soon as it is true; fail after `within` seconds (`patient`), naming what was awaited."""
    deadline = time.monotonic() + patient(within)
    while not (found := await probe()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not seen within {patient(within):g} s: {what}")
        await asyncio.sleep(0.02)
    return found


def open_centre(
    folder: Path, installation: Installation, provider: int
) -> contextlib.AbstractAsyncContextManager[Centre]:
    """Start the service in this process; stop it with its Asterisk."""
    return run_centre(settings_of(folder, installation, provider))


@contextlib.asynccontextmanager
async def run_centre(file: Path) -> AsyncIterator[Centre]:
    """The service with these settings in this process; stop it with its Asterisk."""
    settings = Settings.read(file)
    async with bootstrap.running(settings, lambda step, done, total: None, lambda text: None) as service:
        board = service.switchboard
        assert isinstance(board, EmbeddedSwitchboard)
        yield Centre(service, accounts_of(board.rendered))

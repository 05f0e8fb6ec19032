"""The console on the real house: the switch is in memory, the clock stands, the database is a real SQLite file."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import cast

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI

from calls.ids import PersonId
from calls.switch import Seat
from console.app import build
from console.roles import Role
from console.rooms import Rooms
from console.security.passwords import Passwords
from console.who import COOKIE
from prompts.catalogue import Catalogue
from service.alarms import Alarms
from service.attendance import Attendance
from service.config import Settings
from service.desks import front
from service.external_switchboard import ExternalSwitchboard
from service.house import House
from service.keeping import KeptPeople
from service.knowing import look_outside
from service.leaving import Leaving, callback_rules
from service.linking import Linked
from service.live_plan import LivePlan
from service.metrics import Metrics
from service.recognition import Recognition
from service.service import Service
from service.switchboard import Switchboard
from store.absences import Absences
from store.accounts import Account
from store.callbacks import Callbacks
from store.contacts import Contacts
from store.database import Database
from store.journal import Journal
from store.messages import Messages
from store.people import People
from store.versions import Versions
from telephony.asterisk_switch import AsteriskSwitch
from telephony.dialling import Dialling
from tests.fakes.clock import ManualClock
from tests.fakes.switch import FakeSwitch
from tests.journeys.house import Deaf

PLAN = Path(__file__).parent / "plan"
SEATS = ("1001", "1002", "1003")
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Hashing that costs nothing; what the real one costs is measured in tests of passwords."""
ORIGIN = "http://127.0.0.1:8080"
SETTINGS = """
[centre]
dialplan = "{folder}/plan/main.yaml"
[data]
folder = "{folder}/data"
[switch]
mode = "external"
port = 1
secret = "of nobody"
[speech]
on = false
[console]
port = 8080
"""


class ConsoleSwitch(FakeSwitch):
    """What the service tells the real one, beside the port."""

    def dial_by(self, dialling: Dialling) -> None:
        """Targets are reached in any case."""


@dataclass
class Console:
    """A running service with its console, without a network."""

    clock: ManualClock
    switch: ConsoleSwitch
    service: Service
    rooms: Rooms
    app: FastAPI
    stack: AsyncExitStack
    _names: count[int] = field(default_factory=lambda: count(1))

    @property
    def house(self) -> House:
        return self.service.house

    @property
    def database(self) -> Database:
        return self.service.database

    async def signed_in(
        self, *roles: Role, parts: Sequence[str] = (), person: str = "", user: str = "", locale: str = "zh"
    ) -> httpx.AsyncClient:
        """A browser in which somebody with these roles has signed in; its CSRF token goes along by itself."""
        user = user or f"{roles[0].value}-{next(self._names)}"
        account = Account(user, user.title(), tuple(roles), tuple(parts), PersonId(person), locale)
        await self.rooms.doors.accounts.add(account)
        return await self.browser_of(user)

    async def browser_of(self, user: str) -> httpx.AsyncClient:
        """One more browser of somebody who has an account."""
        secret, session = await self.rooms.doors.sessions.begin(user, "127.0.0.1", "a browser")
        client = await self.browser()
        client.cookies.set(COOKIE, secret)
        client.headers["X-CSRF-Token"] = session.csrf
        return client

    async def browser(self) -> httpx.AsyncClient:
        """One in which nobody has signed in."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=("127.0.0.1", 40000))
        return await self.stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url=ORIGIN))

    async def written(self) -> None:
        """Return when the journal has brought everything into the database."""
        await self.clock.settle()
        await self.service.journal.flush()


@asynccontextmanager
async def open_console(folder: Path) -> AsyncIterator[Console]:
    """The centre of tests/console/plan, with every seat registered."""
    clock, settings = ManualClock(), _settings(folder)
    switch = ConsoleSwitch(clock)
    for seat in SEATS:
        switch.phone(Seat(seat))
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(Database.in_file(settings.database_file))
        service = await _service(settings, clock, switch, database)
        writer = asyncio.create_task(service.journal.run())
        running = asyncio.create_task(_live(service))
        await clock.settle()
        switch.restore_link()
        await clock.settle()
        rooms = front(service)
        rooms.doors.sign_in.passwords = Passwords(CHEAP)
        app = _app(rooms)
        try:
            yield Console(clock, switch, service, rooms, app, stack)
        finally:
            IDLE.append(app)
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
            await service.journal.close()
            await writer


IDLE: list[FastAPI] = []
"""Applications of consoles that are closed: to build one costs as much as ten tests."""
catalogue_of = cache(Catalogue.load)
"""The shipped prompts: the same for every test, and never changed."""


def _app(rooms: Rooms) -> FastAPI:
    app = IDLE.pop() if IDLE else build(rooms, rooms.settings)
    app.state.rooms = rooms
    return app


def _settings(folder: Path) -> Settings:
    shutil.copytree(PLAN, folder / "plan")
    file = folder / "hotline.toml"
    file.write_text(SETTINGS.format(folder=folder), "utf-8")
    return Settings.read(file)


async def _service(settings: Settings, clock: ManualClock, switch: ConsoleSwitch, database: Database) -> Service:
    """As `service.bootstrap` puts it together, but for what needs a network."""
    catalogue, metrics = catalogue_of(), Metrics()
    alarms, live = Alarms(metrics), LivePlan(settings, Versions(database), clock)
    journal = Journal(database, lambda text: alarms.raise_("store", text), lambda: alarms.clear("store"))
    outside = await look_outside(settings, database, clock, alarms, journal.keep_left)
    configuration = await live.first(catalogue, lambda _: None)
    house = House(
        configuration,
        switch,
        clock,
        journal,
        KeptPeople(journal.keep_person, await People(database).people()),
        catalogue,
        Deaf(),
        await _leaving(settings, database, journal),
        outside.knowing,
        metrics,
        alarms,
        codes=settings.talk.codes,
        hold=settings.talk.hold,
    )
    board: Switchboard = ExternalSwitchboard(settings)
    return Service(
        house,
        cast(AsteriskSwitch, switch),
        journal,
        board,
        catalogue,
        settings,
        Linked(board, alarms),
        Contacts(database),
        Recognition(settings),
        outside,
        live,
        Attendance(Absences(database).since, house.floor.tell, clock, alarms),
        database,
    )


async def _leaving(settings: Settings, database: Database, journal: Journal) -> Leaving:
    callbacks, messages = Callbacks(database), Messages(database)
    kept = await callbacks.open_callbacks()
    rules = callback_rules(settings)
    return Leaving(settings.messages_folder, journal, rules, kept, None, callbacks.cancelled, messages.new)


async def _live(service: Service) -> None:
    async with service.house.chores, service.house.crew:
        await service.house.floor.run()

"""The one place where the real service is put together, brought up, and taken down again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog

from calls.causes import Cause, EndedBy
from calls.errors import HotlineError, WrongSettings
from calls.happenings.visit import Ended
from prompts.catalogue import Catalogue
from service.alarms import Alarms
from service.clock import SystemClock
from service.config import Settings
from service.crew import sole_error
from service.databases import open_database as open_database
from service.ears import OpenEars
from service.ears_manner import Manner
from service.house import Configuration, House
from service.keeping import KeptPeople
from service.knowing import Outside, look_outside
from service.leaving import Leaving, callback_rules
from service.linking import Linked
from service.live_plan import LivePlan
from service.means import Means
from service.metrics import Metrics
from service.plans import load_catalogue as load_catalogue
from service.plans import load_configuration as load_configuration
from service.recognition import Recognition
from service.switchboard import EmbeddedSwitchboard, ExternalSwitchboard, Progress, Switchboard, dialling
from store.callbacks import Callbacks
from store.contacts import Contacts
from store.database import Database
from store.journal import Journal
from store.messages import Messages
from store.people import People
from store.settings import Settings as KeptValues
from store.versions import Versions
from telephony.asterisk_switch import AsteriskSwitch
from telephony.audiosocket import AudioSocketServer
from telephony.embedded.errors import PortInUse
from telephony.embedded.locking import FolderLock
from telephony.embedded.ports import tcp_free
from telephony.translate import EVENTS_READ

log = structlog.get_logger(__name__)
SEEN = "last_seen"
SEEN_EVERY = 5.0
"""Seconds between two signs of life in the store: how long a dead service was away is known to this precision."""
Told = Callable[[str], None]


@dataclass
class Service:
    """A running service."""

    house: House
    switch: AsteriskSwitch
    journal: Journal
    switchboard: Switchboard
    catalogue: Catalogue
    settings: Settings
    link: Linked
    contacts: Contacts
    recognition: Recognition
    outside: Outside
    live: LivePlan
    calls_go_on: bool = False
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    def reload(self) -> None:
        """Read the recordings anew, and the plan that is to run, beside the calls."""
        self.house.chores.start("reload", self.take_up("asked to"))

    async def take_up(self, why: str) -> None:
        """A plan with problems changes nothing: the running one goes on, and an alarm says why."""
        async with self._one_at_a_time:
            try:
                await self._take_up()
            except HotlineError as error:
                told = error.told()
                log.error("reload refused, the running plan goes on", why=why, problems=told)  # noqa: TRY400 - told in full
                self.house.alarms.raise_("reload", told)
                return
        self.house.alarms.clear("reload")
        self.house.alarms.clear("plan")
        log.info("reloaded", why=why, version=self.house.editions.version)

    async def _take_up(self) -> None:
        catalogue = await asyncio.to_thread(load_catalogue, self.settings)
        configuration = await self.live.wanted(catalogue)
        await self.switchboard.reload(configuration)
        self.switch.dial_by(dialling(self.settings, list(configuration.people)))
        await self.house.reconfigure(configuration, catalogue)
        self.recognition.look_again()

    async def follow_the_plan(self) -> None:
        """Take up every plan that becomes live, for ever."""
        if self.live.trouble:
            self.house.alarms.raise_("plan", self.live.trouble)
        async for why in self.live.changes():
            await self.take_up(why)


@asynccontextmanager
async def running(settings: Settings, progress: Progress, told: Told) -> AsyncIterator[Service]:
    """Bring everything up, in the order in which it can fail; take it down again in the opposite order.

    Raises WrongSettings and other HotlineErrors before anything was started that would be left behind.
    """
    catalogue = load_catalogue(settings)
    if not settings.data.database and not settings.database_file.exists():
        load_configuration(settings, catalogue)  # the first start: mistakes are told before anything is made
    _refuse_used_port(settings)
    with _own(settings.data.folder.absolute()):
        async with open_database(settings) as database:
            live = LivePlan(settings, Versions(database), SystemClock())
            configuration = await live.first(catalogue, told)
            switchboard = _switchboard(settings, configuration, catalogue, progress)
            told(await switchboard.start())
            try:
                service = await _assemble(settings, configuration, catalogue, switchboard, database, live)
            except BaseException:
                await switchboard.stop(calls_go_on=not switchboard.begun_anew())
                raise
            try:
                async with _alive(service, told):
                    yield service
            except BaseExceptionGroup as group:
                raise sole_error(group) from None


def _refuse_used_port(settings: Settings) -> None:
    metrics = settings.metrics
    if metrics.port is not None and not tcp_free(metrics.host, metrics.port):
        raise PortInUse(metrics.port, "metrics.port", "TCP")


def _own(folder: Path) -> FolderLock:
    try:
        return FolderLock(folder)
    except OSError as error:
        raise WrongSettings(f"data.folder: {folder} cannot be used: {error.strerror}") from error


def _switchboard(
    settings: Settings, configuration: Configuration, catalogue: Catalogue, progress: Progress
) -> Switchboard:
    if settings.switch.mode == "external":
        return ExternalSwitchboard(settings)
    return EmbeddedSwitchboard(settings, configuration, EVENTS_READ, catalogue.music, progress)


async def _assemble(
    settings: Settings,
    configuration: Configuration,
    catalogue: Catalogue,
    switchboard: Switchboard,
    database: Database,
    live: LivePlan,
) -> Service:
    clock = SystemClock()
    alarms = _StoreAlarm()
    journal = Journal(database, alarms.trouble, alarms.over)
    audio = AudioSocketServer(settings.switch.audio_bind)
    await audio.start()
    link = Linked(switchboard)
    reach = dialling(settings, list(configuration.people))
    switch = AsteriskSwitch(link, clock, reach, audio, sounds_here=settings.switch.mode == "embedded")
    link.serve(switch)
    kept = KeptPeople(journal, await People(database).people())
    seen = await KeptValues(database).value(SEEN)
    contacts = Contacts(database)
    metrics, recognition = Metrics(), Recognition(settings)
    manner = Manner(recognised_within=settings.speech.deadline)
    outside = await look_outside(settings, database, clock)
    open_records = await contacts.open_contacts()
    house = House(
        configuration,
        switch,
        clock,
        journal,
        kept,
        catalogue,
        open_records,
        down_since=float(seen) if seen is not None else None,
        means=Means(ears=OpenEars(switch, clock, recognition, metrics, manner)),
        metrics=metrics,
        earlier_plans=await live.earlier(catalogue, {record.plan for record in open_records}),
        leaving=await _leaving(settings, database, journal, recognition),
        knowing=outside.knowing,
    )
    outside.board.connect(house.alarms)
    alarms.connect(house.alarms)
    link.on_trouble = house.alarms.raise_
    link.on_forged = house.alarms.happened
    return Service(house, switch, journal, switchboard, catalogue, settings, link, contacts, recognition, outside, live)


async def _leaving(settings: Settings, database: Database, journal: Journal, recognition: Recognition) -> Leaving:
    """Messages beside the database, callbacks in it."""
    callbacks, messages = Callbacks(database), Messages(database)
    return Leaving(
        settings.messages_folder,
        journal,
        callback_rules(settings),
        await callbacks.open_callbacks(),
        recognition,
        callbacks.cancelled,
        messages.new,
    )


class _StoreAlarm:
    """The journal's trouble as an alarm: it is made before the alarms are."""

    def __init__(self) -> None:
        self._alarms: Alarms | None = None

    def connect(self, alarms: Alarms) -> None:
        """From now on trouble is told there."""
        self._alarms = alarms

    def trouble(self, text: str) -> None:
        """Writing fails: calls go on, entries wait in memory."""
        if self._alarms:
            self._alarms.raise_("store", text)

    def over(self) -> None:
        """All is written again."""
        if self._alarms:
            self._alarms.clear("store")


@asynccontextmanager
async def _alive(service: Service, told: Told) -> AsyncIterator[None]:
    """Everything that runs while the service does."""
    house = service.house
    async with asyncio.TaskGroup() as tasks:
        writer = tasks.create_task(service.journal.run())
        try:
            async with house.chores, house.crew:
                works = (
                    house.floor.run(),
                    service.link.run(),
                    service.switchboard.watch(),
                    service.recognition.run(lambda: house.configuration.plan.languages, house.alarms, told),
                    house.watch_what_was_left(),
                    service.outside.run(),
                    _signs_of_life(service),
                    service.follow_the_plan(),
                )
                background = [tasks.create_task(work) for work in works]
                try:
                    await _until_open(service)
                    yield
                finally:
                    for task in background:
                        task.cancel()
        finally:
            await _take_down(service)
            await service.journal.close()
            await writer


async def _until_open(service: Service) -> None:
    """The switch is linked and read. A login that it refuses will be refused for ever: better to say so and stop."""
    ready = asyncio.create_task(service.house.reception.open.wait())
    either: set[asyncio.Future[Any]] = {ready, service.link.refused}
    try:
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    finally:
        ready.cancel()
    if service.link.refused.done():
        raise WrongSettings(service.link.refused.result())


async def _take_down(service: Service) -> None:
    """Calls in progress end with our Asterisk, and their records say so; or all goes on without us.

    An Asterisk that is not ours goes on in any case, and its calls with it: the next start finds them.
    """
    if not service.calls_go_on and service.settings.switch.mode == "embedded":
        for record in service.house.chronicle.open_records():
            service.house.chronicle.note(record.call, Ended(EndedBy.HOTLINE, Cause.NORMAL, "the service was stopped"))
    await service.switchboard.stop(service.calls_go_on)


async def _signs_of_life(service: Service) -> None:
    clock = service.house.clock
    while True:
        service.journal.keep(SEEN, clock.now())
        await clock.wait_until(clock.now() + SEEN_EVERY)

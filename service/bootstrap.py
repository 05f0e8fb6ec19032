"""The one place where the real service is put together, brought up, and taken down again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from calls.errors import WrongSettings
from connectors.addresses import Allowed
from connectors.posting import Posting
from prompts.catalogue import Catalogue
from service.alarms import Alarms
from service.attendance import Attendance
from service.clock import SystemClock
from service.config import Settings
from service.configuration import Configuration
from service.console_running import console_of, listening
from service.crew import sole_error
from service.databases import open_database
from service.earlier import Earlier
from service.ears import OpenEars
from service.ears_manner import Manner
from service.external_switchboard import ExternalSwitchboard
from service.hooks import Hooks, NoHooks, WebHook
from service.house import House
from service.keeping import KeptPeople
from service.knowing import look_outside
from service.last_served import REMEMBERED
from service.leaving import Leaving, callback_rules
from service.life import SEEN, Told, alive
from service.linking import Linked
from service.live_plan import LivePlan
from service.metrics import Metrics
from service.plans import load_catalogue, load_configuration
from service.recognition import Recognition
from service.service import Service
from service.switchboard import EmbeddedSwitchboard, Progress, Switchboard, dialling
from store.absences import Absences
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


@asynccontextmanager
async def running(settings: Settings, progress: Progress, told: Told) -> AsyncIterator[Service]:
    """Bring everything up, in the order in which it can fail; take it down again in the opposite order.

    Raises WrongSettings and other HotlineErrors before anything was started that would be left behind.
    """
    catalogue = load_catalogue(settings)
    if not settings.data.database and not settings.database_file.exists():
        load_configuration(settings, catalogue)  # the first start: mistakes are told before anything is made
    _refuse_used_port(settings)
    with listening(settings) as bound, _own(settings.data.folder.absolute()):
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
            service.console = console_of(service, bound)
            try:
                async with alive(service, told):
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
    clock, metrics = SystemClock(), Metrics()
    alarms = Alarms(metrics)
    journal = Journal(database, lambda text: alarms.raise_("store", text), lambda: alarms.clear("store"))
    audio = AudioSocketServer(settings.switch.audio_bind)
    await audio.start()
    link = Linked(switchboard, alarms)
    reach = dialling(settings, list(configuration.people))
    switch = AsteriskSwitch(link, clock, reach, audio, sounds_here=settings.switch.mode == "embedded")
    link.serve(switch)
    kept = KeptPeople(journal.keep_person, await People(database).people())
    seen = await KeptValues(database).value(SEEN)
    contacts = Contacts(database)
    recognition = Recognition(settings)
    manner = Manner(recognised_within=settings.speech.deadline)
    outside = await look_outside(settings, database, clock, alarms, journal.keep_left)
    open_records = await contacts.open_contacts()
    earlier = Earlier(
        open_records,
        float(seen) if seen is not None else None,
        await live.earlier(catalogue, {record.plan for record in open_records}),
        await contacts.served_last(REMEMBERED),
    )
    house = House(
        configuration,
        switch,
        clock,
        journal,
        kept,
        catalogue,
        OpenEars(switch, clock, recognition, metrics, manner),
        await _leaving(settings, database, journal, recognition),
        outside.knowing,
        metrics,
        alarms,
        earlier,
        hooks=_hooks(settings, clock, metrics),
        codes=settings.talk.codes,
        hold=settings.talk.hold,
        recall=settings.talk.transfer_recall,
    )
    outside.board.looked = house.switches_looked_at
    attendance = Attendance(Absences(database).since, house.floor.tell, clock, alarms)
    return Service(
        house,
        switch,
        journal,
        switchboard,
        catalogue,
        settings,
        link,
        contacts,
        recognition,
        outside,
        live,
        attendance,
        database,
    )


def _hooks(settings: Settings, clock: SystemClock, metrics: Metrics) -> Hooks:
    """Who is told of offers to managers."""
    if not settings.hooks.url:
        return NoHooks()
    post = Posting(Allowed.of(settings.connectors.allow)).post
    kept = settings.data.folder / "hooks-not-told.jsonl"
    return WebHook(settings.hooks, post, clock, kept, lambda how: metrics.hooks.labels(how).inc())


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

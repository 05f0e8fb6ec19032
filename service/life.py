"""What goes on while the service runs, until it is taken down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from calls.causes import Cause, EndedBy
from calls.errors import WrongSettings
from calls.happenings.visit import Ended
from service.collecting import collect_between_events
from service.recordings import DAY, RecordingRules, Recordings
from service.service import Service
from service.timing import unless

SEEN = "last_seen"
SEEN_EVERY = 5.0
"""Seconds between two signs of life in the store: how long a dead service was away is known to this precision."""
Told = Callable[[str], None]


@asynccontextmanager
async def alive(service: Service, told: Told) -> AsyncIterator[None]:
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
                    service.outside.nightly(house.learned).run(),
                    _signs_of_life(service),
                    service.attendance.run(),
                    house.hooks.run(),
                    _recordings(service).run(),
                    service.follow_the_plan(),
                )
                background = [tasks.create_task(work) for work in works]
                try:
                    await _until_open(service)
                    background.append(tasks.create_task(collect_between_events()))
                    if service.console is not None:
                        background.append(tasks.create_task(service.console.run()))
                    yield
                finally:
                    for task in background:
                        task.cancel()
        finally:
            await _take_down(service)
            await service.journal.close()
            await writer


def _recordings(service: Service) -> Recordings:
    """From now on conversations are recorded, where the settings say so."""
    house, of = service.house, service.settings.recording
    rules = RecordingRules(service.settings.recordings_folder, of.queues, of.keep_days * DAY)
    recordings = Recordings(rules, house.switch, house.clock, house.chronicle, house.alarms, lambda: house.crew)
    if of.queues:
        recordings.prepare()
        house.chronicle.watch(recordings.heard)
    return recordings


async def _until_open(service: Service) -> None:
    """The switch is linked and read. A login that it refuses will be refused for ever: better to say so and stop."""
    refused = service.link.refused
    try:
        await unless(asyncio.wait({refused}), service.house.reception.open.wait())
    except TimeoutError:
        raise WrongSettings(refused.result()) from None


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

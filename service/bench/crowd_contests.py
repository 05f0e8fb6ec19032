"""The same crowd at our service and at app_queue, each on an Asterisk of its own, one after the other."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from service.bench.crowd import Crowd, Seen
from service.bench.crowd_day import CrowdDay
from service.bench.crowd_plans import SEATS, our_plan, their_dialplan, their_queues, write_customers
from service.bench.doorbell import Doorbell
from service.bench.ground import HERE, Ground, Ports
from service.bench.hotline_process import cpu_seconds, hotline_process
from service.bench.plain import plain_asterisk
from service.bench.plans import settings_file
from service.config import Settings
from store.database import Database
from store.patience import ModelKept, PatienceKept, PatienceStore
from telephony.embedded.keys import open_keys
from telephony.phones.account import Account

Told = Callable[[float], None]


async def at_ours(ground: Ground, day: CrowdDay, ports: Ports, told: Told) -> tuple[Seen, float]:
    """The day at our service, in a process of its own; and the CPU seconds that this process took."""
    file = settings_file(ground, "hotline", our_plan(), ports)
    write_customers(file.parent, day)
    settings = Settings.read(file)
    await _teach(settings, day)
    async with hotline_process(file) as service:
        keys = open_keys(settings.data.folder)
        accounts = [Account(seat, keys.seat(seat), HERE, ports.sip) for seat in SEATS]
        async with _seats(accounts) as seats:
            before = cpu_seconds(service.pid)
            seen = await Crowd(day, ports.sip, seats).run(told)
            return seen, cpu_seconds(service.pid) - before


async def at_theirs(ground: Ground, day: CrowdDay, ports: Ports, told: Told) -> Seen:
    """The day at app_queue."""
    dialplan, queues = their_dialplan(ground), their_queues()
    async with (
        plain_asterisk(ground, "plain", ports, dialplan, queues, SEATS) as asterisk,
        _seats(asterisk.seats) as seats,
    ):
        return await Crowd(day, ports.sip, seats).run(told)


async def _teach(settings: Settings, day: CrowdDay) -> None:
    """What the service would have learnt from the calls of the days before."""
    now = time.time()
    learnt = ModelKept(0, now, len(day.calls), 0, len(day.calls), day.model)
    async with Database.in_file(settings.database_file) as database:
        await PatienceStore(database).learnt(
            learnt, [PatienceKept.of(number, counts) for number, counts in day.counts.items()], now
        )


@asynccontextmanager
async def _seats(accounts: Sequence[Account]) -> AsyncIterator[list[Doorbell]]:
    """The agents' phones, all registered."""
    async with AsyncExitStack() as stack:
        seats = [await stack.enter_async_context(Doorbell(account)) for account in accounts]
        for seat in seats:
            await seat.register()
        yield seats

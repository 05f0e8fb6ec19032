"""Today's figures of the queues are those of the report."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from acd.measures import By, Tally
from acd.measures.calendar import Slot, begin_of
from acd.measures.formulas import service_level
from calls.switch import Seat
from service.desks.live import LiveFloor, PlansRules, reports_of
from service.reports import Asked, gather
from store.reports import Reports
from tests.console.desk import Console
from tests.console.floor import ORDERS, get, only
from tests.fakes.party import Answers
from tests.waiting import patient, until


async def a_short_talk(console: Console) -> None:
    caller = console.switch.call_in(ORDERS)
    await console.clock.until(lambda: caller.hears == "1001")
    caller.hang_up()
    await console.clock.advance(15)


async def some_calls(console: Console) -> None:
    """One answered at once, one late, one who gave up, one at once."""
    only(console, "1001", script=Answers(after=2))
    for _ in range(2):
        await a_short_talk(console)
    only(console)
    hasty, steady = console.switch.call_in(ORDERS), console.switch.call_in(ORDERS)
    await console.clock.advance(2)
    hasty.hang_up()
    await console.clock.advance(40)
    steady.hang_up()
    late = console.switch.call_in(ORDERS)
    await console.clock.advance(60)
    console.switch.phone(Seat("1001"), Answers(after=2)).register()
    await console.clock.until(lambda: late.hears == "1001")
    late.hang_up()
    await console.clock.advance(15)
    await console.written()


async def figures(console: Console, queue: str = "orders") -> tuple[Any, ...]:
    [row] = [row for row in await get(console, "/queues") if row["name"] == queue]
    return row["answered"], row["abandoned"], row["offered"], row["service_level"]


async def reported(console: Console, queue: str = "orders") -> Tally:
    """What the report of today tells of a queue."""
    now, zone = console.clock.now(), console.rooms.settings.zone
    rules = PlansRules(console.house, zone)()
    begun = begin_of(Slot.DAY, now, rules.zone)
    report = await gather(console.database, Asked(By.QUEUE, begun, begun + 86_400, rules), now)
    return dict(report.lines)[queue]


async def test_today_is_what_the_report_tells(console: Console) -> None:
    await some_calls(console)
    live = LiveFloor(console.house, console.rooms.settings.zone)
    told = await reported(console)
    assert service_level(told) == 0.5
    assert await figures(console) == (3, 2, 5, 0.5)
    await live.today.read(partial(reports_of, console.service.settings))  # a service that was started just now
    assert service_level(live.today.of("orders")) == service_level(told)
    assert live.today.of("orders").waits == told.waits


async def test_what_ends_while_today_is_read_counts_once(console: Console) -> None:
    await some_calls(console)
    live = LiveFloor(console.house, console.rooms.settings.zone)
    begun, over = threading.Event(), threading.Event()

    @asynccontextmanager
    async def slowly() -> AsyncIterator[Reports]:
        async with reports_of(console.service.settings) as reports:
            begun.set()
            await asyncio.to_thread(over.wait, patient(10))
            yield reports

    reading = asyncio.create_task(live.today.read(slowly))
    await until(begun.is_set, what="the reading of today")
    only(console)
    caller = console.switch.call_in(ORDERS)
    await console.clock.advance(30)
    caller.hang_up()
    await console.clock.settle()
    over.set()
    await reading
    assert live.today.of("orders").offered == 6
    assert (await figures(console))[2] == 6
    await console.written()
    assert live.today.of("orders").waits == (await reported(console)).waits


async def test_tomorrow_begins_with_nothing(console: Console) -> None:
    await some_calls(console)
    await console.clock.advance(20 * 3600)
    assert await figures(console) == (0, 0, 0, None)

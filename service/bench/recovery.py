"""`hotline bench recovery`: callers wait, the service is killed and started again; who is lost, and who lost his place?

SIPp's callers wait; SIGKILL takes the service; the agent's phone registers while it is away. Then one agent serves
everybody, one after the other, and the numbers that his phone shows are the order in which they are served.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from service.bench.doorbell import Doorbell, NoAnswer, Ring
from service.bench.figures import Figure, Found, Spread
from service.bench.ground import ground
from service.bench.hotline_process import DidNotRun, HotlineProcess, hotline_process
from service.bench.plans import QUEUE, STRAIGHT_IN, settings_file
from service.bench.scenarios import waiting
from service.bench.showing import Steps
from service.bench.sipp import Load, Sipp, find_sipp
from service.config import Settings
from service.crew import sole_error
from store.contacts import ContactRow

CALLERS, RATE = 50, 10.0
ALL_WAIT_WITHIN, RING_WITHIN, TALK_WITHIN, PATIENCE = 30.0, 30.0, 5.0, 240.0
RECORDS_WITHIN = 10.0
LOOK_EVERY = 0.2
"""Seconds between two looks at the records: another process writes them."""


@dataclass(slots=True)
class Seen:
    """What was seen, in order. Times are epoch seconds."""

    before: list[ContactRow]
    killed_at: float = 0.0
    started_at: float = 0.0
    ready_after: float = 0.0
    first_ring_at: float = 0.0
    rings: list[str] = field(default_factory=list)
    between: list[float] = field(default_factory=list)
    after: list[ContactRow] = field(default_factory=list)

    @property
    def expected(self) -> list[str]:
        """The numbers of those who waited, in the order of their queue."""
        return [row.number for row in self.before]

    @property
    def served(self) -> list[str]:
        """The numbers that the agent's phone showed, in order, each once."""
        return list(dict.fromkeys(self.rings))


async def measure(settings: Settings, steps: Steps, callers: int = CALLERS) -> Found:
    """Run it: about a minute. Raises SippMissing, AsteriskMissing, DidNotRun."""
    find_sipp()
    steps.plan(callers + 4)
    with ground(settings) as here:
        ports = here.ports(0)
        steps.step("the service starts")
        async with hotline_process(settings_file(here, "hotline", STRAIGHT_IN, ports)) as service:
            folder = here.place("load")
            load = Load(waiting(folder, PATIENCE), ports.sip, RATE, callers, callers / RATE + PATIENCE)
            async with Sipp(load, folder):
                steps.step(f"{callers} callers come to wait")
                seen = Seen(await _all_wait(service, callers))
                await _die_and_live(service, seen, steps)
                await _until_recorded(service, seen)
    return found(seen)


async def _all_wait(service: HotlineProcess, callers: int) -> list[ContactRow]:
    """Everybody who waits, in the order in which they joined. Raises DidNotRun if some never do."""

    def waits(rows: Sequence[ContactRow]) -> bool:
        return sum(row.queued_at is not None for row in rows) >= callers

    rows = await _records(service, waits, ALL_WAIT_WITHIN)
    if not waits(rows):
        raise DidNotRun(f"only {len(rows)} of {callers} callers came to wait")
    return sorted((row for row in rows if row.queue == QUEUE), key=lambda row: (row.queued_at or 0.0, row.call))


async def _die_and_live(service: HotlineProcess, seen: Seen, steps: Steps) -> None:
    steps.step("the service is killed and started again")
    async with Doorbell(service.seat) as phone:
        await service.kill()
        seen.killed_at = time.time()
        await phone.register()
        seen.started_at = time.time()
        first, seen.ready_after = await _first_ring(service, phone)
        seen.first_ring_at = first.at
        await _serve_all(phone, first, seen, steps)


async def _first_ring(service: HotlineProcess, phone: Doorbell) -> tuple[Ring, float]:
    """The service starts; the first INVITE, and how long it took until it said that it is ready."""
    try:
        async with asyncio.TaskGroup() as group:
            starting = group.create_task(service.start())
            first = await phone.ring(RING_WITHIN)
    except BaseExceptionGroup as several:
        raise sole_error(several) from None
    return first, starting.result()


async def _serve_all(phone: Doorbell, ring: Ring | None, seen: Seen, steps: Steps) -> None:
    """The agent answers, hears the caller, hangs up, and is rung for the next, until nobody comes."""
    while ring is not None:
        seen.rings.append(ring.caller)
        steps.step(f"caller {len(seen.served)} of {len(seen.before)} is served")
        phone.answer(ring)
        await phone.hears(TALK_WITHIN)
        phone.hang_up(ring)
        hung_up_at = time.time()
        if len(seen.served) == len(seen.before):
            return
        ring = await _next(phone)
        if ring is not None:
            seen.between.append(ring.at - hung_up_at)


async def _next(phone: Doorbell) -> Ring | None:
    try:
        return await phone.ring(TALK_WITHIN)
    except NoAnswer:
        return None


async def _until_recorded(service: HotlineProcess, seen: Seen) -> None:
    """The last call's end is on its way to the disk."""
    seen.after = await _records(service, lambda rows: all(row.ended_at for row in rows), RECORDS_WITHIN)


async def _records(
    service: HotlineProcess, enough: Callable[[Sequence[ContactRow]], bool], within: float
) -> list[ContactRow]:
    """The records as soon as they are enough, else as they are after `within` seconds."""
    deadline = time.monotonic() + within
    while True:
        rows = await service.calls()
        if enough(rows) or time.monotonic() > deadline:
            return rows
        await asyncio.sleep(LOOK_EVERY)


# --- what was found


def found(seen: Seen) -> Found:
    """The figures."""
    waited = {row.call: row.queued_at for row in seen.before}
    after = {row.call: row for row in seen.after}
    moved = sum(call not in after or after[call].queued_at != since for call, since in waited.items())
    strangers = [row for row in seen.after if row.call not in waited]
    figures = [
        Figure("callers waiting when the service was killed", len(seen.before), "callers"),
        Figure("callers lost", lost(seen.expected, seen.served), "callers", at_most=0),
        Figure("callers served out of their order", out_of_order(seen.expected, seen.served), "callers", at_most=0),
        Figure("callers whose time of joining changed", moved, "callers", at_most=0),
        Figure("calls made twice in the records", len(strangers), "calls", at_most=0),
        Figure("offers rung twice", len(seen.rings) - len(seen.served), "rings", at_most=0),
        Figure("killed until the first INVITE", seen.first_ring_at - seen.killed_at, "s"),
        Figure("started until the first INVITE", seen.first_ring_at - seen.started_at, "s"),
        Figure("started until it says that it is ready", seen.ready_after, "s"),
        *_between(seen.between),
    ]
    remarks = [f"served in the order {' '.join(number[-3:].lstrip('0') for number in seen.served)}"]
    return Found("recovery", figures, remarks, {"expected": seen.expected, "rings": seen.rings})


def lost(expected: Sequence[str], served: Sequence[str]) -> int:
    """Callers who waited and were never served."""
    return len(set(expected) - set(served))


def out_of_order(expected: Sequence[str], served: Sequence[str]) -> int:
    """Callers at another place of the order than they should be; one who is lost moves nobody."""
    there = [number for number in expected if number in set(served)]
    return sum(a != b for a, b in zip(there, served, strict=False))


def _between(seconds: list[float]) -> list[Figure]:
    if not seconds:
        return []
    spread = Spread.of(seconds)
    name = "agent hangs up -> INVITE of the next caller"
    return [
        Figure(f"{name}, median", round(spread.median * 1000, 1), "ms"),
        Figure(f"{name}, p95", round(spread.p95 * 1000, 1), "ms"),
    ]

"""A crowd on real phones: callers who come when their day says, hang up when their patience ends, and agents who serve them.

Everything is seen from the phones alone, in the same way whoever routes: when a caller was in line, when an agent
picked up for him, when he gave up, and how soon a free agent's phone rang while somebody waited.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field

from acd.simulation.callers import Call
from service.bench.crowd_day import NUMBERS, RINGS, VISITORS, CrowdDay
from service.bench.doorbell import Doorbell, NoAnswer, Ring
from service.bench.visitor import Visitor

AFTER_THE_LAST = 30.0
"""The day ends so long after the last arrival: whoever still waits or talks is sent home, and has not given up."""
OVER_WITHIN = 5.0
GREETING = 1.4
"""Seconds of the greeting that both centres play; then the caller is in line."""


@dataclass(slots=True)
class Visit:
    """One caller's visit, as the phones saw it. Times are epoch seconds; 0: did not happen."""

    call: Call
    arrived: float = 0.0
    joined: float = 0.0
    picked_up: float = 0.0
    left: float = 0.0
    gave_up: bool = False
    """He was in line, and hung up before anybody picked up."""
    fault: str = ""
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def waited(self) -> float:
        """Seconds in line."""
        return (self.picked_up or self.left) - self.joined


@dataclass(slots=True)
class Seen:
    """What the phones saw. `free_to_ring`: seconds, where somebody waited already when the agent became free."""

    visits: Mapping[str, Visit]
    free_to_ring: list[float] = field(default_factory=list)
    rung_while_busy: int = 0
    turned_away: int = 0


class Crowd:
    """One run of a day at one switch. `sip_port` is where callers call; `seats` are the agents' phones, registered."""

    def __init__(self, day: CrowdDay, sip_port: int, seats: Sequence[Doorbell]) -> None:
        self._day, self._port, self._seats = day, sip_port, seats
        self.seen = Seen({number: Visit(call) for number, call in day.calls.items()})

    async def run(self, told: Callable[[float], None] = lambda _share: None) -> Seen:
        """The whole day. `told` hears how much of it is over (0 to 1). Raises NoAnswer."""
        async with AsyncExitStack() as stack:
            phones = [await stack.enter_async_context(Visitor(self._port)) for _ in range(VISITORS)]
            async with asyncio.TaskGroup() as agents:
                at_work = [agents.create_task(self._serve(seat)) for seat in self._seats]
                await self._callers(phones, told)
                for task in at_work:
                    task.cancel()
        return self.seen

    # --- callers

    async def _callers(self, phones: list[Visitor], told: Callable[[float], None]) -> None:
        clock = asyncio.get_running_loop().time
        began = clock()
        with suppress(TimeoutError):
            async with asyncio.timeout(self._day.seconds + AFTER_THE_LAST), asyncio.TaskGroup() as callers:
                for number, visit in self.seen.visits.items():
                    await asyncio.sleep(began + visit.call.arrives - clock())
                    told(visit.call.arrives / self._day.seconds)
                    if phones:
                        callers.create_task(self._visit(phones, number, visit))
                    else:
                        self.seen.turned_away += 1

    async def _visit(self, phones: list[Visitor], number: str, visit: Visit) -> None:
        phone = phones.pop()
        try:
            visit.arrived = time.time()
            await phone.call(NUMBERS[visit.call.segment], number)
            await asyncio.sleep(GREETING)
            visit.joined = time.time()
            await self._in_line(phone, visit)
        except NoAnswer as wrong:
            visit.fault = wrong.told()
        finally:
            visit.left = time.time()
            phone.hang_up()
            phones.append(phone)

    async def _in_line(self, phone: Visitor, visit: Visit) -> None:
        """Wait for an agent as long as patience lasts, then talk until he hangs up."""
        try:
            async with asyncio.timeout(visit.call.patience):
                await _either(visit.answered, phone.over)
        except TimeoutError:
            visit.gave_up = not visit.answered.is_set()
            return
        if not visit.answered.is_set():
            visit.fault = "hung up by the switch while in line"
            return
        try:
            async with asyncio.timeout(visit.call.handling + OVER_WITHIN):
                await phone.over.wait()
        except TimeoutError:
            visit.fault = "not hung up after the agent was"

    # --- agents

    async def _serve(self, seat: Doorbell) -> None:
        freed = 0.0
        while True:
            ring = await seat.rings.get()
            if ring.at < freed:
                self.seen.rung_while_busy += 1
            visit = self.seen.visits.get(ring.caller)
            if visit is None:
                raise NoAnswer(
                    f"phone {seat.account.user} was rung for {ring.caller!r}, who is no caller of this bench"
                )
            if freed and 0.0 < visit.joined < freed:
                self.seen.free_to_ring.append(max(0.0, ring.at - freed))
            freed = await self._answer(seat, ring, visit) or freed

    async def _answer(self, seat: Doorbell, ring: Ring, visit: Visit) -> float:
        """Ring, pick up, talk; when the agent was free again. He may be gone before it is picked up."""
        if await _over(seat, ring, RINGS):
            return seat.ended_at(ring)
        seat.answer(ring)
        if not visit.left:
            visit.picked_up = time.time()
            visit.answered.set()
        if not await _over(seat, ring, visit.call.handling):
            seat.hang_up(ring)
        return seat.ended_at(ring)


async def _over(seat: Doorbell, ring: Ring, within: float) -> bool:
    try:
        await seat.over(ring.call_id, within)
    except NoAnswer:
        return False
    return True


async def _either(one: asyncio.Event, other: asyncio.Event) -> None:
    waits = [asyncio.ensure_future(each.wait()) for each in (one, other)]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waits:
            each.cancel()

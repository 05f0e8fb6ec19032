"""A clock that stands still until a test moves it."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from calls.clock import Clock

T = TypeVar("T")
EPOCH = datetime(2026, 1, 5, 1, 0, tzinfo=UTC).timestamp()
"""Monday, 09:00 in Asia/Shanghai: an ordinary office morning."""
MOST_TURNS = 20_000


@dataclass(order=True, slots=True)
class Alarm:
    """Something to be done at a time; alarms of one time go off in the order they were set."""

    at: float
    order: int
    do: Callable[[], object] = field(compare=False)
    off: bool = field(default=False, compare=False)

    def cancel(self) -> None:
        """Do not go off."""
        self.off = True


class ManualClock(Clock):
    """Time moves from deadline to deadline, and at each one everything that follows from it happens first."""

    def __init__(self, at: float = EPOCH) -> None:
        self._now = at
        self._alarms: list[Alarm] = []
        self._set = 0

    def now(self) -> float:
        """Epoch seconds, as the test left them."""
        return self._now

    async def wait_until(self, at: float) -> None:
        """Return when a test has moved the clock to `at`; at once if it is that late already."""
        if at <= self._now:
            return
        reached = asyncio.get_running_loop().create_future()
        alarm = self.call_at(at, lambda: None if reached.done() else reached.set_result(None))
        try:
            await reached
        finally:
            alarm.cancel()

    def call_at(self, at: float, do: Callable[[], object]) -> Alarm:
        """Have `do` called when the clock reaches `at`; for a time already past, when the loop settles."""
        self._set += 1
        alarm = Alarm(at, self._set, do)
        heapq.heappush(self._alarms, alarm)
        return alarm

    def next_deadline(self) -> float | None:
        """The earliest time that somebody waits for."""
        while self._alarms and self._alarms[0].off:
            heapq.heappop(self._alarms)
        return self._alarms[0].at if self._alarms else None

    async def settle(self) -> None:
        """Return when all is done that needs no more time (what threads and sockets bring does not count)."""
        ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]  # nothing public tells it
        for _ in range(MOST_TURNS):
            self._go_off()
            await asyncio.sleep(0)
            if not ready and not self._due():
                return
        raise AssertionError("the loop never settles: something spins without waiting")

    async def advance(self, seconds: float) -> None:
        """Move time on, settling before, at every deadline on the way, and at the end."""
        end = self._now + seconds
        await self.settle()
        while (at := self.next_deadline()) is not None and at <= end:
            await self._go(at)
        await self._go(end)

    async def until(self, condition: Callable[[], object], within: float = 60.0, what: str = "") -> None:
        """Move time on, deadline by deadline, until the condition holds; fail after `within` seconds."""
        end = self._now + within
        await self.settle()
        while not condition():
            at = self.next_deadline()
            if at is None or at > end:
                raise AssertionError(f"not seen within {within} s: {what or condition}")
            await self._go(at)

    async def run(self, work: Coroutine[Any, Any, T], within: float = 60.0) -> T:
        """Do `work` to its end, moving time on as it needs; its result or its error."""
        task = asyncio.ensure_future(work)
        try:
            await self.until(task.done, within, what=f"the end of {work}")
            return await task
        finally:
            task.cancel()

    async def _go(self, at: float) -> None:
        self._now = max(self._now, at)
        await self.settle()

    def _due(self) -> bool:
        at = self.next_deadline()
        return at is not None and at <= self._now

    def _go_off(self) -> None:
        while self._due():
            heapq.heappop(self._alarms).do()

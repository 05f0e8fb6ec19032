"""The switches that people turn while the service runs: read from the store every second, and known in between."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

import structlog

from calls.clock import Clock
from calls.errors import HotlineError
from service.alarms import Alarms
from store.switches import Position, Turned

log = structlog.get_logger(__name__)
READ_EVERY = 1.0
"""Seconds: what people turn holds for calls a second later."""


class Board:
    """Knows how the switches stand. `read` asks the store."""

    def __init__(self, read: Callable[[], Awaitable[list[Turned]]], clock: Clock, alarms: Alarms) -> None:
        self._read, self._clock, self._alarms = read, clock, alarms
        self._turned: Mapping[str, Turned] = MappingProxyType({})
        self.looked: Callable[[], None] = lambda: None
        """Called after each look: a switch may have been turned, or its time may be over."""

    def forced(self, name: str) -> bool | None:
        """How it was turned; None if the plan decides: nobody turned it, or its time is over."""
        turned = self._turned.get(name)
        if turned is None or not turned.holds(self._clock.now()):
            return None
        return turned.position is Position.ON

    async def look(self) -> None:
        """Read them once. What cannot be read stays as it was known last, and an alarm stands."""
        try:
            turned = {each.name: each for each in await self._read()}
        except HotlineError as error:
            self._alarms.raise_("switches", error.told())
            return
        self._alarms.clear("switches")
        if turned != self._turned:
            log.info("switches", **{name: each.position.value for name, each in turned.items()})
        self._turned = MappingProxyType(turned)

    async def run(self) -> None:
        """Read them every second, for ever."""
        while True:
            await self.look()
            self.looked()
            await self._clock.wait_until(self._clock.now() + READ_EVERY)

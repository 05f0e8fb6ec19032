"""Events for a consumer that awaits: a queue that stops the reading of the link before it grows without end."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator

from telephony.ami.client import AmiClient
from telephony.ami.messages import AmiEvent


class EventQueue:
    """An event listener for one consumer:

    `client.add_event_listener(queue)`, then `async for event in queue`.

    At `high` waiting events the link's reading is paused, and Asterisk holds what follows; at `low` it goes
    on. While an action is awaited reading goes on regardless: its answer stands behind the events in the same
    stream, and a consumer that asks something in the middle of its work would otherwise wait for itself.
    """

    def __init__(self, high: int = 2000, low: int = 500) -> None:
        self._high, self._low = high, low
        self._events: deque[AmiEvent] = deque()
        self._arrived = asyncio.Event()
        self._held: AmiClient | None = None

    def __len__(self) -> int:
        return len(self._events)

    def __call__(self, event: AmiEvent, source: AmiClient) -> None:
        """Take one event, as a listener."""
        self._events.append(event)
        self._arrived.set()
        if len(self._events) >= self._high and self._held is not source:
            self._held = source
            source.hold_reading(self)

    async def get(self) -> AmiEvent:
        """The next event, as soon as there is one."""
        while not self._events:
            self._arrived.clear()
            await self._arrived.wait()
        event = self._events.popleft()
        if self._held is not None and len(self._events) <= self._low:
            held, self._held = self._held, None
            held.release_reading(self)
        return event

    async def __aiter__(self) -> AsyncIterator[AmiEvent]:
        while True:
            yield await self.get()

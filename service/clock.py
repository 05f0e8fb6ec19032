"""The machine's clock: epoch seconds that never run backwards, whatever is done to the wall clock."""

from __future__ import annotations

import asyncio
import time


class SystemClock:
    """Reads the wall clock once and counts on by the monotonic clock."""

    def __init__(self) -> None:
        self._offset = time.time() - time.monotonic()

    def now(self) -> float:
        """Epoch seconds."""
        return self._offset + time.monotonic()

    async def wait_until(self, at: float) -> None:
        """Return when `now()` has reached `at`."""
        left = at - self.now()
        if left > 0:
            # The loop sleeps by the monotonic clock too, and may wake a hair early: one more look settles it.
            await asyncio.sleep(left)
            await self.wait_until(at)

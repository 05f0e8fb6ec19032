"""The clock as a port. Time is epoch seconds (UTC) everywhere; it never runs backwards."""

from __future__ import annotations

from typing import Protocol


class Clock(Protocol):
    """What tells the time and waits. Tests have a manual one."""

    def now(self) -> float:
        """Epoch seconds, never less than before."""
        ...

    async def wait_until(self, at: float) -> None:
        """Return when `now()` has reached `at`; at once if it has."""
        ...

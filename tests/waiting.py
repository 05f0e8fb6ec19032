"""Waiting on a condition with a deadline: what tests do instead of sleeping."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable


async def until(condition: Callable[[], object], within: float = 20.0, what: str = "") -> None:
    """Return as soon as `condition()` is true; fail after `within` seconds, naming what was awaited."""
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"not seen within {within} s: {what or condition}")
        await asyncio.sleep(0.005)

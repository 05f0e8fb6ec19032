"""Waiting on a condition with a deadline: what tests do instead of sleeping.

A deadline is there to end what hangs, and costs a test that passes nothing. Each is written as an idle machine would keep
it, and stretched here, and here alone, for one that is shared and busy.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

PATIENCE = 3.0
"""By how much a busy machine may be slower than an idle one."""


def patient(seconds: float) -> float:
    """How long something may take here that takes at most `seconds` on an idle machine."""
    return seconds * PATIENCE


async def until(condition: Callable[[], object], within: float = 20.0, what: str = "") -> None:
    """Return as soon as `condition()` is true; fail after `within` seconds (`patient`), naming what was awaited."""
    deadline = time.monotonic() + patient(within)
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"not seen within {patient(within):g} s: {what or condition}")
        await asyncio.sleep(0.005)


async def until_told(ask: Callable[[], Awaitable[bool]], within: float = 20.0, what: str = "") -> None:
    """The same for a condition that is asked of another process: each look is over before the next, a fifth of a second on."""
    deadline = time.monotonic() + patient(within)
    while not await ask():
        if time.monotonic() > deadline:
            raise AssertionError(f"not told within {patient(within):g} s: {what or ask}")
        await asyncio.sleep(0.2)

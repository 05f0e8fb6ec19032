"""Waiting by the clock of the port, so that tests can move the time."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from calls.clock import Clock

T = TypeVar("T")


async def before(clock: Clock, at: float, work: Coroutine[Any, Any, T]) -> T:
    """The result of the work. Raises TimeoutError, with the work cancelled, when the clock reaches `at` first."""
    doing, limit = asyncio.create_task(work), asyncio.create_task(clock.wait_until(at))
    either: set[asyncio.Future[Any]] = {doing, limit}
    try:
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not doing.done():
            raise TimeoutError
        return doing.result()
    finally:
        doing.cancel()
        limit.cancel()
        await asyncio.gather(doing, limit, return_exceptions=True)

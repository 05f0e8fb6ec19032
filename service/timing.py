"""Work with an end set to it. Time goes by the clock of the port, so that tests can move it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from calls.clock import Clock

T = TypeVar("T")


async def before(clock: Clock, at: float, work: Coroutine[Any, Any, T]) -> T:
    """The result of the work. Raises TimeoutError, with the work cancelled, when the clock reaches `at` first."""
    return await unless(clock.wait_until(at), work)


async def unless(end: Coroutine[Any, Any, object], work: Coroutine[Any, Any, T]) -> T:
    """The result of the work. Raises TimeoutError, with the work cancelled, when `end` comes first."""
    doing, ending = asyncio.create_task(work), asyncio.create_task(end)
    either: set[asyncio.Task[Any]] = {doing, ending}
    try:
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not doing.done():
            raise TimeoutError
        return doing.result()
    finally:
        doing.cancel()
        ending.cancel()
        await asyncio.gather(doing, ending, return_exceptions=True)

"""Work with a time to be done by: its result, its error, or its end."""

from __future__ import annotations

import asyncio

import pytest

from service.timing import before
from tests.fakes.clock import EPOCH, ManualClock


async def test_work_that_is_done_in_time_gives_its_result_or_its_error() -> None:
    async def fails() -> None:
        raise ZeroDivisionError

    clock = ManualClock()
    assert await clock.run(before(clock, EPOCH + 1, asyncio.sleep(0, "done"))) == "done"
    with pytest.raises(ZeroDivisionError):
        await clock.run(before(clock, EPOCH + 1, fails()))


async def test_work_that_is_late_is_ended_before_it_is_told() -> None:
    ended: list[str] = []

    async def slow() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append("ended")

    clock = ManualClock()
    with pytest.raises(TimeoutError):
        await clock.run(before(clock, EPOCH + 1, slow()))
    assert (ended, clock.now()) == (["ended"], EPOCH + 1)

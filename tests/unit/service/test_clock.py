"""The clock of the service: the time of day that never runs backwards, and waiting for a time."""

from __future__ import annotations

import asyncio

import pytest

from service.clock import SystemClock
from tests.waiting import patient


def test_the_clock_shows_the_time_of_day_and_never_runs_backwards(monkeypatch: pytest.MonkeyPatch) -> None:
    wall, counted = 1_795_000_000.0, 500.0
    monkeypatch.setattr("time.time", lambda: wall)
    monkeypatch.setattr("time.monotonic", lambda: counted)
    clock = SystemClock()
    assert clock.now() == wall
    wall, counted = 1_000_000_000.0, 507.0
    assert clock.now() == 1_795_000_007.0


async def test_waiting_ends_not_before_the_time_and_at_once_for_a_time_that_is_past() -> None:
    clock = SystemClock()
    async with asyncio.timeout(patient(3)):
        at = clock.now() + 0.01
        await clock.wait_until(at)
        assert clock.now() >= at
        await clock.wait_until(0.0)

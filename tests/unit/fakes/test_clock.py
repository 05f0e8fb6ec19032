"""The manual clock: time moves from deadline to deadline, and nothing is left undone on the way."""

from __future__ import annotations

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.contract.switch.world import meanwhile
from tests.fakes.clock import ManualClock


async def test_it_starts_on_a_monday_at_nine_in_the_office() -> None:
    office = datetime.fromtimestamp(ManualClock().now(), ZoneInfo("Asia/Shanghai"))
    assert (office.strftime("%A"), office.hour, office.minute) == ("Monday", 9, 0)


async def test_waiters_wake_in_the_order_of_their_time_and_see_it() -> None:
    clock, woken = ManualClock(at=100.0), list[tuple[str, float]]()

    async def sleeper(name: str, at: float) -> None:
        await clock.wait_until(at)
        woken.append((name, clock.now()))

    async with asyncio.TaskGroup() as group:
        for name, at in (("late", 110.0), ("early", 105.0), ("late too", 110.0), ("past", 90.0)):
            group.create_task(sleeper(name, at))
        await clock.advance(20)
    assert woken == [("past", 100.0), ("early", 105.0), ("late", 110.0), ("late too", 110.0)]
    assert clock.now() == 120.0


async def test_what_a_deadline_starts_comes_before_the_next_deadline() -> None:
    clock, log = ManualClock(at=0.0), list[str]()

    async def ticking() -> None:
        for count in range(3):
            await clock.wait_until(clock.now() + 1)
            for _ in range(100):
                await asyncio.sleep(0)
            log.append(f"tick {count} at {clock.now():.0f}")

    with meanwhile(ticking()):
        await clock.advance(2)
        assert log == ["tick 0 at 1", "tick 1 at 2"]
        await clock.advance(0.5)
        assert len(log) == 2


async def test_a_waiter_that_gave_up_is_forgotten() -> None:
    clock = ManualClock()
    with meanwhile(clock.wait_until(clock.now() + 5)):
        await clock.settle()
        assert clock.next_deadline() is not None
    await clock.settle()
    assert clock.next_deadline() is None


async def test_until_stops_at_the_deadline_that_made_it_true() -> None:
    clock = ManualClock(at=0.0)
    for at in (1.0, 2.0, 3.0):
        clock.call_at(at, lambda: None)
    await clock.until(lambda: clock.now() >= 2)
    assert clock.now() == 2.0


async def test_until_fails_when_time_brings_nothing() -> None:
    clock = ManualClock()
    with pytest.raises(AssertionError, match="a miracle"):
        await clock.until(lambda: False, within=5, what="a miracle")


async def test_run_gives_the_result_or_the_error_and_moves_time_as_needed() -> None:
    clock = ManualClock(at=0.0)

    async def work(divisor: int) -> float:
        await clock.wait_until(7.0)
        return 1 / divisor

    assert await clock.run(work(2)) == 0.5
    assert clock.now() == 7.0
    with pytest.raises(ZeroDivisionError):
        await clock.run(work(0))


async def test_a_spinning_loop_is_named() -> None:
    loop = asyncio.get_running_loop()

    def spin() -> None:
        if not settled:
            loop.call_soon(spin)

    settled: list[bool] = []
    spin()
    with pytest.raises(AssertionError, match="never settles"):
        await ManualClock().settle()
    settled.append(True)

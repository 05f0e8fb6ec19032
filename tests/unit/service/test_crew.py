"""One task's fault is its own: the others go on, it is told, and leaving ends them all."""

from __future__ import annotations

import asyncio

import pytest

from service.crew import Crew, sole_error


async def broken() -> None:
    raise ZeroDivisionError


async def for_ever(started: asyncio.Event | None = None) -> None:
    if started is not None:
        started.set()
    await asyncio.Event().wait()


async def test_a_fault_in_one_keeps_the_others_alive() -> None:
    faults: list[str] = []
    async with Crew(faults.append) as crew:
        going = crew.start("call 1", for_ever())
        failed = crew.start("call 2", broken())
        await failed
        assert faults == ["call 2"]
        assert not going.done()
        later = crew.start("call 3", asyncio.sleep(0))
        await later
    assert going.cancelled()
    assert faults == ["call 2"]


async def test_a_group_of_faults_is_one_fault() -> None:
    async def group() -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(broken())

    faults: list[str] = []
    async with Crew(faults.append) as crew:
        await crew.start("call 1", group())
    assert faults == ["call 1"]


async def test_cancelling_is_no_fault_and_the_crew_goes_on() -> None:
    faults, started = list[str](), asyncio.Event()
    async with Crew(faults.append) as crew:
        going = crew.start("call 1", for_ever(started))
        await started.wait()
        crew.cancel_all()
        await asyncio.wait({going})
        assert going.cancelled()
        await crew.start("call 2", asyncio.sleep(0))
    assert faults == []


async def test_a_task_that_takes_its_leave_is_awaited() -> None:
    said, started = list[str](), asyncio.Event()

    async def polite() -> None:
        try:
            await for_ever(started)
        finally:
            await asyncio.sleep(0)
            said.append("farewell")

    async with Crew() as crew:
        crew.start("call 1", polite())
        await started.wait()
    assert said == ["farewell"]


async def test_a_fault_of_who_holds_the_crew_is_his_and_ends_all() -> None:
    going: list[asyncio.Task[None]] = []

    async def hold() -> None:
        async with Crew() as crew:
            going.append(crew.start("call 1", for_ever()))
            await asyncio.sleep(0)
            await broken()

    with pytest.raises(ExceptionGroup) as group:
        await hold()
    assert going[0].cancelled()
    assert isinstance(sole_error(group.value), ZeroDivisionError)


def test_one_error_however_deep_is_told_as_itself_and_several_as_several() -> None:
    fault = ZeroDivisionError()
    assert sole_error(ExceptionGroup("", [ExceptionGroup("", [fault])])) is fault
    two = ExceptionGroup("", [fault, KeyError()])
    assert sole_error(ExceptionGroup("", [two])) is two
    assert isinstance(sole_error(BaseExceptionGroup("", [KeyboardInterrupt()])), KeyboardInterrupt)

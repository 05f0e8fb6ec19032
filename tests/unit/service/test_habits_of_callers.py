"""What a caller mostly takes is read when he calls, for plans that use it, and forgotten with the call."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest

from ivr.dialplan import Plan
from ivr.surroundings import QueueState
from service.asking import Asking
from service.config_connectors import ConnectorSettings
from service.metrics import Metrics
from service.visitors import KnownVisitors
from store.errors import StoreUnusable
from tests.unit.ivr.plans import whole_plan
from tests.unit.service.rooms import Rooms, open_rooms
from tests.waiting import until

TEXT = """
numbers: {any: start}
languages: [zh]
flows:
  start:
    - menu: {prompt: p, order: %s, choices: {1: {go: end, prompt: q}}, noinput: {then: end}}
  end: [hang_up]
"""
TAKEN = {"start.1": {"1>end": 5}}


class Memory:
    """What is kept of callers, and who asked for it."""

    def __init__(self, error: StoreUnusable | None = None) -> None:
        self.asked: list[str] = []
        self.error = error
        self.slow = asyncio.Event()
        self.slow.set()

    async def recall(self, number: str) -> Mapping[str, Mapping[str, int]]:
        """As the store does."""
        self.asked.append(number)
        await self.slow.wait()
        if self.error is not None:
            raise self.error
        return TAKEN


def visitors(rooms: Rooms, memory: Memory, order: str = "by_habit") -> KnownVisitors:
    """Visitors of a plan whose menu has this order."""
    plan: Plan = whole_plan(TEXT % order)
    return KnownVisitors(
        Asking.by(ConnectorSettings(), Path()),
        lambda: plan,
        lambda _: False,
        lambda _: QueueState(),
        lambda _: None,
        rooms.clock,
        rooms.chronicle,
        Metrics(),
        rooms.crew,
        memory.recall,
        lambda _: None,
    )


async def test_the_habits_of_a_caller_are_known_in_his_call() -> None:
    async with open_rooms(Rooms) as rooms:
        memory = Memory()
        known = visitors(rooms, memory)
        _, call = await rooms.caller()
        known.meet(call)
        world = known.surroundings(call)
        await until(lambda: world.habits("start.1") == TAKEN["start.1"])
        assert world.habits("other.1") == {}
        assert memory.asked == ["13800001111"]
        known.parted(call)
        assert known.surroundings(call).habits("start.1") == {}


async def test_nothing_is_read_for_a_plan_that_does_not_ask_by_habit() -> None:
    async with open_rooms(Rooms) as rooms:
        memory = Memory()
        known = visitors(rooms, memory, "written")
        _, call = await rooms.caller()
        known.meet(call)
        await rooms.clock.settle()
        assert memory.asked == []


@pytest.mark.parametrize("error", [None, StoreUnusable("full")])
async def test_a_store_that_is_late_or_down_leaves_the_menu_as_it_is_written(error: StoreUnusable | None) -> None:
    async with open_rooms(Rooms) as rooms:
        memory = Memory(error)
        if error is None:
            memory.slow.clear()
        known = visitors(rooms, memory)
        _, call = await rooms.caller()
        known.meet(call)
        await until(lambda: bool(memory.asked))
        assert known.surroundings(call).habits("start.1") == {}
        known.parted(call)

"""Hours forced open or closed hold for menus, queues and people alike, and live state stays."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo

from acd.agents import Agent
from acd.managers import Manager
from acd.queues import Onward, Overflow, Queue, Trigger
from acd.rest import OUTSIDE_HOURS
from acd.states import PersonState
from calls.ids import PersonId
from calls.office_hours import OfficeHours, Span
from calls.switch import Seat
from ivr.loading import load
from service.alarms import Alarms
from service.configuration import Configuration
from service.hours_turned import _forced
from service.house import House
from service.knowing import Knowing
from service.metrics import Metrics
from service.switches import Board
from store.switches import Position, Turned
from tests.fakes.clock import ManualClock
from tests.fakes.party import Answers
from tests.fakes.switch import FakeSwitch
from tests.journeys.house import Memory, NoSource, house_of, live, no_habits

PLAN = """
numbers: {"95105": straight, "95106": asked}
languages: [zh, en]
hours:
  office: {zone: Asia/Shanghai, week: {mon-fri: "09:00-18:00"}}
  same: {zone: Asia/Shanghai, week: {mon-fri: "09:00-18:00"}}
flows:
  straight: [enqueue: {queue: orders, otherwise: bye}]
  asked: [hours: {of: office, closed: bye}, enqueue: {queue: orders, otherwise: bye}]
  shut: [hang_up: {say: closed}]
  bye: [hang_up: {say: goodbye}]
"""


@dataclass
class Switched:
    """A centre with a board of switches that is read every second."""

    clock: ManualClock
    switch: FakeSwitch
    memory: Memory
    house: House
    turned: list[Turned]

    async def turn(self, name: str, position: Position, until: float | None = None) -> None:
        """Somebody turns a switch; a second later it is known."""
        self.turned[:] = [each for each in self.turned if each.name != name]
        if position is not Position.AUTO:
            self.turned.append(Turned(name, position, self.clock.now(), until, "lin"))
        await self.clock.advance(1.1)

    def state(self, person: str) -> PersonState | None:
        return self.house.floor.state_of(PersonId(person))


def plan() -> Configuration:
    loaded = load("main.yaml", {"main.yaml": PLAN}.__getitem__)
    assert not loaded.problems, [problem.told() for problem in loaded.problems]
    office, same = loaded.plan.hours["office"], loaded.plan.hours["same"]
    people = (
        Agent(PersonId("1001"), "1001", "1001", {"orders": 8.0}, ring=15.0),
        Manager(PersonId("boss"), "boss", "13900001111", office, {"wealth": 9.0}),
        Manager(PersonId("other"), "other", "13900002222", same, {"wealth": 9.0}),
    )
    closed = Overflow(Trigger.CLOSED, 0.0, Onward.FLOW, "shut")
    return Configuration(loaded.plan, people, (Queue("orders", 1, {"orders": 5.0}, hours=office, overflow=(closed,)),))


@asynccontextmanager
async def open_switched() -> AsyncIterator[Switched]:
    clock, memory, turned = ManualClock(), Memory(), list[Turned]()
    switch = FakeSwitch(clock)
    switch.phone(Seat("1001"), Answers(after=1)).register()

    async def read() -> list[Turned]:
        return turned

    board = Board(read, clock, Alarms(Metrics()))
    knowing = Knowing(NoSource(), board.forced, no_habits)
    house = house_of(plan(), switch, clock, memory, knowing=knowing)
    board.looked = house.switches_looked_at
    tasks = [asyncio.create_task(live(house)), asyncio.create_task(board.run())]
    await clock.settle()
    switch.restore_link()
    await clock.settle()
    try:
        yield Switched(clock, switch, memory, house, turned)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def call(centre: Switched, number: str, dialled: str = "95105") -> str:
    """How such a call goes: whom he talks to, or what he hears last."""
    caller = centre.switch.call_in(dialled, number=number)
    for _ in range(8):
        await centre.clock.advance(1)
        if caller.hears == "1001" or caller.gone:
            break
    heard = caller.hears if not caller.gone else centre.memory.record(number).outcome.value
    if not caller.gone:
        caller.hang_up()
    await centre.clock.advance(1)
    return heard


async def test_a_queue_whose_hours_are_forced_closed_lets_nobody_in() -> None:
    async with open_switched() as centre:
        assert await call(centre, "13800001111") == "1001"
        await centre.turn("hours.office", Position.OFF)
        assert await call(centre, "13800002222") != "1001"
        assert await call(centre, "13800003333", "95106") != "1001"
        await centre.turn("hours.office", Position.AUTO)
        assert await call(centre, "13800004444") == "1001"


async def test_a_queue_may_be_forced_open_at_night() -> None:
    async with open_switched() as centre:
        await centre.clock.advance(12 * 3600)
        assert await call(centre, "13800001111") != "1001"
        await centre.turn("hours.office", Position.ON)
        assert await call(centre, "13800002222") == "1001"


async def test_people_of_those_hours_stand_back_and_others_of_the_same_times_do_not() -> None:
    async with open_switched() as centre:
        await centre.turn("hours.office", Position.OFF)
        assert (centre.state("boss"), centre.state("other")) == (PersonState.NOT_READY, PersonState.READY)
        assert centre.memory.people["boss"].reason == OUTSIDE_HOURS
        await centre.turn("hours.office", Position.AUTO)
        assert centre.state("boss") is PersonState.READY


async def test_its_time_over_the_clock_decides_again() -> None:
    async with open_switched() as centre:
        await centre.turn("hours.office", Position.OFF, until=centre.clock.now() + 60)
        assert centre.state("boss") is PersonState.NOT_READY
        await centre.clock.advance(60)
        assert centre.state("boss") is PersonState.READY
        assert await call(centre, "13800001111") == "1001"


async def test_who_waits_or_talks_is_left_alone() -> None:
    async with open_switched() as centre:
        talking = centre.switch.call_in("95105", number="13800001111")
        await centre.clock.until(lambda: talking.hears == "1001")
        waiting = centre.switch.call_in("95105", number="13800002222")
        await centre.clock.advance(2)
        await centre.turn("hours.office", Position.OFF)
        assert talking.hears == "1001"
        assert not waiting.gone
        talking.hang_up()
        await centre.clock.until(lambda: waiting.hears == "1001")


async def test_another_plan_keeps_what_is_forced() -> None:
    async with open_switched() as centre:
        await centre.turn("hours.office", Position.OFF)
        await centre.house.reconfigure(plan(), centre.house.sounds._shelf)
        await centre.clock.settle()
        assert centre.state("boss") is PersonState.NOT_READY


def test_forced_hours_are_open_or_closed_at_any_time() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    week = OfficeHours(zone, {0: (Span(time(9), time(18)),)})
    moments = [1_800_000_000.0 + 3_601 * hour for hour in range(200)]
    assert all(_forced(week, True).open_at(at) for at in moments)
    assert not any(_forced(week, False).open_at(at) for at in moments)
    assert _forced(week, False).next_change(moments[0]) is None

"""A small centre for journeys: one queue of each kind, three agents, two managers, on FakeSwitch and ManualClock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from acd.agents import Agent
from acd.managers import Manager
from acd.queues import Queue
from calls.contact import ContactRecord
from calls.ids import CallId, PersonId
from calls.switch import Seat
from ivr.loading import load
from service.callback_rules import CallbackRules
from service.configuration import Configuration
from service.earlier import Earlier
from service.house import House
from tests.fakes.clock import ManualClock
from tests.fakes.party import FakePhone, Script
from tests.fakes.switch import FakeSwitch
from tests.journeys.house import NOWHERE, RULES, Memory, house_of, live

COMPANY = ("music", "all_busy", "still_waiting")
"""What a waiting caller may be hearing."""
SEATS = ("1001", "1002", "1003")
PLAN = """
numbers: {"95105": welcome, "95106": straight, "95107": wealth, "95108": wealth_desk, "95109": through, "95110": patient,
          "95111": twice, "95112": call_me, "95113": box, "95114": wait_or_call}
languages: [zh, en]
at_most: 30s
flows:
  welcome:
    - say: greeting
    - menu:
        prompt: main_menu
        choices:
          1: {go: orders}
          3: {go: wealth}
        noinput: {tries: 2, then: bye}
        nomatch: {tries: 2, then: bye}
  orders:
    - enqueue: {queue: orders}
  wealth:
    - enqueue: {queue: wealth, manager: xiamen_1}
  patient:
    - menu:
        prompt: main_menu
        choices:
          1: {go: orders}
        noinput: {tries: 9, then: bye}
        nomatch: {tries: 9, then: bye}
  wealth_desk:
    - enqueue: {queue: desk}
  straight:
    - enqueue: {queue: orders, after: survey}
  twice:
    - enqueue: {queue: orders, after: again}
  again:
    - enqueue: {queue: desk}
  survey:
    - say: goodbye
    - hang_up
  through:
    - transfer: {to: "1002", ring: 10s, otherwise: orders}
  call_me:
    - callback: {queue: orders, otherwise: bye}
    - hang_up: {say: goodbye}
  wait_or_call:
    - callback: {queue: orders, then: orders, otherwise: bye}
  box:
    - message: {box: sales, silence: 2s, otherwise: bye}
    - hang_up: {say: goodbye}
  bye:
    - hang_up: {say: goodbye}
"""
PEOPLE = (
    Agent(PersonId("1001"), "1001", "1001", {"orders": 8.0}, wrap_up=10.0, ring=15.0),
    Agent(PersonId("1002"), "1002", "1002", {"orders": 7.0}, wrap_up=10.0, ring=15.0),
    Agent(PersonId("1003"), "1003", "1003", {"wealth": 8.0, "orders": 5.0, "desk": 9.0}, wrap_up=10.0, ring=15.0),
    Manager(PersonId("xiamen_1"), "xiamen_1", "13900001111", None, {"wealth": 9.8}, deputy=PersonId("1003"), ring=20.0),
)
QUEUES = (Queue("orders", 1, {"orders": 5.0}), Queue("wealth", 5, {"wealth": 7.0}), Queue("desk", 1, {"desk": 5.0}))


@dataclass
class Centre:
    """A running service and its surroundings."""

    clock: ManualClock
    switch: FakeSwitch
    memory: Memory
    house: House
    running: asyncio.Task[None]

    def plan_now(self) -> Configuration:
        """What a service that is started anew runs with."""
        return _plan()

    async def kill(self) -> None:
        """SIGKILL: the service is gone in the middle of everything; switch and memory stay."""
        self.switch.attach(lambda _event: None)
        self.running.cancel()
        with suppress(asyncio.CancelledError):
            await self.running

    async def start_again(
        self, away: float = 3.0, plan: Configuration | None = None, earlier: Mapping[int, Configuration] | None = None
    ) -> None:
        """A new service on the same switch and memory. `earlier`: the plans that open calls began with, by version."""
        await self.clock.advance(away)
        records = self.memory.records()
        left = Earlier(
            [record for record in records if record.ended_at is None],
            configurations=earlier or {},
            served=[
                (record.number, record.person) for record in records if record.ended_at is not None and record.talks
            ],
        )
        self.house = house_of(plan or self.plan_now(), self.switch, self.clock, self.memory, earlier=left)
        self.running = asyncio.create_task(live(self.house))
        self.switch.restore_link()
        await self.clock.settle()

    def record(self, call: CallId) -> ContactRecord:
        return next(record for record in self.memory.records() if record.call == call)


def only(centre: Centre, seat: str, script: Script | None = None) -> FakePhone:
    """Only this agent's phone is registered."""
    nobody(centre)
    phone = centre.switch.phone(Seat(seat), script)
    phone.register()
    return phone


def nobody(centre: Centre) -> None:
    """No agent's phone is registered."""
    for seat in SEATS:
        centre.switch.phone(Seat(seat)).unregister()


def at_work(*kinds: str) -> list[str]:
    """What the service is busy with: the names of its tasks of these kinds (`call`, `desk`, `offer`)."""
    return [name for task in asyncio.all_tasks() if (name := task.get_name()).partition(" ")[0] in kinds]


def _plan() -> Configuration:
    loaded = load("main.yaml", {"main.yaml": PLAN}.__getitem__)
    assert not loaded.problems, [problem.told() for problem in loaded.problems]
    assert loaded.plan is not None
    return Configuration(loaded.plan, PEOPLE, QUEUES)


@asynccontextmanager
async def open_centre(
    make_switch: Callable[[ManualClock], FakeSwitch] = FakeSwitch, folder: Path = NOWHERE, rules: CallbackRules = RULES
) -> AsyncIterator[Centre]:
    """Start the service with every seat registered. Messages are kept in `folder`."""
    clock, memory = ManualClock(), Memory(folder=folder, rules=rules)
    switch = make_switch(clock)
    for seat in SEATS:
        switch.phone(Seat(seat))
    house = house_of(_plan(), switch, clock, memory)
    centre = Centre(clock, switch, memory, house, asyncio.create_task(live(house)))
    await clock.settle()
    switch.restore_link()
    await clock.settle()
    try:
        yield centre
    finally:
        await centre.kill()

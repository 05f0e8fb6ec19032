"""A centre whose queues give callers away, each for a reason of its own; nobody is signed in before a test lets him."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import time
from zoneinfo import ZoneInfo

from acd.agents import Agent
from acd.managers import Manager
from acd.messages import Person
from acd.queues import Onward, Overflow, Queue, Trigger, Words
from calls.contact import ContactRecord
from calls.happenings.queue import GivenAway
from calls.ids import PersonId
from calls.office_hours import OfficeHours, Span
from calls.switch import Outside, Seat
from ivr.loading import load
from service.configuration import Configuration
from service.earlier import Earlier
from service.house import House
from tests.fakes.clock import ManualClock
from tests.fakes.party import FakeCaller, FakePhone, Rings, Script
from tests.fakes.switch import FakeSwitch
from tests.journeys.house import Memory, house_of, live

NIGHT = OfficeHours(ZoneInfo("Asia/Shanghai"), {day: (Span(time(20), time(22)),) for day in range(7)})
"""The clock of the tests begins at nine in the morning: closed."""
PLAN = """
numbers: {"1": in_closed, "2": in_shut, "3": in_full, "4": in_long, "5": in_slow, "6": in_late, "7": in_empty, "8": in_vip,
          "9": in_told, "10": in_balk, "11": in_round}
languages: [zh, en]
flows:
  in_closed: [enqueue: {queue: closed, otherwise: back}]
  in_shut: [enqueue: {queue: shut, otherwise: back}]
  in_full: [enqueue: {queue: full, otherwise: back}]
  in_long: [enqueue: {queue: long, otherwise: back}]
  in_slow: [enqueue: {queue: slow, otherwise: back}]
  in_late: [enqueue: {queue: late, otherwise: back}]
  in_empty: [enqueue: {queue: empty, otherwise: back}]
  in_vip: [enqueue: {queue: vip, otherwise: back}]
  in_told: [enqueue: {queue: told, otherwise: back}]
  in_balk: [enqueue: {queue: balk, limit: 30s, otherwise: back}]
  in_round: [enqueue: {queue: round, otherwise: back}]
  back: [hang_up: {say: goodbye}]
  message: [hang_up: {say: leave_message}]
  call_me:
    - menu: {prompt: callback_offer, choices: {1: kept, 2: on}, noinput: {tries: 1, then: on}}
  kept:
    - callback: {queue: told, otherwise: back}
    - hang_up: {say: callback_kept}
  on: [enqueue: {queue: told, otherwise: back}]
"""


def rule(when: Trigger, limit: float, to: Onward, name: str) -> Overflow:
    return Overflow(when, limit, to, name, over=when is not Trigger.LENGTH)


TOLD = Words(first=8.0, every=40.0, position=True, wait=True, key="1", flow="call_me", press=30.0)
MESSAGE = (Onward.FLOW, "message")
QUEUES = (
    Queue("closed", hours=NIGHT, overflow=(rule(Trigger.CLOSED, 0, *MESSAGE),)),
    Queue("shut", hours=NIGHT),
    Queue("full", capacity=1),
    Queue("long", overflow=(rule(Trigger.LENGTH, 1, Onward.QUEUE, "late"),)),
    Queue("slow", handling=300.0, overflow=(rule(Trigger.EXPECTED_WAIT, 400.0, *MESSAGE),)),
    Queue("late", weight=3, overflow=(rule(Trigger.WAITED, 60.0, Onward.QUEUE, "round"),)),
    Queue("empty", overflow=(rule(Trigger.NOBODY, 0, *MESSAGE),)),
    Queue("vip", overflow=(rule(Trigger.WAITED, 20.0, Onward.PERSON, "xiamen_1"),)),
    Queue("told", words=TOLD, handling=120.0, music="jazz"),
    Queue("balk", handling=600.0, balk="message"),
    Queue("round", music="calm", overflow=(rule(Trigger.WAITED, 90.0, *MESSAGE),)),
)
LEI, MING = PersonId("lei"), PersonId("ming")
MANAGER = "13900001111"
PEOPLE: tuple[Person, ...] = (
    Agent(LEI, "Lei", "1001", {}, ring=120.0),
    Agent(MING, "Ming", "1002", {}, ring=120.0),
    Manager(PersonId("xiamen_1"), "Xiamen", MANAGER, ring=15.0, queues=("nothing",)),
)


class QueueCentre:
    """The running service, and who calls it."""

    def __init__(self, configuration: Configuration) -> None:
        self.clock, self.memory = ManualClock(), Memory()
        self.switch = FakeSwitch(self.clock)
        for seat in ("1001", "1002"):
            self.switch.phone(Seat(seat)).unregister()
        self._configuration = configuration
        self._numbers = iter(range(100))
        self._open()

    def _open(self) -> None:
        still = [record for record in self.memory.records() if record.ended_at is None]
        self.house: House = house_of(self._configuration, self.switch, self.clock, self.memory, earlier=Earlier(still))
        self._running = asyncio.create_task(live(self.house))

    async def close(self) -> None:
        """SIGKILL: the service is gone in the middle of everything; switch and memory stay."""
        self.switch.attach(lambda _event: None)
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)

    async def start_again(self, away: float = 3.0) -> None:
        """A new service on the same switch and memory."""
        await self.close()
        await self.clock.advance(away)
        self._open()
        self.switch.restore_link()
        await self.clock.settle()

    def call(self, number: str) -> FakeCaller:
        return self.switch.call_in(number, number=f"138000000{next(self._numbers):02d}")

    def sign_in(self, seat: str = "1001", script: Script | None = None) -> FakePhone:
        phone = self.switch.phone(Seat(seat), script or Rings())
        phone.register()
        return phone

    def manager(self, script: Script) -> FakePhone:
        return self.switch.phone(Outside(MANAGER), script)

    def record(self, caller: FakeCaller) -> ContactRecord:
        return next(each for each in self.memory.records() if each.leg == caller.leg)

    def given(self, caller: FakeCaller) -> list[tuple[str, str]]:
        """From which queue he was given where, in order."""
        return [(each.queue, each.to) for each in self.happened(caller)]

    def happened(self, caller: FakeCaller) -> list[GivenAway]:
        return list(self.record(caller).given_away)


@asynccontextmanager
async def queue_centre() -> AsyncIterator[QueueCentre]:
    loaded = load("main.yaml", {"main.yaml": PLAN}.__getitem__)
    assert not loaded.problems, [problem.told() for problem in loaded.problems]
    centre = QueueCentre(Configuration(loaded.plan, PEOPLE, QUEUES))
    await centre.clock.settle()
    centre.switch.restore_link()
    await centre.clock.settle()
    try:
        yield centre
    finally:
        await centre.close()

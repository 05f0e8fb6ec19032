"""A centre of one's own: the people and queues that a test names, phones with two lines, and a service that can be killed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from acd.agents import Agent
from acd.messages import Person
from acd.queues import Queue
from calls.causes import Cause
from calls.ids import PersonId
from calls.switch import Seat
from ivr.loading import load
from service.configuration import Configuration
from tests.fakes.clock import ManualClock
from tests.fakes.legs import FakeLeg
from tests.fakes.party import Answers, FakeCaller, FakePhone, Rings, Script
from tests.fakes.switch import FakeSwitch
from tests.journeys.centre import Centre
from tests.journeys.house import Memory, Shelf, house_of, live

ORDERS = Queue("orders", 1, {"orders": 5.0})


def agent(name: str, **skills: float) -> Agent:
    """At the seat of his name; ten seconds of wrap-up."""
    return Agent(PersonId(name), name, name, skills or {"orders": 8.0}, wrap_up=10.0, ring=15.0)


class TwoLines(FakePhone):
    """A desk phone that rings for a second call while its first line is in use; it is on hold meanwhile."""

    def __init__(self, switch: FakeSwitch, seat: str, script: Script) -> None:
        super().__init__(switch, Seat(seat), script)
        self.lines = [FakePhone(switch, Seat(seat), script) for _ in range(2)]

    def refusal(self) -> Cause | None:
        """Busy when both lines are."""
        if not self.registered:
            return Cause.ABSENT
        return None if any(line.gone for line in self.lines) else Cause.BUSY

    def take(self, leg: FakeLeg) -> None:
        """Ring on a line that is free."""
        self.rung += 1
        leg.party = line = next(line for line in self.lines if line.gone)
        line.take(leg)


@dataclass
class PeopleCentre(Centre):
    """A running service, its surroundings, and who is called by which number: the n-th queue by `n`."""

    configuration: Configuration = field(kw_only=True)
    calls: int = 0

    def plan_now(self) -> Configuration:
        return self.configuration

    async def reload(self, people: Sequence[Person]) -> None:
        """The same plan with other people."""
        self.configuration = Configuration(self.configuration.plan, tuple(people), self.configuration.queues)
        await self.house.reconfigure(self.configuration, Shelf())
        await self.clock.settle()

    def call(self, queue: str = "orders") -> FakeCaller:
        """The next caller, each with a number of his own."""
        self.calls += 1
        names = [each.name for each in self.configuration.queues]
        return self.switch.call_in(str(names.index(queue) + 1), number=f"138000000{self.calls:02d}")

    def sign_in(self, seat: str, script: Script | None = None) -> FakePhone:
        """This seat's phone; it rings until somebody does something with it, unless it has a script."""
        phone = self.switch.phone(Seat(seat), script or Rings())
        phone.register()
        return phone

    def two_lines(self, seat: str, after: float = 1.0) -> TwoLines:
        """This seat has a phone with two lines, each picked up after so many seconds."""
        phone = TwoLines(self.switch, seat, Answers(after=after))
        self.switch.phones[Seat(seat)] = phone
        phone.register()
        return phone

    async def talks(self, caller: FakeCaller, with_whom: str, within: float = 30.0) -> None:
        """Until they hear each other."""
        await self.clock.until(lambda: caller.hears == with_whom, within, f"{caller.voice} talks with {with_whom}")

    def state(self, person: str) -> str:
        """As it was kept."""
        return self.memory.people[person].after


def _plan(queues: Sequence[Queue]) -> Configuration:
    numbers = ", ".join(f'"{at}": in_{queue.name}' for at, queue in enumerate(queues, start=1))
    flows = "\n".join(f"  in_{queue.name}: [enqueue: {queue.name}]" for queue in queues)
    text = f"numbers: {{{numbers}}}\nlanguages: [zh, en]\nflows:\n{flows}\n"
    loaded = load("main.yaml", {"main.yaml": text}.__getitem__)
    assert not loaded.problems, [problem.told() for problem in loaded.problems]
    return Configuration(loaded.plan, (), tuple(queues))


@asynccontextmanager
async def people_centre(people: Sequence[Person], queues: Sequence[Queue] = (ORDERS,)) -> AsyncIterator[PeopleCentre]:
    """Start it; every seat's phone is registered when a test says so."""
    clock, memory = ManualClock(), Memory()
    switch = FakeSwitch(clock)
    plan = _plan(queues)
    configuration = Configuration(plan.plan, tuple(people), plan.queues)
    house = house_of(configuration, switch, clock, memory)
    running = asyncio.create_task(live(house))
    centre = PeopleCentre(clock, switch, memory, house, running, configuration=configuration)
    await clock.settle()
    switch.restore_link()
    await clock.settle()
    try:
        yield centre
    finally:
        await centre.kill()

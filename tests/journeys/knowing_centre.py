"""A centre that knows its callers, asks sources and has switches: the sources answer as a test says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from calls.problems import Problems
from calls.profile import Values
from calls.switch import Seat
from ivr.loading import load
from ivr.sources import Inquiry
from service.asking import FOUND, NOTHING, Outcome
from service.configuration import Configuration
from service.knowing import Knowing
from tests.fakes.clock import ManualClock
from tests.fakes.switch import FakeSwitch
from tests.journeys.centre import PEOPLE, QUEUES, SEATS, Centre
from tests.journeys.house import Memory, house_of, live, no_habits

WANG = "13800001111"
PLAN = """
numbers: {"95105": welcome, "95106": ask, "95107": mine, "95108": straight}
languages: [zh, en]
zone: Asia/Shanghai
at_most: 60s
hours: {office: {zone: Asia/Shanghai, week: {mon-fri: "08:00-18:00"}}}
profiles:
  csv: customers.csv
  where: phone
  equals: "{caller.number}"
  fields: {segment: class, value: {path: value, type: number}, language: lang, manager: manager, branch: branch}
  within: 1.5s
flows:
  welcome:
    - notice: {name: storm, prompt: notice_storm}
    - hours: {of: office, closed: shut}
    - say: greeting
    - language: "{caller.language}"
    - branch: [{when: caller.segment == 'vip', go: vip}, {when: queue.orders.waiting >= 1, go: busy}]
    - say: ordinary
    - enqueue: orders
  vip:
    - enqueue: {queue: wealth, priority: 9 if caller.value > 1000 else 5, manager: "{caller.manager}"}
  busy: [hang_up: {say: busy}]
  shut: [hang_up: {say: closed}]
  mine:
    - enqueue: {queue: wealth, wishes: {dialect: "{caller.dialect}", branch: "{caller.branch}"}}
  straight: [enqueue: orders]
  ask:
    - set: {order: "1003"}
    - lookup:
        url: "https://crm.example/orders/{order}"
        into: {state: order.state, total: order.total}
        secret: yes
        otherwise: unknown
        failed: broken
    - hang_up: {say: [order_is, {digits: "{order}"}, {amount: "{total}"}]}
  unknown: [hang_up: {say: unknown}]
  broken: [hang_up: {say: broken}]
"""


@dataclass
class Answers:
    """A source: `ready` holds its answers back until a test lets them go."""

    answers: dict[str, Outcome] = field(default_factory=dict)
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[Mapping[str, str]] = field(default_factory=list)
    given_up: int = 0

    async def answer(self, inquiry: Inquiry, values: Mapping[str, str]) -> Outcome:
        self.asked.append(values)
        try:
            await self.ready.wait()
        except asyncio.CancelledError:
            self.given_up += 1
            raise
        return self.answers.get(",".join(values.values()), Outcome(NOTHING, seconds=0.1))

    async def close(self) -> None:
        """Nothing is open."""


def found(**values: str | float) -> Outcome:
    """What a source found."""
    known: Values = values
    return Outcome(FOUND, known, seconds=0.1)


@dataclass
class KnowingCentre(Centre):
    """A centre, its source and its switches."""

    source: Answers
    switches: dict[str, bool]


def told(centre: KnowingCentre, kind: type) -> list[object]:
    """What of this kind was written down."""
    return [entry.what for entry in centre.memory.entries if isinstance(entry.what, kind)]


@asynccontextmanager
async def open_knowing_centre(
    make_switch: Callable[[ManualClock], FakeSwitch] = FakeSwitch,
) -> AsyncIterator[KnowingCentre]:
    """Start it with every seat registered."""
    clock, memory, source, switches = ManualClock(), Memory(), Answers(), dict[str, bool]()
    switch = make_switch(clock)
    for seat in SEATS:
        switch.phone(Seat(seat))
    problems = Problems()
    plan = load("main.yaml", {"main.yaml": PLAN}.__getitem__, problems).plan
    assert not problems, [problem.told() for problem in problems]
    knowing = Knowing(source, switches.get, no_habits)
    house = house_of(Configuration(plan, PEOPLE, QUEUES), switch, clock, memory, knowing=knowing)
    centre = KnowingCentre(clock, switch, memory, house, asyncio.create_task(live(house)), source, switches)
    await clock.settle()
    switch.restore_link()
    await clock.settle()
    try:
        yield centre
    finally:
        await centre.kill()

"""What the dispatcher costs as the centre grows: time per event, its growth, memory, and a day of 200,000 calls."""

from __future__ import annotations

import gc
import math
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from multiprocessing import get_context
from resource import RUSAGE_SELF, getrusage

from acd.agents import Agent
from acd.dispatcher import Dispatcher
from acd.messages import Connect, Joined, MakeOffer, OfferAccepted, Reachable, TalkEnded, TalkStarted
from acd.offers import Offer
from acd.queues import Queue, Reserve
from acd.simulation.baselines import FULL, STRATEGIES, under
from acd.simulation.callers import Arrivals, Factor, Kind, Waiting, calls_of
from acd.simulation.day import Day
from acd.simulation.distributions import Lognormal
from acd.simulation.loop import Run
from acd.simulation.results import result_of
from calls.ids import CallId, OfferId, PersonId
from service.bench.acd_mixes import DEMAND, HANDLING, HANDLING_CV, KNOWN, MIXES, OFFERED, SHARES, SPREAD
from service.bench.figures import Figure
from service.bench.showing import Steps

AGENTS = (100, 1000, 4000)
WAITING = (100, 1000, 10_000)
PLAIN_AGENTS = 1000
EXPONENT = 0.5
ROUNDS = 150
MEGABYTES = 300.0
DAY_CALLS, DAY_SECONDS = 200_000, 120.0
DAY_HOURS, QUICK_HOURS = 24.0, 1.0
QUEUES = 8
DAY_LOAD = 0.97
BEGINS, LATEST = 1_000_000.0, 1_001_000.0
"""The clock when the crowd comes, and when it must be there."""


@dataclass(slots=True)
class Crowd:
    """A dispatcher whose people all talk while callers wait, and what it did."""

    dispatcher: Dispatcher
    talks: dict[PersonId, CallId]
    now: float
    numbers: count[int]

    def serve_one(self, person: PersonId) -> int:
        """Somebody is done and takes the next caller, whose place another one fills. The events that it took."""
        decisions = self.dispatcher.receive(TalkEnded(person, self.talks[person]), self.now)
        offer = next(decision.offer for decision in decisions if isinstance(decision, MakeOffer))
        self.connect(offer)
        self.join()
        return 4

    def connect(self, offer: Offer) -> None:
        """The offer is taken and they talk."""
        decisions = self.dispatcher.receive(OfferAccepted(offer.id), self.now)
        if any(isinstance(decision, Connect) for decision in decisions):
            self.dispatcher.receive(TalkStarted(offer.id), self.now)
            self.talks[offer.person] = offer.contact

    def join(self) -> list[Offer]:
        """One more caller. The offers that he brought about."""
        number = next(self.numbers)
        self.now += 0.01
        joined = Joined(
            CallId(f"c{number}"),
            f"q{number % QUEUES}",
            1 + number % 5,
            self.now,
            segment=("vip", "regular", "low")[number % 3],
        )
        decisions = self.dispatcher.receive(joined, self.now)
        return [decision.offer for decision in decisions if isinstance(decision, MakeOffer)]


def crowd(agents: int, waiting: int) -> Crowd:
    """So many people, all in conversations, and so many who wait."""
    people = [
        Agent(PersonId(f"a{n}"), f"a{n}", seat=f"a{n}", skills={f"s{(n + k) % QUEUES}": 10.0 for k in range(1 + n % 3)})
        for n in range(agents)
    ]
    queues = [Queue(f"q{n}", skill={f"s{n}": 5.0}, strategy="patience", reserve=Reserve()) for n in range(QUEUES)]
    offers = count()
    dispatcher = Dispatcher(people, queues, lambda _: OfferId(f"o{next(offers)}"), STRATEGIES)
    found = Crowd(dispatcher, {}, BEGINS, count())
    dispatcher.tick(found.now)
    for person in people:
        dispatcher.receive(Reachable(person.id, True), found.now)
    while len(found.talks) < agents and found.now < LATEST:
        for offer in found.join():
            found.connect(offer)
        for decision in dispatcher.tick(found.now):
            if isinstance(decision, MakeOffer):
                found.connect(decision.offer)
    for _ in range(waiting - _waiting(dispatcher, found.now)):
        found.join()
    return found


def _waiting(dispatcher: Dispatcher, now: float) -> int:
    return sum(len(queue.waiting) for queue in dispatcher.snapshot(now).queues)


def cost_of_event(agents: int, waiting: int) -> float:
    """Seconds of CPU for one event, median over rounds: a person is done, takes the best caller, another one joins."""
    here = crowd(agents, waiting)
    people = list(here.talks)[:ROUNDS]
    gc.collect()
    costs = []
    for person in people:
        began = time.process_time()
        events = here.serve_one(person)
        costs.append((time.process_time() - began) / events)
    return statistics.median(costs)


def exponent(sizes: Sequence[int], costs: Sequence[float]) -> float:
    """The slope of the cost over the size, both by logarithm (least squares): 1 is proportional, 0 does not grow."""
    return statistics.linear_regression([math.log(size) for size in sizes], [math.log(cost) for cost in costs]).slope


def memory_of(agents: int, waiting: int) -> float:
    """Megabytes that a process has at most, with so many people and callers in it."""
    crowd(agents, waiting)
    return getrusage(RUSAGE_SELF).ru_maxrss / 1024.0


def big_day(hours: float) -> Day:
    """As many hours of a day with 200,000 calls, and people enough for it."""
    per_hour = DAY_CALLS / 24.0
    people = round(per_hour * HANDLING / 3600.0 / DAY_LOAD)
    kinds = [
        Kind(
            f"s{skill}",
            segment,
            Arrivals((per_hour * demand * share,) * round(hours * 2)),
            Waiting(MIXES["A"].patience[segment], SPREAD, Factor.LOGNORMAL, KNOWN, OFFERED),
            Lognormal(HANDLING, HANDLING_CV),
            MIXES["A"].weights[segment],
        )
        for skill, demand in enumerate(DEMAND)
        for segment, share in SHARES.items()
    ]
    staff = [
        Agent(PersonId(f"a{n}"), f"a{n}", seat=f"a{n}", skills={f"s{skill}": 10.0 for skill in _skills(n / people)})
        for n in range(people)
    ]
    queues = [Queue(f"s{skill}", skill={f"s{skill}": 5.0}, handling=HANDLING) for skill in range(len(DEMAND))]
    return under(Day(staff, queues, calls_of(kinds, 4001), shifts=()), FULL)


def _skills(share: float) -> tuple[int, ...]:
    """The same shares of people as in the mixes."""
    bounds = ((0.30, (0,)), (0.50, (1,)), (0.60, (2,)), (0.76, (0, 1)), (0.88, (1, 2)))
    return next((skills for bound, skills in bounds if share < bound), (0, 1, 2))


@dataclass(frozen=True, slots=True)
class BigDay:
    """What the big day took."""

    calls: int
    seconds: float
    cpu: float
    abandonment: float


def simulate_big_day(hours: float) -> BigDay:
    """The whole of it, with drawing the callers and summing up."""
    began, cpu = time.perf_counter(), time.process_time()
    day = big_day(hours)
    result = result_of(Run(day, STRATEGIES).go())
    return BigDay(len(day.calls), time.perf_counter() - began, time.process_time() - cpu, result.total.abandonment)


def figures(steps: Steps, quick: bool) -> list[Figure]:
    """Everything above."""
    steps.plan(len(WAITING) + len(AGENTS) + 2)
    by_waiting = []
    for waiting in WAITING:
        steps.step(f"cost of an event, {waiting:,} waiting")
        by_waiting.append(cost_of_event(PLAIN_AGENTS, waiting))
    by_agents = []
    for agents in AGENTS:
        steps.step(f"cost of an event, {agents:,} agents")
        by_agents.append(cost_of_event(agents, 1000))
    steps.step("memory")
    with get_context("forkserver").Pool(1) as pool:
        memory = float(pool.apply(memory_of, (4000, 10_000)))
    hours = QUICK_HOURS if quick else DAY_HOURS
    steps.step(f"{hours:g} hours of a day of {DAY_CALLS:,} calls")
    day = simulate_big_day(hours)
    return [
        *(
            Figure(f"an event, {PLAIN_AGENTS:,} agents, {waiting:,} waiting", round(cost * 1e6, 1), "µs")
            for waiting, cost in zip(WAITING, by_waiting, strict=True)
        ),
        Figure("… growth exponent in waiting callers", round(exponent(WAITING, by_waiting), 3), "", at_most=EXPONENT),
        *(
            Figure(f"an event, {agents:,} agents, 1,000 waiting", round(cost * 1e6, 1), "µs")
            for agents, cost in zip(AGENTS, by_agents, strict=True)
        ),
        Figure("… growth exponent in agents", round(exponent(AGENTS, by_agents), 3), ""),
        Figure("memory with 4,000 agents and 10,000 waiting", round(memory), "MB", at_most=MEGABYTES),
        Figure(
            f"{hours:g} simulated hours of a day of {DAY_CALLS:,} calls",
            round(day.seconds, 1),
            "s",
            at_most=DAY_SECONDS * hours / DAY_HOURS,
            short=quick,
        ),
        Figure("… CPU for one call", round(day.cpu / day.calls * 1e6), "µs"),
        Figure("… who gave up", round(day.abandonment * 100, 2), "%"),
    ]

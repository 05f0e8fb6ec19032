"""One decision in a very large centre, beside a plain scan of everybody who waits.

10,000 callers wait for 4,000 people of 40 skills and 8 dialects: 40 queues that go by score, with ideal scores, a wish for a
dialect with every second caller, and a reserve. A person is done and is given the best caller; then the offer is taken, and
another caller takes the place. The scan asks each caller in turn whether the person may take him, and scores those by the same
formulas. Both are timed by the CPU they take, in turn, in the same run.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count

from acd.agents import Agent
from acd.dispatcher import Dispatcher
from acd.messages import Decision, Joined, MakeOffer, OfferAccepted, Reachable, TalkEnded, TalkStarted
from acd.offers import Offer
from acd.patience import COLD, Patience, leaves_within
from acd.queues import IDEAL, Queue, Reserve, Rings
from acd.scoring import A_POINT_EACH, PATIENT_FOR, PROMISE, TYPICAL, horizon
from calls.ids import CallId, OfferId, PersonId
from service.bench.chances import seeded
from service.bench.figures import Figure
from service.bench.showing import Steps

AGENTS, WAITING = 4000, 10_000
QUICK_AGENTS, QUICK_WAITING = 800, 2000
SKILLS, SKILLS_EACH = 40, 3
DIALECTS = ("mandarin", "cantonese", "minnan", "hakka", "wu", "xiang", "gan", "jin")
ROUNDS, SCANS, PASSES = 400, 20, 3
"""Decisions of a pass, scans among them, and passes: the quietest counts, for others use the machine too."""
P99, SHARE_OF_SCAN = 1.0, 1 / 8
BEGINS = 1_000_000.0
HANDLING = 180.0


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was found; times in milliseconds of CPU."""

    agents: int
    waiting: int
    mean: float
    p99: float
    scan_mean: float
    arrival_mean: float

    @property
    def share_of_scan(self) -> float:
        """Our mean / the scan's."""
        return self.mean / self.scan_mean


class Place:
    """A dispatcher whose people all talk while callers wait."""

    def __init__(self, agents: int, waiting: int, seed: int = 1) -> None:
        self._chance, self._numbers, offers = seeded(seed), count(), count()
        self.people = {agent.id: agent for agent in (self._agent(number) for number in range(agents))}
        self.queues = [_queue(skill) for skill in range(SKILLS)]
        self.now = BEGINS
        self.waiting: dict[CallId, Joined] = {}
        self.talks: dict[PersonId, CallId] = {}
        self.dispatcher = Dispatcher(
            list(self.people.values()), self.queues, lambda _: OfferId(f"o{next(offers)}"), watched=False
        )
        self.dispatcher.tick(self.now)
        for person in self.people:
            self.obey(self.dispatcher.receive(Reachable(person, True), self.now))
        self.arrivals = self._everybody_talks()
        while len(self.waiting) < waiting:
            self.join()

    def serve(self, person: PersonId) -> float:
        """He is done and the next is found: the CPU time of that. He takes the call, and a new caller comes."""
        contact = self.talks.pop(person)
        began = time.process_time()
        decisions = self.dispatcher.receive(TalkEnded(person, contact), self.now)
        taken = time.process_time() - began
        self.obey(decisions)
        self.join()
        return taken

    def join(self) -> float:
        """One more caller: the CPU time of it."""
        number = next(self._numbers)
        self.now += 0.01
        joined = Joined(
            CallId(f"c{number}"),
            f"q{self._chance.randrange(SKILLS)}",
            self._chance.choice((1, 1, 2, 2, 2, 5)),
            self.now,
            wishes=(("dialect", self._chance.choice(DIALECTS)),) if number % 2 else (),
            patience=Patience("", 1.5 + self._chance.randrange(6), 1.5 + 3 * self._chance.random()),
        )
        self.waiting[joined.contact] = joined
        began = time.process_time()
        decisions = self.dispatcher.receive(joined, self.now)
        taken = time.process_time() - began
        self.obey(decisions)
        return taken

    def obey(self, decisions: Sequence[Decision]) -> None:
        """Offers are taken at once."""
        for decision in decisions:
            if isinstance(decision, MakeOffer):
                self._talk(decision.offer)

    def _talk(self, offer: Offer) -> None:
        self.waiting.pop(offer.contact, None)
        self.talks[offer.person] = offer.contact
        self.obey(self.dispatcher.receive(OfferAccepted(offer.id), self.now))
        self.obey(self.dispatcher.receive(TalkStarted(offer.id), self.now))

    def _everybody_talks(self) -> list[float]:
        """Callers come until nobody is free; what those arrivals cost for which somebody was found."""
        costs = []
        while len(self.talks) < len(self.people):
            before = len(self.talks)
            cost = self.join()
            if len(self.talks) > before:
                costs.append(cost)
            self.obey(self.dispatcher.tick(self.now))
        return costs

    def _agent(self, number: int) -> Agent:
        skills = self._chance.sample(range(SKILLS), self._chance.randint(1, SKILLS_EACH))
        return Agent(
            PersonId(f"a{number}"),
            f"a{number}",
            seat=f"a{number}",
            skills={f"s{skill}": self._chance.uniform(6.0, 10.0) for skill in skills},
            tags={"dialect": tuple(self._chance.sample(DIALECTS, self._chance.randint(1, 2)))},
        )


def _queue(skill: int) -> Queue:
    return Queue(
        f"q{skill}",
        skill={f"s{skill}": 5.0},
        ideal={f"s{skill}": 9.5},
        strategy="patience",
        rings=Rings((IDEAL, "dialect")),
        reserve=Reserve(),
        handling=HANDLING,
    )


def plain_scan(place: Place, person: Agent) -> CallId | None:
    """The best caller for this person, found by asking every one of them. Rings are as narrow as they were at the first."""
    best, found = 0.0, None
    queues = {queue.name: queue for queue in place.queues}
    tau = horizon(len(place.waiting) // SKILLS, HANDLING, len(place.people) * SKILLS_EACH // SKILLS)
    for contact, joined in place.waiting.items():
        queue = queues[joined.queue]
        if any(person.skills.get(skill, 0.0) < level for skill, level in queue.skill.items()):
            continue
        if any(value not in person.tags.get(name, ()) for name, value in joined.wishes):
            continue
        score = _plain_score(joined, queue, tau, place.now)
        if found is None or score > best:
            best, found = score, contact
    return found


def _plain_score(joined: Joined, queue: Queue, tau: float, now: float) -> float:
    waited = now - joined.joined_at
    at_risk = leaves_within(joined.patience or Patience(), COLD.hazard, waited, tau)
    score = joined.priority * at_risk * TYPICAL / queue.handling
    score += PROMISE if waited < queue.answer_within <= waited + tau / 8 else 0.0
    return score + max(0.0, waited - PATIENT_FOR) / A_POINT_EACH


def decisions(agents: int = AGENTS, waiting: int = WAITING, rounds: int = ROUNDS) -> Decisions:
    """Measure it."""
    place = Place(agents, waiting)
    people = list(place.talks)
    gc.collect()
    gc.freeze()
    passes = [_pass(place, people[number * rounds : (number + 1) * rounds] or people) for number in range(PASSES)]
    gc.unfreeze()
    p99, ours, scans = min(passes)
    return Decisions(
        agents=agents,
        waiting=len(place.waiting),
        mean=ours * 1000,
        p99=p99 * 1000,
        scan_mean=scans * 1000,
        arrival_mean=statistics.mean(place.arrivals) * 1000,
    )


def _pass(place: Place, people: Sequence[PersonId]) -> tuple[float, float, float]:
    """p99 and mean of our decisions, and the mean of some scans in between; seconds of CPU."""
    ours, scans = [], []
    for number, person in enumerate(people):
        ours.append(place.serve(person))
        if number % (len(people) // SCANS or 1) == 0:
            scans.append(_timed(partial(plain_scan, place, place.people[person])))
    return statistics.quantiles(ours, n=100)[98], statistics.mean(ours), statistics.mean(scans)


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def figures(steps: Steps, quick: bool) -> list[Figure]:
    """The rows of the policy about one decision."""
    steps.plan(1)
    found = decisions(QUICK_AGENTS, QUICK_WAITING) if quick else decisions()
    steps.step("one decision")
    where = f"{found.waiting:,} waiting, {found.agents:,} agents"
    return [
        Figure(f"a decision, {where}: mean", round(found.mean, 3), "ms"),
        Figure("… p99", round(found.p99, 3), "ms", at_most=P99, short=quick),
        Figure("… a plain scan: mean", round(found.scan_mean, 3), "ms"),
        Figure("… mean / that of the scan", round(found.share_of_scan, 4), "", at_most=SHARE_OF_SCAN, short=quick),
        Figure(f"a caller comes, up to {found.agents:,} free: mean", round(found.arrival_mean, 3), "ms"),
    ]

"""A very large centre in which everybody talks and very many wait, and a plain scan of all who wait for one person.

40 queues that go by score, with ideal scores, a wish for a dialect with every second caller, and a reserve.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
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

SKILLS, SKILLS_EACH = 40, 3
DIALECTS = ("mandarin", "cantonese", "minnan", "hakka", "wu", "xiang", "gan", "jin")
BEGINS = 1_000_000.0
HANDLING = 180.0


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

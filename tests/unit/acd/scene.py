"""A small contact centre for tests: a dispatcher, a time that passes when told, and short ways to say things."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import TypeVar

from acd.agents import Agent
from acd.dispatcher import Dispatcher
from acd.managers import Manager
from acd.messages import (
    CloseOffer,
    Connect,
    Decision,
    Event,
    Joined,
    MakeOffer,
    OfferAccepted,
    OfferDeclined,
    OfferPickedUp,
    OfferRang,
    Person,
    PersonChanged,
    Reachable,
    Recovered,
    Refusal,
    TalkEnded,
    TalkStarted,
)
from acd.offers import Offer
from acd.queues import Queue
from acd.snapshot import PersonView, Snapshot
from acd.states import OfferState, PersonState
from acd.strategies import Strategies
from calls.ids import CallId, OfferId, PersonId

START = 1_790_000_000.0
Kind = TypeVar("Kind")


def agent(name: str, wrap_up: float = 0.0, ring: float = 20.0, **skills: float) -> Agent:
    return Agent(PersonId(name), name, seat=name, skills=skills, wrap_up=wrap_up, ring=ring)


def orders() -> Queue:
    return Queue("orders", skill={"orders": 5})


class Scene:
    """Time begins at START. Seats are registered at once, unless `registered` is false."""

    def __init__(
        self,
        people: Sequence[Person],
        queues: Sequence[Queue],
        strategies: Strategies | None = None,
        registered: bool = True,
    ) -> None:
        self.plan, self.strategies = (people, queues), strategies
        self._numbers = count(1)
        self.now = START
        self.log: list[Decision] = []
        self.dispatcher = self._new()
        self.tick()
        for person in people if registered else ():
            if isinstance(person, Agent):
                self.tell(Reachable(person.id, reachable=True))
        self.log.clear()

    def _new(self) -> Dispatcher:
        return Dispatcher(*self.plan, lambda _: OfferId(f"offer-{next(self._numbers)}"), self.strategies)

    def restart(self, found: Recovered) -> list[Decision]:
        """The service dies; the next one has only what it finds."""
        self.dispatcher = self._new()
        return self.tell(found)

    # --- time and events

    def tell(self, event: Event) -> list[Decision]:
        decisions = self.dispatcher.receive(event, self.now)
        self.log += decisions
        return decisions

    def tick(self) -> list[Decision]:
        decisions = self.dispatcher.tick(self.now)
        self.log += decisions
        return decisions

    def after(self, seconds: float) -> list[Decision]:
        """Let time pass, ticking at every deadline on the way."""
        end, decisions = self.now + seconds, []
        while (due := self.dispatcher.next_deadline()) is not None and due <= end:
            self.now = max(self.now, due)
            decisions += self.tick()
        self.now = end
        return decisions

    # --- callers

    def joins(
        self, contact: str, queue: str = "orders", priority: int = 1, wanted: str = "", since: float | None = None
    ) -> list[Decision]:
        joined_at = self.now if since is None else since
        return self.tell(Joined(CallId(contact), queue, priority, joined_at, PersonId(wanted)))

    # --- offers

    def offers(self) -> list[Offer]:
        return list(self.snapshot().offers)

    def offer_to(self, person: str) -> Offer:
        found = [offer for offer in self.offers() if offer.person == person]
        assert found, f"no offer to {person}: {self.offers()}"
        return found[0]

    def rings(self, person: str) -> Offer:
        offer = self.offer_to(person)
        self.tell(OfferRang(offer.id))
        return self.offer_to(person)

    def accepts(self, person: str) -> list[Decision]:
        offer = self.offer_to(person)
        self.tell(OfferPickedUp(offer.id))
        return self.tell(OfferAccepted(offer.id))

    def talks(self, person: str) -> Offer:
        self.accepts(person)
        offer = self.offer_to(person)
        self.tell(TalkStarted(offer.id))
        return offer

    def ends(self, person: str) -> list[Decision]:
        offer = self.offer_to(person)
        return self.tell(TalkEnded(offer.person, offer.contact))

    def answers_second(self) -> Offer:
        """The person with two lines takes the call that rings beside his conversation."""
        offer = next(offer for offer in self.offers() if offer.state is OfferState.PENDING)
        self.tell(OfferPickedUp(offer.id))
        self.tell(OfferAccepted(offer.id))
        self.tell(TalkStarted(offer.id))
        return offer

    def ends_call(self, person: str, contact: str) -> list[Decision]:
        return self.tell(TalkEnded(PersonId(person), CallId(contact)))

    def declines(self, person: str, why: Refusal) -> list[Decision]:
        pending = [offer for offer in self.offers() if offer.person == person and offer.state is OfferState.PENDING]
        return self.tell(OfferDeclined((pending or [self.offer_to(person)])[0].id, why))

    # --- what is

    def snapshot(self) -> Snapshot:
        return self.dispatcher.snapshot(self.now)

    def person(self, name: str) -> PersonView:
        return self.snapshot().person(PersonId(name))

    def state(self, name: str) -> PersonState:
        return self.person(name).state

    def waiting(self, queue: str = "orders") -> list[str]:
        return [view.contact for view in self.snapshot().queue(queue).waiting]

    def pairs(self) -> dict[str, str]:
        """Who is offered to whom, or talks."""
        return {offer.contact: offer.person for offer in self.offers()}


def only(decisions: Sequence[Decision], kind: type[Kind]) -> list[Kind]:
    return [decision for decision in decisions if isinstance(decision, kind)]


def made(decisions: Sequence[Decision]) -> list[tuple[str, str]]:
    return [(each.offer.contact, each.offer.person) for each in only(decisions, MakeOffer)]


def closed(decisions: Sequence[Decision]) -> list[CloseOffer]:
    return only(decisions, CloseOffer)


def connected(decisions: Sequence[Decision]) -> list[str]:
    return [each.offer.person for each in only(decisions, Connect)]


def changed(decisions: Sequence[Decision]) -> list[tuple[str, PersonState, str]]:
    return [(each.person, each.after, each.reason) for each in only(decisions, PersonChanged)]


__all__ = ["START", "Manager", "Scene", "agent", "changed", "closed", "connected", "made", "only", "orders"]

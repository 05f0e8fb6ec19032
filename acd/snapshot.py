"""The dispatcher's state as others see it: frozen, complete, taken at one instant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from acd import weighed
from acd.agents import Agent
from acd.centre import Centre
from acd.explanation import RingOpen
from acd.live import LiveContact, LivePerson
from acd.messages import NOBODY, Refusal
from acd.offers import Offer, OfferKind, kind_of
from acd.queues import Queue
from acd.rest import taken_today
from acd.states import ContactState, PersonState
from calls.ids import CallId, OfferId, PersonId


@dataclass(frozen=True, slots=True)
class WaitingView:
    """A caller not yet joined to anybody. `position` counts from 1 and includes those whose offer rings.

    `waited` in seconds; `since` is when he came to his present state. `leaves`: P(gives up within a minute). `ring`: the widest
    ring of his wishes that is open; None: he wishes for nothing. `kept_at`: when a free person was last kept from him for others
    who may come, which was worth `kept_for` a second. `score`: where his queue goes by it. `expected`: seconds until his turn;
    None: nobody can tell.
    """

    contact: CallId
    queue: str
    position: int
    priority: int
    joined_at: float
    waited: float
    state: ContactState
    since: float
    offer: OfferId | None
    wanted: PersonId
    caller: str
    language: str
    refused: Mapping[PersonId, Refusal]
    here: bool = True
    wishes: tuple[tuple[str, str], ...] = ()
    last_agent: PersonId = NOBODY
    score: float | None = None
    leaves: float = 0.0
    ring: RingOpen | None = None
    kept_at: float | None = None
    kept_for: float = 0.0
    expected: float | None = None


@dataclass(frozen=True, slots=True)
class TalkView:
    """A conversation."""

    contact: CallId
    person: PersonId
    queue: str
    offer: OfferId
    since: float


@dataclass(frozen=True, slots=True)
class QueueView:
    """A queue and its callers in order. `retired`: no longer in the plan, only its last callers are left."""

    name: str
    skill: Mapping[str, float]
    answer_within: float
    retired: bool
    waiting: tuple[WaitingView, ...]


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person: what he is, why, since when, until when; what he wants to be once nothing keeps him.

    `queues` are the only ones that he serves, if there are any; a `guest` takes easy ones.
    """

    id: PersonId
    name: str
    kind: OfferKind
    skills: Mapping[str, float]
    state: PersonState
    reason: str
    since: float
    until: float | None
    wish: PersonState
    wish_reason: str
    reachable: bool
    busy: bool
    taken_today: int
    offer: OfferId | None
    contact: CallId | None
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    queues: tuple[str, ...] = ()
    guest: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything, in the order of the plan. `offers` are open: proposed, accepted or talking."""

    at: float
    queues: tuple[QueueView, ...]
    people: tuple[PersonView, ...]
    talks: tuple[TalkView, ...]
    offers: tuple[Offer, ...]

    def queue(self, name: str) -> QueueView:
        """The queue of this name; raises KeyError."""
        return {view.name: view for view in self.queues}[name]

    def person(self, name: PersonId) -> PersonView:
        """The person of this name; raises KeyError."""
        return {view.id: view for view in self.people}[name]


def take(centre: Centre, now: float) -> Snapshot:
    """The state at `now`."""
    waiting: dict[str, list[LiveContact]] = {name: [] for name in centre.roster.queues}
    talks = []
    for contact in centre.contacts.values():
        if contact.state is ContactState.TALKING:
            talks.append(_talk(centre, contact))
        else:
            waiting[contact.queue].append(contact)
    return Snapshot(
        at=now,
        queues=tuple(_queue(centre, name, contacts, now) for name, contacts in waiting.items()),
        people=tuple(person_view(centre, live, now) for live in centre.roster.people.values()),
        talks=tuple(talks),
        offers=tuple(centre.offers.values()),
    )


def take_waiting(centre: Centre) -> Callable[[Queue, float], Iterator[WaitingView]]:
    """Who waits on the line in a queue, by queue; without what only an onlooker wants to know."""
    by_queue: dict[str, list[LiveContact]] = {}
    for contact in centre.contacts.values():
        if contact.state is ContactState.WAITING and contact.here:
            by_queue.setdefault(contact.queue, []).append(contact)
    return lambda queue, now: (_plain(centre, contact, 0, now) for contact in by_queue.get(queue.name, ()))


def take_ready(centre: Centre, now: float) -> list[PersonView]:
    """The people who are READY and have what some queue asks in which callers wait: of 4,000 free people, mostly few."""
    waited_in = {each.queue for each in centre.contacts.values() if each.state is ContactState.WAITING and each.here}
    asked = {_asked(centre.roster.queues[name]) for name in waited_in}
    names = {skill for each in asked for skill, _ in each}
    ready = (live for live in centre.roster.people.values() if live.state is PersonState.READY)
    if frozenset() not in asked:
        ready = (live for live in ready if not names.isdisjoint(live.person.skills))
    return [person_view(centre, live, now) for live in ready if _has_any(live.person.skills, asked)]


def _asked(queue: Queue) -> frozenset[tuple[str, float]]:
    """The skills that nobody may lack: who need not know a thing need not have it."""
    return frozenset((skill, level) for skill, level in queue.skill.items() if level > 0.0)


def _has_any(skills: Mapping[str, float], asked: Iterable[frozenset[tuple[str, float]]]) -> bool:
    return any(all(skills.get(skill, 0.0) >= level for skill, level in each) for each in asked)


def _queue(centre: Centre, name: str, contacts: list[LiveContact], now: float) -> QueueView:
    queue = centre.roster.queues[name]
    in_order = weighed.in_order(centre, name, contacts, now)
    return QueueView(
        name=name,
        skill=queue.skill,
        answer_within=queue.answer_within,
        retired=name in centre.roster.retired,
        waiting=tuple(waiting_view(centre, contact, place, now) for place, contact in enumerate(in_order, start=1)),
    )


def waiting_view(centre: Centre, contact: LiveContact, position: int, now: float) -> WaitingView:
    """One caller at this place of his queue."""
    return replace(
        _plain(centre, contact, position, now),
        score=weighed.score_of(centre, contact, now),
        leaves=weighed.leaves_soon(centre, contact, now),
        expected=weighed.expected(centre, contact, position, now),
    )


def _plain(centre: Centre, contact: LiveContact, position: int, now: float) -> WaitingView:
    kept_at, kept_for = weighed.kept(centre, contact)
    return WaitingView(
        contact=contact.id,
        queue=contact.queue,
        position=position,
        priority=contact.priority,
        joined_at=contact.joined_at,
        waited=contact.waited(now),
        state=contact.state,
        since=contact.since,
        offer=contact.offer,
        wanted=contact.joined.wanted,
        caller=contact.joined.caller,
        language=contact.joined.language,
        refused={person: refused.why for person, refused in contact.refused.items()},
        here=contact.here,
        wishes=contact.joined.wishes,
        last_agent=contact.joined.last_agent,
        ring=weighed.open_ring(contact),
        kept_at=kept_at,
        kept_for=kept_for,
    )


def _talk(centre: Centre, contact: LiveContact) -> TalkView:
    offer = centre.offers[contact.offer or OfferId("")]
    return TalkView(contact.id, offer.person, contact.queue, offer.id, contact.since)


def person_view(centre: Centre, live: LivePerson, now: float) -> PersonView:
    """One person."""
    kept_by = live.ringing or next((centre.contacts[talk].offer for talk in live.talks), None)
    offer = centre.offers.get(kept_by) if kept_by else None
    return PersonView(
        id=live.id,
        name=live.person.name,
        kind=kind_of(live.person),
        skills=live.person.skills,
        state=live.state,
        reason=live.reason,
        since=live.since,
        until=live.until,
        wish=live.wish.state,
        wish_reason=live.wish.reason,
        reachable=live.registered and not live.lost,
        busy=live.busy,
        taken_today=taken_today(live, now),
        offer=kept_by,
        contact=offer.contact if offer else None,
        tags=live.person.tags,
        queues=live.person.queues,
        guest=isinstance(live.person, Agent) and live.person.guest,
    )

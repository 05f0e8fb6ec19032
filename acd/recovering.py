"""After a restart or a gap: take over what was found, and make it consistent before anything is decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from acd import configuring, contact_moves, offer_moves, refusals, restoring
from acd.centre import Centre
from acd.contact_events import new_contact
from acd.deadlines import Deadlines
from acd.first_choices import Sought
from acd.live import LiveContact, new_person
from acd.managers import Manager
from acd.messages import CloseOffer, Joined, KnownRefusal, Recovered, Talk
from acd.offers import Offer, ended, kind_of
from acd.queues import Queue
from acd.states import ContactState, ContactStep, OfferState, OfferStep, PersonState

NOT_FOUND = "not found again"
NOT_THERE = "its caller or its person is not there any more"


def recover(centre: Centre, event: Recovered, now: float) -> None:
    """Replace every state. Talks are believed first, then ringing phones, then what was kept of people."""
    before = _forget_all(centre, now)
    for known in event.people:
        restoring.restore(centre, known)
    for talk in event.talks:
        _take_over_talk(centre, talk)
    for joined in event.waiting:
        _take_over_caller(centre, joined, event.refused.get(joined.contact, ()), now)
    for offer in sorted(event.ringing, key=lambda offer: (offer.made_at, offer.id)):
        _take_over_offer(centre, offer, now)
    _close_lost(centre, before)
    _settle_all(centre, now)
    centre.roster.index()


def _forget_all(centre: Centre, now: float) -> list[Offer]:
    """Empty the centre; the offers that were still to be joined."""
    open_ones = [offer for offer in centre.offers.values() if not _talking(centre, offer)]
    people = [live for live in centre.roster.people.values() if not live.leaving]
    fresh = [new_person(live.person, now) for live in people]
    centre.contacts, centre.offers = {}, {}
    centre.deadlines, centre.sought = Deadlines(), Sought()
    centre.stirred, centre.keeping, centre.away, centre.kept_free = {}, set(), {}, {}
    centre.roster.clear(fresh)
    for name in centre.roster.retired:
        del centre.roster.queues[name]
    centre.roster.retired = set()
    centre.lines, centre.in_line = {}, 0
    for queue in centre.roster.queues.values():
        configuring.open_line(centre, queue)
    centre.roster.index()
    return open_ones


def _talking(centre: Centre, offer: Offer) -> bool:
    return centre.contacts[offer.contact].state is ContactState.TALKING


def _take_over_talk(centre: Centre, talk: Talk) -> None:
    """A conversation goes on; of people who are no longer in the plan nothing needs to be known."""
    live = centre.roster.people.get(talk.person)
    if live is None or not live.room or talk.contact in centre.contacts:
        return
    kind = kind_of(live.person)
    because = ("found in conversation",)
    since = talk.since
    centre.offers[talk.offer] = Offer(
        talk.offer, talk.contact, talk.person, talk.queue, kind, since, since, OfferState.ACCEPTED, because, since
    )
    joined = Joined(talk.contact, talk.queue, 0, since)
    contact_moves.enter(centre, LiveContact(joined, since, ContactState.TALKING, talk.offer))
    restoring.keep_by(live, talk.offer, PersonState.TALKING, talk.contact, since)


def _take_over_caller(centre: Centre, joined: Joined, refused: Sequence[KnownRefusal], now: float) -> None:
    """He waits again, at his old place. A queue that is gone from the plan is kept for him: nobody is lost."""
    if joined.contact in centre.contacts:
        return
    if joined.queue not in centre.roster.queues:
        queue = centre.roster.queues[joined.queue] = centre.roster.once_known.get(joined.queue, Queue(joined.queue))
        centre.roster.retired.add(joined.queue)
        configuring.open_line(centre, queue)
        centre.roster.index()
    contact = new_contact(joined, now)
    for known in refused:
        _remember(centre, contact, known)
    contact_moves.enter(centre, contact)


def _remember(centre: Centre, contact: LiveContact, known: KnownRefusal) -> None:
    """As it was when it happened: a spoken no stays, a missed ring fades at its time, and a manager's deputy is next."""
    live = centre.roster.people.get(known.person)
    if live and isinstance(live.person, Manager) and live.id not in contact.next_up:
        contact.next_up.insert(0, live.id)
    refusals.note(centre, contact, known.person, known.why, known.at)


def _take_over_offer(centre: Centre, offer: Offer, now: float) -> None:
    """A phone that rings for a caller who waits keeps ringing, under its lease; any other must stop."""
    live, contact = centre.roster.people.get(offer.person), centre.contacts.get(offer.contact)
    if not live or not live.room or not contact or contact.state is not ContactState.WAITING:
        _withdraw(centre, offer, NOT_THERE)
        return
    contact.offer = offer.id
    contact_moves.move(centre, contact, ContactStep.OFFER, now)
    if offer.state is OfferState.ACCEPTED:
        contact_moves.move(centre, contact, ContactStep.ACCEPT, now)
    offer_moves.keep(centre, offer)
    restoring.keep_by(live, offer.id, PersonState.RINGING, contact.id, offer.made_at)


def _close_lost(centre: Centre, before: Iterable[Offer]) -> None:
    for offer in before:
        if offer.id not in centre.offers and offer.id not in centre.closed:
            _withdraw(centre, offer, NOT_FOUND)


def _withdraw(centre: Centre, offer: Offer, reason: str) -> None:
    centre.remember_closed(offer)
    centre.decide(CloseOffer(ended(offer, OfferStep.WITHDRAW), reason))


def _settle_all(centre: Centre, now: float) -> None:
    for live in list(centre.roster.people.values()):
        restoring.make_consistent(centre, live, now)

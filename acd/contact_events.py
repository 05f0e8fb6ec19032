"""Callers come and go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from acd import configuring, contact_moves, giving_away, offer_moves, person_moves, places, pools, refusals, steering
from acd.centre import Centre
from acd.live import LiveContact, Refused
from acd.messages import Joined, Known, Leaving, Left, Present, Redirected, Refusal, Reprioritised
from acd.states import ContactState, ContactStep
from calls.errors import IllegalStep

ContactEvent = Joined | Known | Left | Present | Redirected | Reprioritised

STEPS: Mapping[Leaving, ContactStep] = {
    Leaving.HUNG_UP: ContactStep.HANG_UP,
    Leaving.SERVED: ContactStep.SERVE,
    Leaving.MOVED: ContactStep.MOVE,
    Leaving.LOST: ContactStep.LOSE,
}
WORDS: Mapping[Leaving, str] = {
    Leaving.HUNG_UP: "the caller hung up",
    Leaving.SERVED: "the caller is served",
    Leaving.MOVED: "the caller went elsewhere",
    Leaving.LOST: "the call was lost",
}


def receive(centre: Centre, event: ContactEvent, now: float) -> None:
    """Take in an event about a contact."""
    match event:
        case Joined():
            _joined(centre, event, now)
        case Known():
            _known(centre, event, now)
        case Left():
            _left(centre, event, now)
        case Present():
            _present(centre, event, now)
        case Redirected():
            steering.redirect(centre, event, now)
        case Reprioritised():
            steering.reprioritise(centre, event)
        case _:
            assert_never(event)


def _joined(centre: Centre, event: Joined, now: float) -> None:
    known = centre.contacts.get(event.contact)
    if known:
        raise IllegalStep(f"contact {event.contact} is {known.state}: it cannot join again before it left")
    configuring.keep_open(centre, event.queue)
    contact = new_contact(event, now)
    contact_moves.enter(centre, contact)
    if event.missed:
        refusals.note(centre, contact, event.missed, Refusal.NO_ANSWER, now)
    giving_away.at_joining(centre, contact, now)
    if event.contact in centre.contacts:
        pools.came(centre, centre.contacts[event.contact], now)


def new_contact(joined: Joined, now: float) -> LiveContact:
    """A contact that waits."""
    contact = LiveContact(joined, now, next_up=[joined.wanted] if joined.wanted else [], here=joined.here)
    if joined.gave_back:
        contact.refused[joined.gave_back] = Refused(Refusal.DECLINED, now)
    return contact


def _known(centre: Centre, event: Known, now: float) -> None:
    """What is believed of him is another thing from now on. Who talks has waited: of him nothing is to be believed."""
    contact = centre.contacts.get(event.contact)
    if contact is None or contact.state is ContactState.TALKING:
        return
    joined = replace(contact.joined, segment=event.segment, patience=event.patience, limit=event.limit)
    places.stand_anew(centre, contact, joined)
    giving_away.while_waiting(centre, contact.id, now)


def _present(centre: Centre, event: Present, now: float) -> None:
    contact = centre.contacts.get(event.contact)
    if contact and not contact.here:
        contact_moves.arrive(centre, contact, now)
        giving_away.while_waiting(centre, contact.id, now)


def _left(centre: Centre, event: Left, now: float) -> None:
    contact = centre.contacts.get(event.contact)
    if contact is None:
        return
    before, since, offer = contact.state, contact.since, centre.offers.get(contact.offer) if contact.offer else None
    contact_moves.move(centre, contact, STEPS[event.why], now)
    if offer is None:
        return
    if before is ContactState.TALKING:
        pools.done(centre, centre.roster.people[offer.person], contact, since, now)
        offer_moves.forget(centre, offer)
        person_moves.end_talk(centre, centre.roster.people[offer.person], contact.id, now)
    else:
        offer_moves.abandon(centre, offer, WORDS[event.why], now)

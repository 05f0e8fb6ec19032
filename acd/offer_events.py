"""An offer's phone rings, is picked up, and the person takes the contact or not; then they talk."""

from __future__ import annotations

from typing import assert_never

from acd import contact_moves, offer_moves, person_moves, pools
from acd.centre import Centre
from acd.deadlines import Due
from acd.late import LATE, Late
from acd.messages import (
    OfferAccepted,
    OfferDeclined,
    OfferPickedUp,
    OfferRang,
    Release,
    TalkEnded,
    TalkFailed,
    TalkStarted,
    Tell,
)
from acd.offers import Offer
from acd.states import CONTACT, OFFER, ContactState, ContactStep, OfferStep, step

AboutOffer = OfferRang | OfferPickedUp | OfferAccepted | OfferDeclined | TalkStarted | TalkFailed
OfferEvent = AboutOffer | TalkEnded


def receive(centre: Centre, event: OfferEvent, now: float) -> None:
    """Take in an event about an offer or the conversation that came of it."""
    if isinstance(event, TalkEnded):
        _talk_ended(centre, event, now)
        return
    offer = centre.offers.get(event.offer)
    if offer is None:
        _late(centre, event)
    else:
        _about(centre, event, offer, now)


def _about(centre: Centre, event: AboutOffer, offer: Offer, now: float) -> None:
    match event:
        case OfferRang():
            _rang(centre, offer, now)
        case OfferPickedUp():
            offer_moves.pick_up(centre, offer, now)
        case OfferAccepted():
            offer_moves.accept(centre, offer, now)
        case OfferDeclined(why=why, detail=detail):
            reason = f"{why.value}: {detail}" if detail else why.value
            offer_moves.refuse(centre, offer, OfferStep.DECLINE, why, now, reason)
        case TalkStarted():
            _talk_started(centre, offer, now)
        case TalkFailed(why=why):
            step(CONTACT, centre.contacts[offer.contact].state, ContactStep.JOIN_FAILED, f"offer {offer.id}")
            offer_moves.refuse(centre, offer, OfferStep.FAIL, why, now)
        case _:
            assert_never(event)


def _late(centre: Centre, event: AboutOffer) -> None:
    """A late answer is told whether its caller has gone or is with somebody else (P3, P13)."""
    if LATE[type(event)] is Late.RELEASE:
        alive = centre.closed.get(event.offer) in centre.contacts
        centre.decide(Release(event.offer, Tell.CALL_TAKEN if alive else Tell.CALL_GONE))


def _rang(centre: Centre, offer: Offer, now: float) -> None:
    step(OFFER, offer.state, OfferStep.RING, f"offer {offer.id}")
    person_moves.ring(centre, centre.roster.people[offer.person], offer.contact, now)


def _talk_started(centre: Centre, offer: Offer, now: float) -> None:
    step(OFFER, offer.state, OfferStep.JOIN, f"offer {offer.id}")
    contact_moves.move(centre, centre.contacts[offer.contact], ContactStep.JOIN, now)
    centre.deadlines.put(Due.OFFER, offer.id, None)
    person_moves.talk(centre, centre.roster.people[offer.person], offer.contact, now)


def _talk_ended(centre: Centre, event: TalkEnded, now: float) -> None:
    contact = centre.contacts.get(event.contact)
    offer = centre.offers.get(contact.offer) if contact and contact.offer else None
    if not contact or not offer or offer.person != event.person or contact.state is not ContactState.TALKING:
        return
    pools.done(centre, centre.roster.people[event.person], contact, contact.since, now)
    contact_moves.move(centre, contact, ContactStep.SERVE, now)
    offer_moves.forget(centre, offer)
    person_moves.end_talk(centre, centre.roster.people[event.person], event.contact, now)

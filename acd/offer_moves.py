"""How an offer changes, and with it the contact and the person that it holds together."""

from __future__ import annotations

from acd import after_refusal, contact_moves, person_moves, refusals
from acd.centre import Centre
from acd.deadlines import Due
from acd.explanation import Explanation
from acd.live import LiveContact, LivePerson
from acd.managers import Manager
from acd.messages import CloseOffer, Connect, MakeOffer, Refusal, Tell
from acd.offers import Offer, accepted, ended, kind_of, lease_of, picked_up
from acd.states import ContactStep, OfferState, OfferStep

EXPIRED = "the lease ran out: "


def make(centre: Centre, contact: LiveContact, live: LivePerson, why: Explanation | None, now: float) -> None:
    """Propose the contact to the person; both are taken from now on, for the length of a lease (P12)."""
    offer = Offer(
        id=centre.new_offer_id(now),
        contact=contact.id,
        person=live.id,
        queue=contact.queue,
        kind=kind_of(live.person),
        made_at=now,
        expires_at=now + lease_of(live.person),
        explanation=why,
    )
    contact.offer = offer.id
    contact_moves.move(centre, contact, ContactStep.OFFER, now)
    person_moves.reserve(centre, live, offer.id, contact.id, now)
    keep(centre, offer)
    centre.decide(MakeOffer(offer))


def keep(centre: Centre, offer: Offer) -> None:
    """Remember the offer as it is now, with its lease."""
    centre.offers[offer.id] = offer
    centre.deadlines.put(Due.OFFER, offer.id, offer.expires_at)


def pick_up(centre: Centre, offer: Offer, now: float) -> None:
    """The phone was picked up."""
    keep(centre, picked_up(offer, centre.roster.people[offer.person].person, now))


def accept(centre: Centre, offer: Offer, now: float) -> None:
    """The person takes the contact: join them."""
    contact = centre.contacts[offer.contact]
    after = accepted(offer, now, contact.joined.reached_within)
    contact_moves.move(centre, contact, ContactStep.ACCEPT, now)
    keep(centre, after)
    centre.decide(Connect(after))


def refuse(centre: Centre, offer: Offer, by: OfferStep, why: Refusal, now: float, reason: str = "") -> None:
    """The person did not take it: the caller keeps his place, the person bears the consequence."""
    after = ended(offer, by)
    contact, live = centre.contacts[offer.contact], centre.roster.people[offer.person]
    if isinstance(live.person, Manager) and live.id not in contact.next_up:
        contact.next_up.insert(0, live.id)
    refusals.note(centre, contact, live.id, why, now)
    _close(centre, after, reason or why.value, _lingering(offer), why)
    contact_moves.move(centre, contact, _way_back(offer), now)
    after_refusal.apply(live, why, now)
    person_moves.settle(centre, live, now)


def expire(centre: Centre, offer: Offer, now: float) -> None:
    """Nobody told us how it ended: nobody is kept reserved for it any longer."""
    why = _silence(offer)
    refuse(centre, offer, OfferStep.EXPIRE, why, now, EXPIRED + why.value)


def take_back(centre: Centre, offer: Offer, reason: str, now: float) -> None:
    """The person cannot be rung any longer; the caller goes back to his place, nobody is blamed."""
    _close(centre, ended(offer, OfferStep.WITHDRAW), reason, None)
    contact_moves.move(centre, centre.contacts[offer.contact], _way_back(offer), now)
    person_moves.settle(centre, centre.roster.people[offer.person], now)


def abandon(centre: Centre, offer: Offer, reason: str, now: float) -> None:
    """The contact has left while the offer was open: stop the phone, tell who has picked up (P13)."""
    tell = None if offer.picked_up_at is None else Tell.CALL_GONE
    _close(centre, ended(offer, OfferStep.WITHDRAW), reason, tell)
    person_moves.settle(centre, centre.roster.people[offer.person], now)


def _close(centre: Centre, offer: Offer, reason: str, tell: Tell | None, why: Refusal | None = None) -> None:
    forget(centre, offer)
    centre.decide(CloseOffer(offer, reason, tell, why))


def forget(centre: Centre, offer: Offer) -> None:
    """The offer is over; a late answer to it will still be understood."""
    centre.remember_closed(offer)
    centre.deadlines.put(Due.OFFER, offer.id, None)


def _way_back(offer: Offer) -> ContactStep:
    return ContactStep.JOIN_FAILED if offer.state is OfferState.ACCEPTED else ContactStep.OFFER_ENDED


def _silence(offer: Offer) -> Refusal:
    """What an unexplained end of this offer is taken for."""
    if offer.state is OfferState.ACCEPTED:
        return Refusal.FAILED
    return Refusal.NO_ANSWER if offer.picked_up_at is None else Refusal.NOT_ACCEPTED


def _lingering(offer: Offer) -> Tell | None:
    """Who accepted and was not joined may still be on the line; the caller goes to somebody else."""
    return Tell.CALL_TAKEN if offer.state is OfferState.ACCEPTED else None

"""What the people's side of a call changes in its record: their offers, their legs, the conversation."""

from __future__ import annotations

from collections.abc import Callable

from calls.contact import ContactRecord
from calls.contact_parts import NOBODY, LegRecord, OfferRecord, Span, closed, is_open_to
from calls.happenings.offer import OfferClosed
from calls.ids import LegId, OfferId, PersonId
from calls.replacing import replace


def rang(r: ContactRecord, at: float, offer: OfferId, leg: LegId) -> ContactRecord:
    """The phone of the offer's person rings: the leg is his."""
    who = next((each.person for each in r.offers if each.offer == offer), NOBODY)
    r = _with_offer(r, offer, lambda each: replace(each, leg=leg, rang_at=at))
    return _with_leg(r, leg, who, lambda each: replace(each, rang_at=at))


def picked_up(r: ContactRecord, at: float, offer: OfferId) -> ContactRecord:
    """The phone of the offer was picked up."""
    r = _with_offer(r, offer, lambda each: replace(each, picked_up_at=at))
    legs = {each.leg for each in r.offers if each.offer == offer and each.leg}
    return replace(r, legs=tuple(replace(leg, picked_up_at=at) if leg.leg in legs else leg for leg in r.legs))


def offer_closed(r: ContactRecord, at: float, what: OfferClosed) -> ContactRecord:
    """The first outcome is the offer's; a leg that was rung for it and not accepted is gone."""

    def close(each: OfferRecord) -> OfferRecord:
        return (
            each
            if each.outcome
            else replace(each, outcome=what.outcome, reason=what.reason, closed_at=at, refusal=what.refusal)
        )

    r = _with_offer(r, what.offer, close)
    if what.outcome.upper() == "ACCEPTED":
        return r
    gone = {each.leg for each in r.offers if each.offer == what.offer and each.leg}
    return replace(r, legs=tuple(hung_up(leg, at) if leg.leg in gone else leg for leg in r.legs))


def connected(r: ContactRecord, at: float, person: PersonId, leg: LegId) -> ContactRecord:
    """Caller and person hear each other: the wait is over."""
    talks = r.talks if is_open_to(r.talks, person) else (*r.talks, Span(person, at, leg=leg))
    r = replace(
        r,
        connected_at=at if r.connected_at is None else r.connected_at,
        person=person,
        waits=closed(r.waits, at),
        foretold=tuple(told if told.turn_at is not None else replace(told, turn_at=at) for told in r.foretold),
        talks=talks,
        sent_on=False,
    )
    r = _with_leg(r, leg, person, lambda each: replace(each, connected_at=each.connected_at or at))
    return _with_leg(r, r.leg, NOBODY, lambda each: replace(each, connected_at=each.connected_at or at))


def parted(r: ContactRecord, at: float, person: PersonId) -> ContactRecord:
    """The conversation with this person is over, and his leg with it."""
    gone = {span.leg for span in r.talks if span.whom == person and span.until is None}
    legs = tuple(hung_up(leg, at) if leg.leg in gone else leg for leg in r.legs)
    return replace(r, talks=closed(r.talks, at, person), holds=closed(r.holds, at, person), legs=legs)


def consulted(r: ContactRecord, at: float, colleague: PersonId, leg: LegId) -> ContactRecord:
    """A colleague was asked: his leg is one of the call, whether he gets the caller or not."""
    return _with_leg(r, leg, colleague, lambda each: replace(each, picked_up_at=each.picked_up_at or at))


def hung_up(leg: LegRecord, at: float) -> LegRecord:
    """The leg, ended; the first end is the end."""
    return leg if leg.ended_at is not None else replace(leg, ended_at=at)


def _with_offer(r: ContactRecord, offer: OfferId, change: Callable[[OfferRecord], OfferRecord]) -> ContactRecord:
    return replace(r, offers=tuple(change(each) if each.offer == offer else each for each in r.offers))


def _with_leg(r: ContactRecord, leg: LegId, who: PersonId, change: Callable[[LegRecord], LegRecord]) -> ContactRecord:
    known = r.legs if not leg or any(each.leg == leg for each in r.legs) else (*r.legs, LegRecord(leg, who))
    return replace(r, legs=tuple(change(each) if each.leg == leg else each for each in known))

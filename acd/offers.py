"""Offers: one contact proposed to one person, as a lease that always ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from acd import explain
from acd.agents import Agent
from acd.explanation import Explanation
from acd.managers import Manager
from acd.states import OFFER, OfferState, OfferStep, step
from calls.ids import CallId, OfferId, PersonId

MARGIN = 5.0
"""Seconds a lease outlives the ringing: the switch gives up first, so an expiry means we were not told."""
KEY_TIME = 20.0
"""Seconds in which an agent who is rung on an outside phone must press the key."""
JOIN_WITHIN = 10.0
"""Seconds from the acceptance until caller and person must hear each other."""


class OfferKind(StrEnum):
    """Whose phone it is: a seat takes the call by picking up, an outside phone by a key."""

    AGENT = "agent"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Offer:
    """A contact proposed to a person. Times are epoch seconds; `explanation` is why him and why now.

    The person is reserved until `expires_at` at the latest (P12). `told`: reasons as they were told of an offer that was found
    again after a restart.
    """

    id: OfferId
    contact: CallId
    person: PersonId
    queue: str
    kind: OfferKind
    made_at: float
    expires_at: float
    state: OfferState = OfferState.PENDING
    told: tuple[str, ...] = ()
    picked_up_at: float | None = None
    explanation: Explanation | None = None

    @property
    def because(self) -> tuple[str, ...]:
        """Why him and why now, in lines; put into words only when somebody reads them."""
        return explain.lines(self.explanation) if self.explanation else self.told


def kind_of(person: Agent | Manager) -> OfferKind:
    """The kind of offer that this person gets."""
    return OfferKind.MANAGER if isinstance(person, Manager) else OfferKind.AGENT


def lease_of(person: Agent | Manager) -> float:
    """Seconds that an offer to this person may last, from the making to the acceptance."""
    return person.ring + _key_time(person) + MARGIN


def picked_up(offer: Offer, person: Agent | Manager, now: float) -> Offer:
    """The offer after the phone was picked up: a manager has `accept_within` from now. Twice is as once."""
    step(OFFER, offer.state, OfferStep.PICK_UP, f"offer {offer.id}")
    if offer.picked_up_at is not None:
        return offer
    return replace(offer, picked_up_at=now, expires_at=now + _key_time(person) + MARGIN)


def accepted(offer: Offer, now: float, reached_within: float = 0.0) -> Offer:
    """The offer after the person took it. The lease goes on until caller and person are joined.

    `reached_within`: seconds that a caller who must be rung first may take.
    """
    after = step(OFFER, offer.state, OfferStep.ACCEPT, f"offer {offer.id}")
    up_at = now if offer.picked_up_at is None else offer.picked_up_at
    return replace(offer, state=after, picked_up_at=up_at, expires_at=now + reached_within + JOIN_WITHIN)


def ended(offer: Offer, by: OfferStep) -> Offer:
    """The offer after it came to nothing by this step."""
    return replace(offer, state=step(OFFER, offer.state, by, f"offer {offer.id}"))


def _key_time(person: Agent | Manager) -> float:
    if isinstance(person, Manager):
        return person.accept_within
    return KEY_TIME if person.others else 0.0

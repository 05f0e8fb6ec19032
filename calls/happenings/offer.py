"""What became of the contact's offers to people."""

from __future__ import annotations

from dataclasses import dataclass

from calls.ids import LegId, OfferId, PersonId


@dataclass(frozen=True, slots=True)
class Offered:
    """The contact was proposed to a person; `because` is the reason, one line each.

    `explanation` is the same as data: all that the decision weighed, as `acd.kept_explanation` writes it; '' if it is not known.
    """

    offer: OfferId
    person: PersonId
    because: tuple[str, ...]
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Rang:
    """The person's phone began to ring."""

    offer: OfferId
    leg: LegId


@dataclass(frozen=True, slots=True)
class PickedUp:
    """The person's phone was picked up (a manager has not accepted yet)."""

    offer: OfferId


@dataclass(frozen=True, slots=True)
class OfferClosed:
    """An offer ended. `outcome` is ACCEPTED, DECLINED, EXPIRED or WITHDRAWN.

    `refusal` is the kind of refusal, if the person did not take it: what is remembered of him for this contact.
    """

    offer: OfferId
    outcome: str
    reason: str
    refusal: str = ""

"""What becomes of an offer, and of the conversation that it leads to. All times are epoch seconds."""

from __future__ import annotations

from dataclasses import dataclass

from acd.refusal import Refusal
from calls.ids import CallId, OfferId, PersonId


@dataclass(frozen=True, slots=True)
class OfferRang:
    """The phone of the offered person began to ring."""

    offer: OfferId


@dataclass(frozen=True, slots=True)
class OfferPickedUp:
    """The phone was picked up. An agent accepts by it (OfferAccepted follows); a manager must press a key."""

    offer: OfferId


@dataclass(frozen=True, slots=True)
class OfferAccepted:
    """The person takes the contact. Answered by `Connect`, or by `Release` when it came too late."""

    offer: OfferId


@dataclass(frozen=True, slots=True)
class OfferDeclined:
    """The person does not take the contact, or his phone could not be rung: busy, unreachable, silent."""

    offer: OfferId
    why: Refusal
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TalkStarted:
    """Caller and person hear each other."""

    offer: OfferId


@dataclass(frozen=True, slots=True)
class TalkFailed:
    """Accepted, but could not be joined (P4). The caller keeps his rank; he is offered again at once."""

    offer: OfferId
    why: Refusal


@dataclass(frozen=True, slots=True)
class TalkEnded:
    """The conversation is over for this person: wrap-up begins."""

    person: PersonId
    contact: CallId


@dataclass(frozen=True, slots=True)
class WrapUpDone:
    """The person ended his wrap-up before its deadline."""

    person: PersonId

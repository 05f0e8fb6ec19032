"""What the dispatcher decides: orders to the service, which answers with the events they bring about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from acd.offers import Offer
from acd.queues import Overflow
from acd.refusal import Refusal
from acd.states import PersonState
from calls.ids import CallId, OfferId, PersonId


@dataclass(frozen=True, slots=True)
class MakeOffer:
    """Ring this person for this contact. The offer carries its lease and its reasons."""

    offer: Offer


@dataclass(frozen=True, slots=True)
class CloseOffer:
    """The offer ended with this outcome. If its phone still rings or listens, it must stop.

    `reason` is for the record, with the kind of `refusal` if the person did not take it; `tell` asks to tell a person who has
    picked up why (caller gone, taken).
    """

    offer: Offer
    reason: str
    tell: Tell | None = None
    refusal: Refusal | None = None


class Tell(StrEnum):
    """What a person who answered too late is told before he is released."""

    CALL_GONE = "call_gone"
    CALL_TAKEN = "call_taken"


@dataclass(frozen=True, slots=True)
class Connect:
    """Join the caller and the person who accepted."""

    offer: Offer


@dataclass(frozen=True, slots=True)
class Release:
    """An answer that came too late, for an offer that is closed or unknown: tell and hang up."""

    offer: OfferId
    tell: Tell


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """A person's state, reason or wish changed; to be kept and shown. `until`: when it will end by itself.

    `wish` (READY, NOT_READY or LOGGED_OUT) is what he goes to when nothing keeps him: a pause asked for
    during a conversation, or before his phone was lost (P8, P11). `taken_today` counts against `at_most`.
    """

    person: PersonId
    before: PersonState
    after: PersonState
    reason: str
    since: float
    until: float | None = None
    wish: PersonState = PersonState.READY
    wish_reason: str = ""
    taken_today: int = 0


@dataclass(frozen=True, slots=True)
class RaiseAlarm:
    """Something that must not be: a caller waits and a fitting person is free, for over two seconds (P16)."""

    contact: CallId
    person: PersonId
    waited: float


@dataclass(frozen=True, slots=True)
class GiveAway:
    """The queue gives this contact away. `why` is for the record.

    By a rule that leads to a queue or a person it waits there already; by any other it has left.
    """

    contact: CallId
    rule: Overflow
    why: str


@dataclass(frozen=True, slots=True)
class CallOut:
    """The turn of somebody who is not on the line is near: ring him now."""

    contact: CallId


Decision = MakeOffer | CloseOffer | Connect | Release | PersonChanged | RaiseAlarm | GiveAway | CallOut

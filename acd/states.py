"""Every transition of the dispatcher's machines: contact, person, offer. Nothing moves but by these tables.

docs/states.md is drawn from them. A step that a table does not have raises `IllegalStep` and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from calls.errors import IllegalStep


class ContactState(StrEnum):
    """Where a caller stands with us. The last four are final."""

    WAITING = "WAITING"
    OFFERED = "OFFERED"
    CONNECTING = "CONNECTING"
    TALKING = "TALKING"
    SERVED = "SERVED"
    ABANDONED = "ABANDONED"
    MOVED = "MOVED"
    LOST = "LOST"


class ContactStep(StrEnum):
    """What happens to a contact."""

    OFFER = "offer"
    OFFER_ENDED = "offer ended"
    ACCEPT = "accept"
    JOIN = "join"
    JOIN_FAILED = "join failed"
    HANG_UP = "hang up"
    SERVE = "serve"
    MOVE = "move"
    LOSE = "lose"


class PersonState(StrEnum):
    """What an agent or a manager is doing (ECMA-269 CSTA; RESERVED is ours: chosen, not ringing yet)."""

    LOGGED_OUT = "LOGGED_OUT"
    NOT_READY = "NOT_READY"
    READY = "READY"
    RESERVED = "RESERVED"
    RINGING = "RINGING"
    TALKING = "TALKING"
    WRAP_UP = "WRAP_UP"


class PersonStep(StrEnum):
    """What happens to a person. The first three end whatever kept him before.

    Who may have several contacts stays TALKING while another rings. RING_ON: his last conversation ended while one rang.
    """

    GET_READY = "get ready"
    STAND_BACK = "stand back"
    SIGN_OUT = "sign out"
    RESERVE = "reserve"
    RING = "ring"
    TALK = "talk"
    RING_ON = "ring on"
    WRAP_UP = "wrap up"


class OfferState(StrEnum):
    """How far an offer has come. ACCEPTED lasts as long as the conversation; the last three are final."""

    PENDING = "PENDING"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    EXPIRED = "EXPIRED"
    WITHDRAWN = "WITHDRAWN"


class OfferStep(StrEnum):
    """What happens to an offer."""

    RING = "ring"
    PICK_UP = "pick up"
    ACCEPT = "accept"
    DECLINE = "decline"
    JOIN = "join"
    FAIL = "fail"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"


ContactTable = Mapping[tuple[ContactState, ContactStep], ContactState]
PersonTable = Mapping[tuple[PersonState, PersonStep], PersonState]
OfferTable = Mapping[tuple[OfferState, OfferStep], OfferState]

CONTACT: ContactTable = {
    (ContactState.WAITING, ContactStep.OFFER): ContactState.OFFERED,
    (ContactState.WAITING, ContactStep.HANG_UP): ContactState.ABANDONED,
    (ContactState.WAITING, ContactStep.MOVE): ContactState.MOVED,
    (ContactState.WAITING, ContactStep.LOSE): ContactState.LOST,
    (ContactState.OFFERED, ContactStep.OFFER_ENDED): ContactState.WAITING,
    (ContactState.OFFERED, ContactStep.ACCEPT): ContactState.CONNECTING,
    (ContactState.OFFERED, ContactStep.HANG_UP): ContactState.ABANDONED,
    (ContactState.OFFERED, ContactStep.MOVE): ContactState.MOVED,
    (ContactState.OFFERED, ContactStep.LOSE): ContactState.LOST,
    (ContactState.CONNECTING, ContactStep.JOIN): ContactState.TALKING,
    (ContactState.CONNECTING, ContactStep.JOIN_FAILED): ContactState.WAITING,
    (ContactState.CONNECTING, ContactStep.HANG_UP): ContactState.ABANDONED,
    (ContactState.CONNECTING, ContactStep.SERVE): ContactState.SERVED,
    (ContactState.CONNECTING, ContactStep.MOVE): ContactState.MOVED,
    (ContactState.CONNECTING, ContactStep.LOSE): ContactState.LOST,
    (ContactState.TALKING, ContactStep.HANG_UP): ContactState.SERVED,
    (ContactState.TALKING, ContactStep.SERVE): ContactState.SERVED,
    (ContactState.TALKING, ContactStep.MOVE): ContactState.MOVED,
    (ContactState.TALKING, ContactStep.LOSE): ContactState.LOST,
}

PERSON: PersonTable = {
    (PersonState.LOGGED_OUT, PersonStep.GET_READY): PersonState.READY,
    (PersonState.LOGGED_OUT, PersonStep.STAND_BACK): PersonState.NOT_READY,
    (PersonState.LOGGED_OUT, PersonStep.SIGN_OUT): PersonState.LOGGED_OUT,
    (PersonState.NOT_READY, PersonStep.GET_READY): PersonState.READY,
    (PersonState.NOT_READY, PersonStep.STAND_BACK): PersonState.NOT_READY,
    (PersonState.NOT_READY, PersonStep.SIGN_OUT): PersonState.LOGGED_OUT,
    (PersonState.READY, PersonStep.GET_READY): PersonState.READY,
    (PersonState.READY, PersonStep.STAND_BACK): PersonState.NOT_READY,
    (PersonState.READY, PersonStep.SIGN_OUT): PersonState.LOGGED_OUT,
    (PersonState.READY, PersonStep.RESERVE): PersonState.RESERVED,
    (PersonState.RESERVED, PersonStep.RING): PersonState.RINGING,
    (PersonState.RESERVED, PersonStep.TALK): PersonState.TALKING,
    (PersonState.RESERVED, PersonStep.GET_READY): PersonState.READY,
    (PersonState.RESERVED, PersonStep.STAND_BACK): PersonState.NOT_READY,
    (PersonState.RESERVED, PersonStep.SIGN_OUT): PersonState.LOGGED_OUT,
    (PersonState.RINGING, PersonStep.RING): PersonState.RINGING,
    (PersonState.RINGING, PersonStep.TALK): PersonState.TALKING,
    (PersonState.RINGING, PersonStep.GET_READY): PersonState.READY,
    (PersonState.RINGING, PersonStep.STAND_BACK): PersonState.NOT_READY,
    (PersonState.RINGING, PersonStep.SIGN_OUT): PersonState.LOGGED_OUT,
    (PersonState.TALKING, PersonStep.RESERVE): PersonState.TALKING,
    (PersonState.TALKING, PersonStep.RING): PersonState.TALKING,
    (PersonState.TALKING, PersonStep.TALK): PersonState.TALKING,
    (PersonState.TALKING, PersonStep.RING_ON): PersonState.RINGING,
    (PersonState.TALKING, PersonStep.WRAP_UP): PersonState.WRAP_UP,
    (PersonState.TALKING, PersonStep.GET_READY): PersonState.READY,
    (PersonState.TALKING, PersonStep.STAND_BACK): PersonState.NOT_READY,
    (PersonState.TALKING, PersonStep.SIGN_OUT): PersonState.LOGGED_OUT,
    (PersonState.WRAP_UP, PersonStep.GET_READY): PersonState.READY,
    (PersonState.WRAP_UP, PersonStep.STAND_BACK): PersonState.NOT_READY,
    (PersonState.WRAP_UP, PersonStep.SIGN_OUT): PersonState.LOGGED_OUT,
}

OFFER: OfferTable = {
    (OfferState.PENDING, OfferStep.RING): OfferState.PENDING,
    (OfferState.PENDING, OfferStep.PICK_UP): OfferState.PENDING,
    (OfferState.PENDING, OfferStep.ACCEPT): OfferState.ACCEPTED,
    (OfferState.PENDING, OfferStep.DECLINE): OfferState.DECLINED,
    (OfferState.PENDING, OfferStep.EXPIRE): OfferState.EXPIRED,
    (OfferState.PENDING, OfferStep.WITHDRAW): OfferState.WITHDRAWN,
    (OfferState.ACCEPTED, OfferStep.JOIN): OfferState.ACCEPTED,
    (OfferState.ACCEPTED, OfferStep.FAIL): OfferState.DECLINED,
    (OfferState.ACCEPTED, OfferStep.EXPIRE): OfferState.EXPIRED,
    (OfferState.ACCEPTED, OfferStep.WITHDRAW): OfferState.WITHDRAWN,
}

State = TypeVar("State", bound=StrEnum)
Step = TypeVar("Step", bound=StrEnum)


def step(table: Mapping[tuple[State, Step], State], state: State, by: Step, who: str) -> State:
    """The state that follows. `who` names the thing in the error. Raises `IllegalStep` if there is none."""
    after = table.get((state, by))
    if after is None:
        raise IllegalStep(f"{who} is {state}: it cannot {by}")
    return after

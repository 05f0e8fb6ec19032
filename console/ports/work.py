"""The work of one person: the card of each caller offered to him, his answer, and what he writes down after the talk.

One card serves the agent's desk and the manager's page. Times are epoch seconds, durations seconds. Words are given in every
language that we have, by its name, so that a page can change its language without asking again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from calls.ids import CallId, OfferId, PersonId
from console.ports.words import Words


class How(StrEnum):
    """What a person answers to an offer. LATER: not now, in five minutes perhaps."""

    ACCEPT = "accept"
    DECLINE = "decline"
    LATER = "later"


class Came(StrEnum):
    """What came of an answer. AGREED: he is joined as soon as he picks up his phone."""

    TAKEN = "taken"
    AGREED = "agreed"
    REFUSED = "refused"


class Stage(StrEnum):
    """How far an offer has come."""

    OFFERED = "offered"
    RINGING = "ringing"
    PICKED_UP = "picked_up"
    ACCEPTED = "accepted"
    TALKING = "talking"
    TALKED = "talked"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Who:
    """Who calls. `profile`: what the company knows of him beside it; `known` False: nothing."""

    number: str
    name: str
    segment: str
    language: str
    known: bool = False
    profile: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MenuStep:
    """One step of his way through the menus: what he keyed or said, and what that means in words.

    `confidence` of what was said goes from 0 to 1; None: he keyed it.
    """

    at: float
    menu: str
    key: str
    label: Words
    scenario: str = ""
    said: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class PatienceLeft:
    """How long he will wait. `leaves_soon`: the chance (0 to 1) that he gives up within a minute from now.

    `until`: when half of such callers are gone; None: nobody can tell. `stated`: a limit in seconds that was stated for him.
    """

    leaves_soon: float
    until: float | None
    stated: float | None = None


@dataclass(frozen=True, slots=True)
class PastContact:
    """An earlier call of the same number, with what was written down of it."""

    call: CallId
    at: float
    scenario: str
    queue: str
    person: PersonId
    outcome: str
    waited: float
    talked: float
    disposition: str = ""
    note: str = ""
    by: PersonId = PersonId("")


@dataclass(frozen=True, slots=True)
class CallerNote:
    """Something about the caller that holds beyond one call."""

    id: str
    text: str
    by: str
    at: float


@dataclass(frozen=True, slots=True)
class History:
    """What the store knows of a number: its calls, newest first, and notes."""

    contacts: Sequence[PastContact] = ()
    notes: Sequence[CallerNote] = ()
    callbacks: int = 0
    """How many callbacks to him are open."""


@dataclass(frozen=True, slots=True)
class Card:
    """Who calls, why, how long he waits and will wait, and why you. `because`: the reasons, in sentences, by language.

    `answers`: how the person may answer on a page now. `expires_at`: when the offer ends by itself. `history` is None until it
    was read: the card is pushed without it, and again with it.
    """

    offer: OfferId
    call: CallId
    person: PersonId
    stage: Stage
    queue: str
    who: Who
    reason: str
    reason_label: Words
    path: Sequence[MenuStep]
    wishes: Sequence[str]
    made_at: float
    expires_at: float | None
    arrived_at: float
    waiting_since: float
    patience: PatienceLeft
    because: Mapping[str, Sequence[str]]
    answers: Sequence[How] = ()
    callback: bool = False
    outside: bool = False
    joined_at: float | None = None
    ended_at: float | None = None
    history: History | None = None


class Work(Protocol):
    """The desk of one person, as the console sees it."""

    async def cards(self, person: PersonId) -> Sequence[Card]:
        """What is offered to him, whom he talks to, and whom he talked to last while his wrap-up lasts."""
        ...

    async def card(self, offer: OfferId, person: PersonId) -> Card:
        """The card of an offer to this person, with the history. Raises UnknownOffer for anybody else's."""
        ...

    async def of_call(self, call: CallId, person: PersonId) -> Card:
        """The card of a call that he had, open or over. Raises UnknownOffer."""
        ...

    async def answer(self, offer: OfferId, person: PersonId, how: How) -> Came:
        """Answer an offer on a page. Raises UnknownOffer, OfferOver, PickUpFirst."""
        ...

    async def more_time(self, person: PersonId) -> float:
        """A longer wrap-up: when it ends now. Raises NoWrapUp, NoMoreTime."""
        ...

"""What the dispatcher is told, and what it decides. All times are epoch seconds.

`receive(event, now) -> [decisions]`, `tick(now) -> [decisions]`, `next_deadline() -> time | None`.
Decisions are in acd/decisions.py; they are known under this name too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from acd.agents import Agent
from acd.decisions import (
    CloseOffer as CloseOffer,
)
from acd.decisions import (
    Connect as Connect,
)
from acd.decisions import (
    Decision as Decision,
)
from acd.decisions import (
    MakeOffer as MakeOffer,
)
from acd.decisions import (
    PersonChanged as PersonChanged,
)
from acd.decisions import (
    RaiseAlarm as RaiseAlarm,
)
from acd.decisions import (
    Release as Release,
)
from acd.decisions import (
    Tell as Tell,
)
from acd.managers import Manager
from acd.offers import Offer
from acd.queues import Queue
from acd.states import PersonState
from calls.ids import CallId, OfferId, PersonId

Person = Agent | Manager
NOBODY = PersonId("")


# --- contacts -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Joined:
    """A caller waits from `joined_at` (earlier than now when he keeps a place).

    `wanted` is a person to try before anybody else: the caller's own manager. `reached_within`: seconds that it may take,
    after a person has accepted, until the contact is there to be joined: who is called back must be rung first (P20).
    `wishes`: what the caller would like of the person, by name (`dialect`, `minnan`).
    """

    contact: CallId
    queue: str
    priority: int
    joined_at: float
    wanted: PersonId = NOBODY
    caller: str = ""
    language: str = ""
    reached_within: float = 0.0
    wishes: tuple[tuple[str, str], ...] = ()


class Leaving(StrEnum):
    """Why a contact left the dispatcher."""

    HUNG_UP = "hung_up"
    SERVED = "served"
    MOVED = "moved"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Left:
    """A contact is over or went elsewhere: phones ringing for it must stop, a late answer is released."""

    contact: CallId
    why: Leaving


# --- offers -------------------------------------------------------------------------------------------------


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


class Refusal(StrEnum):
    """How an offer came to nothing on the person's side."""

    DECLINED = "declined"
    REJECTED = "rejected"
    BUSY = "busy"
    NO_ANSWER = "no answer"
    UNREACHABLE = "unreachable"
    NOT_ACCEPTED = "picked up but not accepted"
    HUNG_UP = "hung up before the call was joined"
    FAILED = "could not be rung"


# --- talks --------------------------------------------------------------------------------------------------


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


# --- people -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reachable:
    """The phone of an agent's seat is registered, or no longer. An unreachable agent is LOGGED_OUT."""

    person: PersonId
    reachable: bool


@dataclass(frozen=True, slots=True)
class Readied:
    """The person wants calls. Ends wrap-up, a pause and a sign-out."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class Paused:
    """The person wants no calls for now. Takes effect after a conversation in progress and its wrap-up."""

    person: PersonId
    reason: str


@dataclass(frozen=True, slots=True)
class SignedOut:
    """The person went home."""

    person: PersonId
    reason: str = "signed out"


@dataclass(frozen=True, slots=True)
class Occupied:
    """A phone of the person is in a call that is no offer of ours: he is busy (P18)."""

    person: PersonId
    busy: bool


# --- the whole ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Configured:
    """People and queues as they are now in the plan. Applied as a difference: no live state is lost (P2)."""

    people: Sequence[Person]
    queues: Sequence[Queue]


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person's state as it was kept. `reachable` as seen now; `until` ends WRAP_UP or a cool-down.

    The last three are those of the last `PersonChanged`; without a `wish` it is read from state and reason.
    """

    person: PersonId
    state: PersonState
    reason: str
    since: float
    until: float | None = None
    reachable: bool = True
    busy: bool = False
    wish: PersonState | None = None
    wish_reason: str = ""
    taken_today: int = 0


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation found in progress."""

    offer: OfferId
    contact: CallId
    person: PersonId
    queue: str
    since: float


@dataclass(frozen=True, slots=True)
class Recovered:
    """All that was found after a restart or a gap. Replaces every state of contacts, offers and people.

    An offer found ringing is adopted with its lease, so that nobody is rung twice.
    """

    people: Sequence[KnownPerson]
    waiting: Sequence[Joined]
    ringing: Sequence[Offer] = ()
    talks: Sequence[Talk] = ()
    refused: Mapping[CallId, Sequence[PersonId]] = field(default_factory=dict)


Event = (
    Joined
    | Left
    | OfferRang
    | OfferPickedUp
    | OfferAccepted
    | OfferDeclined
    | TalkStarted
    | TalkFailed
    | TalkEnded
    | WrapUpDone
    | Reachable
    | Readied
    | Paused
    | SignedOut
    | Occupied
    | Configured
    | Recovered
)

"""The plan, and the whole state after a restart. All times are epoch seconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from acd.agents import Agent
from acd.managers import Manager
from acd.messages.contacts import Joined
from acd.offers import Offer
from acd.patience import PatienceModel
from acd.queues import Queue
from acd.refusal import Refusal
from acd.states import PersonState
from calls.ids import CallId, OfferId, PersonId

Person = Agent | Manager


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
class KnownRefusal:
    """That a person did not take a contact, how, and when (epoch seconds)."""

    person: PersonId
    why: Refusal
    at: float


@dataclass(frozen=True, slots=True)
class Recovered:
    """All that was found after a restart or a gap. Replaces every state of contacts, offers and people.

    An offer found ringing is adopted with its lease, so that nobody is rung twice. `refused` in the order in which it happened.
    """

    people: Sequence[KnownPerson]
    waiting: Sequence[Joined]
    ringing: Sequence[Offer] = ()
    talks: Sequence[Talk] = ()
    refused: Mapping[CallId, Sequence[KnownRefusal]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learnt about callers' patience, by class. Counts for who joins from now on."""

    model: PatienceModel

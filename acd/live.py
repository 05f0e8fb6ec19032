"""What the dispatcher knows about a person and a contact beyond their configuration."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from acd.agents import Agent
from acd.managers import Manager
from acd.messages import Away, Joined, Person, Refusal
from acd.standing import Standing
from acd.states import ContactState, PersonState
from calls.ids import CallId, OfferId, PersonId


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants to be when nothing keeps him: READY, NOT_READY or LOGGED_OUT."""

    state: PersonState = PersonState.READY
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Hold:
    """A short pause that we put on a person; it ends by itself at `until`."""

    reason: str
    until: float


@dataclass(slots=True)
class LivePerson:
    """One state machine per person, whatever queues he serves (P1).

    `registered` is what his phone says, `lost` what an offer found out; `leaving`: no longer in the plan.
    `ringing`: the offer that is not a conversation yet; `talks`: his conversations. `more`: he talks, and could take one more.
    """

    person: Person
    since: float
    registered: bool
    state: PersonState = PersonState.LOGGED_OUT
    reason: str = ""
    until: float | None = None
    wish: Wish = Wish()
    hold: Hold | None = None
    lost: bool = False
    busy: bool = False
    leaving: bool = False
    away: tuple[Away, ...] = ()
    ringing: OfferId | None = None
    talks: dict[CallId, None] = field(default_factory=dict)
    more: bool = False
    taken: int = 0
    taken_on: date | None = None
    told: tuple[PersonState, str, float | None, Wish, int] | None = None

    @property
    def id(self) -> PersonId:
        """His name in the plan."""
        return self.person.id

    @property
    def engaged(self) -> bool:
        """Whether a contact keeps him: one that rings for him, or one he talks to."""
        return self.ringing is not None or bool(self.talks)

    @property
    def room(self) -> bool:
        """Whether he may have one more contact beside those he has."""
        most = self.person.concurrency if isinstance(self.person, Agent) else 1
        return self.ringing is None and len(self.talks) < most

    @property
    def available(self) -> bool:
        """Whether he can be offered a contact now."""
        return self.state is PersonState.READY or self.more

    @property
    def resting(self) -> bool:
        """Whether nothing of ours keeps him: no offer, no conversation, no wrap-up."""
        return self.state in RESTING


RESTING = frozenset({PersonState.LOGGED_OUT, PersonState.NOT_READY, PersonState.READY})


@dataclass(frozen=True, slots=True)
class Refused:
    """That a person did not take a contact, and when."""

    why: Refusal
    at: float

    @property
    def firm(self) -> bool:
        """Whether he said no himself. Such a refusal is never forgotten; a missed ring may be."""
        return self.why in (Refusal.DECLINED, Refusal.REJECTED)


@dataclass(slots=True)
class LiveContact:
    """A caller from joining until he left. `next_up` are people to try before the queue's, with their deputies.

    Only who is `here`, on the line, stands in line.
    """

    joined: Joined
    since: float
    state: ContactState = ContactState.WAITING
    offer: OfferId | None = None
    refused: dict[PersonId, Refused] = field(default_factory=dict)
    forgiven: dict[PersonId, Refused] = field(default_factory=dict)
    next_up: list[PersonId] = field(default_factory=list)
    here: bool = True
    called: bool = False
    """Whether he is being rung: his turn was near."""
    kept: PersonId | None = None
    """Who is kept free for him while his phone rings; `was_kept`: somebody was."""
    was_kept: bool = False
    standing: Standing | None = None
    """What the decisions need to know of him; None before he first stood in line."""

    @property
    def id(self) -> CallId:
        """The call that waits."""
        return self.joined.contact

    @property
    def queue(self) -> str:
        """Where it waits."""
        return self.joined.queue

    @property
    def priority(self) -> int:
        """Higher is served first."""
        return self.joined.priority

    @property
    def joined_at(self) -> float:
        """When the waiting began; it never changes, so a place is kept by itself."""
        return self.joined.joined_at

    @property
    def on_line_since(self) -> float:
        """Since when he waits on the line himself: later than `joined_at` for somebody who was called back."""
        since = self.joined.on_line_since
        return self.joined_at if since is None else max(self.joined_at, since)

    def waited(self, now: float) -> float:
        """Seconds since the waiting began."""
        return max(0.0, now - self.joined_at)


def new_person(person: Person, now: float) -> LivePerson:
    """A person before anything is known of him: an outside phone is always there, a seat must register."""
    return LivePerson(person, now, registered=isinstance(person, Manager))

"""A call in memory: what its tasks share while it lasts. The truth that must survive us is on the leg and in the store."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from calls.causes import Cause, EndedBy
from calls.events import Caller
from calls.ids import CallId, LegId, OfferId, PersonId
from calls.switch import Marks, Role
from service.lines import Line
from service.talk_codes import Keyed


@dataclass(frozen=True, slots=True)
class Partner:
    """The other side of a conversation. `offer` is empty when nobody was offered the call: a transfer."""

    person: PersonId
    line: Line
    offer: OfferId = OfferId("")
    contact: CallId = CallId("")
    """Whose offer it was, where that was another call: a question about this caller."""

    @property
    def leg(self) -> LegId:
        """The other leg."""
        return self.line.leg


@dataclass(frozen=True, slots=True)
class Place:
    """A caller's place in a queue."""

    queue: str
    priority: int
    joined_at: float
    wanted: PersonId = PersonId("")
    wishes: tuple[tuple[str, str], ...] = ()
    last_agent: PersonId = PersonId("")
    limit: float | None = None
    given: tuple[str, ...] = ()
    """The rules by which queues have given him away in this call."""
    gave_back: PersonId = PersonId("")
    """Who sent him back to the queue: he is not asked for him again."""
    missed: PersonId = PersonId("")
    """Who was just rung again for him, in vain."""
    own: bool = False
    """The priority is his own and goes with him to another queue; else it is this queue's weight."""

    @property
    def told_wishes(self) -> tuple[str, ...]:
        """The wishes as the record has them; `wishes_of` reads them again."""
        return tuple(f"{name}: {wish}" for name, wish in self.wishes)


def wishes_of(told: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The wishes that a record tells."""
    return tuple((name, wish) for name, _, wish in (each.partition(": ") for each in told))


@dataclass(slots=True)
class Call:
    """One caller's visit. `place` is set while he waits or may come back; `partner` while he talks.

    `third`: a colleague whom the partner asks, or who talks with both. `keyed`: what the partner has keyed.
    `aside`: found after a restart while the partner asked somebody: the two are to be joined again.
    """

    id: CallId
    line: Line
    dialled: str
    caller: Caller
    language: str
    arrived_at: float
    step: str = ""
    place: Place | None = None
    waiting: bool = False
    partner: Partner | None = None
    joining: Partner | None = None
    third: Partner | None = None
    keyed: Keyed | None = None
    aside: bool = False
    asks_for: Call | None = None
    """The held caller about whom a person asks in this call."""
    passed_on: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the person who was reached in this call was joined with that caller."""
    ended_by: EndedBy = EndedBy.CALLER
    why: str = ""
    cause: Cause = Cause.NORMAL
    place_changed: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the caller who waits was sent to another place."""

    @property
    def leg(self) -> LegId:
        """The caller's leg."""
        return self.line.leg

    def move(self, place: Place) -> None:
        """Send the caller to another place."""
        self.place = place
        self.place_changed.set()

    def end(self, by: EndedBy, why: str, cause: Cause = Cause.NORMAL) -> None:
        """Who ends the call, and why: what its record will say. Without it, the caller hung up."""
        self.ended_by, self.why, self.cause = by, why, cause

    def marks(self) -> Marks:
        """What the leg must remember for us."""
        place = self.place if self.waiting else None
        return Marks(
            self.id,
            Role.CALLER,
            queue=place.queue if place else "",
            priority=place.priority if place else 0,
            joined_at=place.joined_at if place else 0.0,
            wanted=place.wanted if place else PersonId(""),
            step=self.step,
            language=self.language,
        )

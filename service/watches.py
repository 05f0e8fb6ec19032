"""One leader who takes part in one conversation, and what is told of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from calls.causes import Cause
from calls.happenings.supervision import JoinedIn, Listened, Manner, TakenOver, Whispered
from calls.ids import LegId, PersonId
from calls.switch import Marks, Role, Target
from console.ports.supervision import TakesPart
from service.call import Call, Partner
from service.lines import Line

KINDS: dict[Manner, type[Listened | Whispered | JoinedIn | TakenOver]] = {
    Manner.LISTEN: Listened,
    Manner.WHISPER: Whispered,
    Manner.JOIN: JoinedIn,
    Manner.TAKE_OVER: TakenOver,
}


@dataclass(frozen=True, slots=True)
class Leader:
    """Who takes part: his account, who that is in the plan ('': nobody), and the phone at which he is rung."""

    user: str
    person: PersonId
    phone: Target | None


@dataclass(slots=True, eq=False)
class Watch:
    """A leader's leg and what it does. `manner` is None until he has picked up; `wanted` is how he wishes to take part.

    `rings` is done when his phone rings (None) or will not (why). `over`: the conversation is, or it is his own now.
    """

    call: Call
    leader: Leader
    line: Line
    wanted: Manner
    since: float
    manner: Manner | None = None
    handed: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    rings: asyncio.Future[Cause | None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    @property
    def leg(self) -> LegId:
        """His leg."""
        return self.line.leg

    @property
    def marks(self) -> Marks:
        """What his leg remembers."""
        return Marks(self.call.id, Role.SUPERVISOR, person=self.leader.person, step=self.wanted)

    @property
    def can_go_on(self) -> bool:
        """Whether the caller would hear him if the other person left now."""
        return self.manner is Manner.JOIN and self.line.ended is None

    def told(self) -> TakesPart:
        """As others see it."""
        ringing = self.manner is None
        manner = self.wanted if self.manner is None else self.manner
        return TakesPart(self.call.id, self.leader.user, self.leader.person, manner, ringing, self.since)

    def happened(self, manner: Manner, whom: PersonId) -> Listened | Whispered | JoinedIn | TakenOver:
        """The entry for the record."""
        return KINDS[manner](self.leader.user, self.leader.person, whom, self.leg)

    def rang(self, why_not: Cause | None) -> None:
        """His phone rings, or will not."""
        if not self.rings.done():
            self.rings.set_result(why_not)


@dataclass(frozen=True, slots=True)
class Successor:
    """Who talks with the caller from now on, and the entry that tells it."""

    partner: Partner
    told: TakenOver

"""What leaders do with calls that go on: take part in a talk, move who waits. Times are epoch seconds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from acd.agents import Unit
from calls.happenings.supervision import Manner
from calls.ids import CallId, PersonId


@dataclass(frozen=True, slots=True)
class TakesPart:
    """A leader in a talk. `ringing`: his phone rings still, and `manner` is how he will take part. `user`: his account."""

    call: CallId
    user: str
    person: PersonId
    manner: Manner
    ringing: bool
    since: float


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose a call is: the person who talks with the caller, or, while he waits, those who serve his `queue`."""

    person: PersonId
    queue: str
    units: Collection[Unit]


@dataclass(frozen=True, slots=True)
class PlaceTold:
    """A caller's place. `joined_at`: since when he waits, whatever queue he was in."""

    call: CallId
    queue: str
    priority: int
    joined_at: float


class Supervision(Protocol):
    """The talks and the waiting, as leaders may change them."""

    def whose(self, call: CallId) -> Whose | None:
        """Whose a call is that goes on; None: there is no such call."""
        ...

    def taking_part(self, call: CallId | None = None) -> Collection[TakesPart]:
        """Who takes part in this call, or in any."""
        ...

    async def take_part(self, call: CallId, user: str, person: PersonId, phone: str, manner: Manner) -> TakesPart:
        """Ring his phone (a number outside, or '': that of his person), or change how he takes part.

        Raises NotTalking, OwnTalk, NoPhone, LeaderBusy, PhoneNotReached, DestinationBarred, and as the switch does.
        """
        ...

    async def leave(self, call: CallId, user: str) -> None:
        """End his part. Raises NotTakingPart."""
        ...

    def place(self, call: CallId) -> PlaceTold:
        """Where a caller waits. Raises UnknownCall, NotWaiting."""
        ...

    def move(self, call: CallId, queue: str, by: str) -> PlaceTold:
        """To another queue. Raises UnknownCall, NotWaiting, NoSuchQueue."""
        ...

    def prioritise(self, call: CallId, priority: int, by: str) -> PlaceTold:
        """Another priority. Raises UnknownCall, NotWaiting."""
        ...

"""The switch as a port (CSTA): what we ask of a PBX, in our words.

Every command on a leg that has hung up raises `LegGone`; on a lost link `SwitchLost`; on a leg that talks, or with a
sound file that is not there, `SwitchRefused`. Commands on one leg are given one at a time; cancelling one stops it and
frees the leg. A leg that is bridged under a command ends it: `play` returns '', `collect` times out. After `LinkUp` the
legs from before are known again once `legs()` was called. What happens arrives through the callable given to `attach`,
synchronously, in order, and never inside the command that causes it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from calls.causes import Cause
from calls.events import Caller, SwitchEvent
from calls.ids import CallId, LegId, OfferId, PersonId


@dataclass(frozen=True, slots=True)
class Seat:
    """A SIP phone of the centre, by the name it registers with."""

    name: str


@dataclass(frozen=True, slots=True)
class Outside:
    """A phone reached through a trunk, by its number."""

    number: str


Target = Seat | Outside


class Role(StrEnum):
    """What a leg is to us."""

    CALLER = "caller"
    OFFER = "offer"
    DESK = "desk"
    TRANSFER = "transfer"
    CALLBACK = "callback"
    CONSULT = "consult"
    REMINDER = "reminder"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class Marks:
    """The truth of a leg that must outlive us: it is kept on the leg itself and read back after a restart.

    `person` is who is rung by an offer leg; `queue`, `priority` and `joined_at` are a waiting caller's place.
    On the leg of a SUPERVISOR, `call` is the call he takes part in, and `step` how.
    """

    call: CallId
    role: Role
    offer: OfferId = OfferId("")
    person: PersonId = PersonId("")
    queue: str = ""
    priority: int = 0
    joined_at: float = 0.0
    step: str = ""
    language: str = ""
    wanted: PersonId = PersonId("")


@dataclass(frozen=True, slots=True)
class LegSeen:
    """One leg as found on the switch now. `joined_with` is the other leg of its conversation; `others` are further ones.

    `marks` is None for a leg that we never touched: a call that arrived while we were away.
    `seat`: the seat that dialled, or that rings for an offer; empty for any other phone.
    `commandable` legs take commands; others ring, talk or are being handed over.
    """

    leg: LegId
    up: bool
    commandable: bool
    marks: Marks | None
    dialled: str
    caller: Caller
    seat: str
    joined_with: LegId | None
    since: float
    others: tuple[LegId, ...] = ()


@dataclass(frozen=True, slots=True)
class RingOrder:
    """A phone to ring. The orderer names the leg, so that no event can arrive before the name is known.

    `ring_for` in seconds; the switch gives up by itself shortly after. `caller` is shown on the phone.
    """

    leg: LegId
    target: Target
    ring_for: float
    caller: Caller
    marks: Marks


@dataclass(frozen=True, slots=True)
class InputRules:
    """How digits are taken. Times are seconds of silence after the prompt, and after each digit.

    `barge_in`: a digit stops the prompt and counts, and digits keyed ahead of it count; otherwise both are dropped.
    """

    max_digits: int = 1
    terminator: str = ""
    first_within: float = 5.0
    next_within: float = 2.5
    barge_in: bool = True


class InputEnd(StrEnum):
    """Why digit collection ended."""

    COMPLETE = "complete"
    TERMINATOR = "terminator"
    TIMED_OUT = "timed_out"


@dataclass(frozen=True, slots=True)
class Collected:
    """What was keyed, without the terminator; empty when nobody keyed anything."""

    digits: str
    ended: InputEnd


class Hearing(Protocol):
    """A leg being listened to: 20 ms frames of 16-bit little-endian 8 kHz mono audio (320 bytes), in order."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...

    def key(self) -> str:
        """The next key that was pressed, or ''. It is consumed, and may have been pressed before the listening began."""
        ...

    async def say(self, frame: bytes) -> None:
        """Send one such frame to the leg."""
        ...


class Switch(Protocol):
    """A PBX that we command."""

    def attach(self, receive: Callable[[SwitchEvent], None]) -> None:
        """Name who receives every event from now on. Exactly one."""
        ...

    async def answer(self, leg: LegId) -> None:
        """Go off hook: the caller hears us, and the call is billed from now on."""
        ...

    async def play(self, leg: LegId, sounds: Sequence[Path], stop_on: str = "") -> str:
        """Play sound files to the end, or until one of the digits `stop_on`; return that digit or ''.

        A digit that stopped it is consumed; other digits stay for the next `collect`.
        """
        ...

    async def collect(self, leg: LegId, sounds: Sequence[Path], rules: InputRules) -> Collected:
        """Play sound files and take digits by `rules`."""
        ...

    def listen(self, leg: LegId) -> AbstractAsyncContextManager[Hearing]:
        """Hear the leg's audio while the context is open."""
        ...

    async def music(self, leg: LegId, on: bool, of: str = "") -> None:
        """Start or stop music, of this class ('': the switch's own). The leg stays commandable; playing anything stops it."""
        ...

    async def announce(self, leg: LegId, sounds: Sequence[Path], of: str = "") -> None:
        """Play sound files to a leg that waits with music. Music `of` a class goes on after them, even if we die meanwhile."""
        ...

    async def ring(self, order: RingOrder) -> None:
        """Begin to ring a phone and return at once; `LegRinging`, `LegAnswered` or `LegEnded` tell the rest.

        Raises `DestinationBarred` for an outside number that no pattern allows.
        """
        ...

    async def bridge(self, leg: LegId, other: LegId) -> None:
        """Join two legs; whatever plays on them stops. Returns when both hear each other."""
        ...

    async def part(self, leg: LegId) -> None:
        """End the conversation that a leg is in. Returns when every leg of it takes commands again (`LegParted` each).

        Raises SwitchRefused for a leg that talks with nobody.
        """
        ...

    async def add(self, leg: LegId, talking: LegId) -> None:
        """Join a third leg to the conversation of `talking`: all hear each other. Returns when they do.

        The leg is free, or overhears. When one of three leaves, the other two go on.
        """
        ...

    async def overhear(self, leg: LegId, talking: LegId, whispering: bool = False) -> None:
        """Let a leg hear what `talking` says and hears, unheard; `whispering`: heard by `talking`, and by nobody else.

        The leg is free, overhears already, or is one of three, whom it leaves so; returns when it hears. The conversation
        feels nothing of it. When `talking` ends, or `*` is pressed on the leg, it takes commands again (`LegParted`). Raises
        SwitchRefused where `talking` talks with nobody, or the leg is one of two.
        """
        ...

    async def whisper(self, leg: LegId, sounds: Sequence[Path]) -> None:
        """Play sound files into the ear of a leg that talks or is on hold, over what it hears; nobody else hears them.

        Returns at once, and nothing tells the end. Raises SwitchRefused for a leg that talks with nobody.
        """
        ...

    async def transfer(self, leg: LegId, target: Target, ring_for: float) -> None:
        """Hand the leg over to another phone; the switch rings and joins by itself, even without us."""
        ...

    async def record(self, leg: LegId, file: Path) -> None:
        """Record both directions of a leg into a WAV file until the leg ends."""
        ...

    async def mark(self, leg: LegId, marks: Marks) -> None:
        """Keep the truth on the leg."""
        ...

    async def hang_up(self, leg: LegId, cause: Cause = Cause.NORMAL) -> None:
        """End a leg, ringing or talking. One that is gone already is no error."""
        ...

    async def legs(self) -> Sequence[LegSeen]:
        """Every leg of ours on the switch now."""
        ...

    async def reachable_seats(self) -> frozenset[str]:
        """Seats whose phone is registered now."""
        ...

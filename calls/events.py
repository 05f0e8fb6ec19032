"""What the switch tells us, in our words. `at` is epoch seconds."""

from __future__ import annotations

from dataclasses import dataclass

from calls.causes import Cause
from calls.ids import LegId


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, as far as the network says. Both fields are the caller's own claim: never trust, always check."""

    number: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class CallArrived:
    """A new call waits for our first command. `seat` names the agent's phone when one of ours dialled."""

    leg: LegId
    at: float
    dialled: str
    caller: Caller
    seat: str = ""


@dataclass(frozen=True, slots=True)
class LegRinging:
    """A phone that we ring has begun to ring."""

    leg: LegId
    at: float


@dataclass(frozen=True, slots=True)
class LegAnswered:
    """A phone that we ring was picked up; the leg takes commands now."""

    leg: LegId
    at: float


@dataclass(frozen=True, slots=True)
class LegEnded:
    """A leg is gone, whoever ended it. A phone that was busy, refused or unreachable ends so too."""

    leg: LegId
    at: float
    cause: Cause


@dataclass(frozen=True, slots=True)
class DigitPressed:
    """A key was pressed on this leg (RFC 4733): one of 0-9 * # A-D."""

    leg: LegId
    at: float
    digit: str


@dataclass(frozen=True, slots=True)
class LegsJoined:
    """Two legs hear each other from now on."""

    leg: LegId
    other: LegId
    at: float


@dataclass(frozen=True, slots=True)
class LegParted:
    """A leg left its conversation and takes commands again."""

    leg: LegId
    at: float


@dataclass(frozen=True, slots=True)
class LegHeld:
    """The phone of this leg put the other side on hold."""

    leg: LegId
    at: float


@dataclass(frozen=True, slots=True)
class LegResumed:
    """The phone of this leg took the other side off hold."""

    leg: LegId
    at: float


@dataclass(frozen=True, slots=True)
class LegTransferred:
    """The phone `by` sent its partner `leg` on (SIP REFER).

    Blind: `to` is what was dialled, and `leg` takes commands again (no LegParted follows). Attended: `to` is the leg
    that `leg` now talks to. Semi-attended: nobody was reached yet on the second call of that phone, which ends now;
    it is told as a blind one: `leg` is where that call was, takes commands, and `to` is what was dialled there. Until it
    is marked anew it bears the marks of that call.
    """

    leg: LegId
    by: LegId
    to: str
    attended: bool
    at: float


@dataclass(frozen=True, slots=True)
class SeatReachable:
    """The phone of a seat registered with the switch, or is no longer there."""

    seat: str
    reachable: bool
    at: float


@dataclass(frozen=True, slots=True)
class LinkLost:
    """The switch can neither be heard nor commanded. Calls may go on without us."""

    at: float
    why: str


@dataclass(frozen=True, slots=True)
class LinkUp:
    """The switch is commandable. Whatever happened in between was not seen: read its state anew.

    `restarted`: it is not the switch we knew; every leg from before is dead.
    """

    at: float
    restarted: bool


SwitchEvent = (
    CallArrived
    | LegRinging
    | LegAnswered
    | LegEnded
    | DigitPressed
    | LegsJoined
    | LegParted
    | LegHeld
    | LegResumed
    | LegTransferred
    | SeatReachable
    | LinkLost
    | LinkUp
)
LegEvent = (
    LegRinging | LegAnswered | LegEnded | DigitPressed | LegsJoined | LegParted | LegHeld | LegResumed | LegTransferred
)

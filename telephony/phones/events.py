"""What happens to a phone's call. `at` is epoch seconds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Side(Enum):
    """Who did it, seen from this phone."""

    NEAR = "near"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Trying:
    """The server has the call and is working on it (100, 183)."""

    at: float


@dataclass(frozen=True, slots=True)
class Ringing:
    """A phone rings: the other one (180) when we called, this one when we are called."""

    at: float


@dataclass(frozen=True, slots=True)
class Answered:
    """The call is up; position 0 of the recording."""

    at: float


@dataclass(frozen=True, slots=True)
class Refused:
    """The call was not taken: the SIP code (486 busy, 603 declined, 480 away ...); code 0: no server answered."""

    at: float
    code: int
    phrase: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The call is over, by hang-up or (before an answer) by cancelling."""

    at: float
    by: Side
    why: str = ""


@dataclass(frozen=True, slots=True)
class DigitHeard:
    """The other side pressed a key (RFC 4733)."""

    at: float
    digit: str


CallEvent = Trying | Ringing | Answered | Refused | Ended | DigitHeard


class CallState(Enum):
    """Where a phone's call stands."""

    DIALLING = "dialling"
    TRYING = "trying"
    RINGING = "ringing"
    ANSWERED = "answered"
    REFUSED = "refused"
    ENDED = "ended"

    @property
    def over(self) -> bool:
        return self in (CallState.REFUSED, CallState.ENDED)


NEXT: dict[tuple[CallState, type[CallEvent]], CallState] = {
    (CallState.DIALLING, Trying): CallState.TRYING,
    (CallState.DIALLING, Ringing): CallState.RINGING,
    (CallState.DIALLING, Answered): CallState.ANSWERED,
    (CallState.DIALLING, Refused): CallState.REFUSED,
    (CallState.DIALLING, Ended): CallState.ENDED,
    (CallState.TRYING, Ringing): CallState.RINGING,
    (CallState.TRYING, Answered): CallState.ANSWERED,
    (CallState.TRYING, Refused): CallState.REFUSED,
    (CallState.TRYING, Ended): CallState.ENDED,
    (CallState.RINGING, Answered): CallState.ANSWERED,
    (CallState.RINGING, Refused): CallState.REFUSED,
    (CallState.RINGING, Ended): CallState.ENDED,
    (CallState.ANSWERED, DigitHeard): CallState.ANSWERED,
    (CallState.ANSWERED, Ended): CallState.ENDED,
}
"""Every step a call can take. What is not here changes nothing: a second Ringing, a digit after the end."""

"""What happened in the conversation."""

from __future__ import annotations

from dataclasses import dataclass

from calls.causes import Cause, EndedBy
from calls.ids import LegId, PersonId


@dataclass(frozen=True, slots=True)
class Connected:
    """Caller and person hear each other."""

    person: PersonId
    leg: LegId


@dataclass(frozen=True, slots=True)
class Held:
    """The person put the caller on hold."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class Resumed:
    """The person came back from hold."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class Parted:
    """The conversation ended; `by` tells whose act it was."""

    person: PersonId
    by: EndedBy
    cause: Cause


@dataclass(frozen=True, slots=True)
class Transferred:
    """The caller was sent on to `to`, by a person or by the dialplan."""

    to: str
    by: str
    attended: bool = False


@dataclass(frozen=True, slots=True)
class Recalled:
    """Who had sent the caller to `to` is rung again on `leg`: nobody was reached there, and `why` says how so."""

    person: PersonId
    to: str
    why: str
    leg: LegId


@dataclass(frozen=True, slots=True)
class RecallMissed:
    """Who had sent the caller on did not take him back, or could not be rung at all: the caller goes to his queue."""

    person: PersonId
    why: str


@dataclass(frozen=True, slots=True)
class Consulted:
    """The person asked a colleague on `leg`, while the caller heard music."""

    person: PersonId
    colleague: PersonId
    leg: LegId


@dataclass(frozen=True, slots=True)
class AllJoined:
    """Caller, person and colleague hear each other."""

    person: PersonId
    colleague: PersonId


@dataclass(frozen=True, slots=True)
class Marked:
    """The person noted something about the call by a code: a visit."""

    person: PersonId
    what: str


@dataclass(frozen=True, slots=True)
class Reminded:
    """A caller was on hold for so many seconds: the person was reminded of him, or (`by_alarm`) the team was."""

    person: PersonId
    seconds: float
    by_alarm: bool = False


@dataclass(frozen=True, slots=True)
class RecordingKept:
    """Audio of the call lies in this file."""

    file: str

"""What happened to the call as a whole: it came, was answered, its profile was read, it ended."""

from __future__ import annotations

from dataclasses import dataclass

from calls.causes import Cause, EndedBy
from calls.ids import LegId


@dataclass(frozen=True, slots=True)
class Arrived:
    """The caller dialled us. `plan` is the published version of the dialplan that he walks; 0: the files themselves."""

    leg: LegId
    dialled: str
    number: str
    name: str
    plan: int = 0


@dataclass(frozen=True, slots=True)
class Answered:
    """We answered: prompts can be heard."""


@dataclass(frozen=True, slots=True)
class ProfileRead:
    """The caller's profile: `outcome` is found, unknown, late, or why it failed; `fields` names what is known.

    `segment` is the class of the caller, which reports are grouped by.
    """

    outcome: str
    seconds: float
    fields: tuple[str, ...] = ()
    segment: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """We did not see the switch for a while; what happened in it is unknown."""

    seconds: float
    why: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A step could not be done; `what` tells it to the admin."""

    what: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The call is over."""

    by: EndedBy
    cause: Cause
    why: str = ""

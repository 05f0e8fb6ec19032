"""What a leader did with a call: he listened, whispered, joined, took it over; moved the caller, or gave him another priority.

`by` is the account that did it, as in the audit log; `person` who that is in the plan, or ''.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from calls.ids import LegId, PersonId


@dataclass(frozen=True, slots=True)
class Listened:
    """He hears caller and `whom`, on `leg`, and nobody hears him."""

    by: str
    person: PersonId
    whom: PersonId
    leg: LegId


@dataclass(frozen=True, slots=True)
class Whispered:
    """He hears both, and `whom` hears him; the caller does not."""

    by: str
    person: PersonId
    whom: PersonId
    leg: LegId


@dataclass(frozen=True, slots=True)
class JoinedIn:
    """All three hear each other."""

    by: str
    person: PersonId
    whom: PersonId
    leg: LegId


@dataclass(frozen=True, slots=True)
class TakenOver:
    """The caller talks with him now, and no longer with `whom`."""

    by: str
    person: PersonId
    whom: PersonId
    leg: LegId


@dataclass(frozen=True, slots=True)
class LeftTalk:
    """He takes no part any more: he hung up, or the conversation is over."""

    by: str
    leg: LegId


@dataclass(frozen=True, slots=True)
class Moved:
    """He sent the caller who waited from one queue to another; `Queued` follows."""

    by: str
    queue: str
    to: str


@dataclass(frozen=True, slots=True)
class PriorityChanged:
    """He gave the caller who waits another priority."""

    by: str
    before: int
    after: int


class Manner(StrEnum):
    """How a leader takes part in a conversation."""

    LISTEN = "listen"
    WHISPER = "whisper"
    JOIN = "join"
    TAKE_OVER = "take over"

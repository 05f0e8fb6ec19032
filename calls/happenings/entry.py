"""What happened in one call, entry by entry. The contact record is nothing but these, folded.

An entry is identified by (call, seq): writing it twice changes nothing, so figures cannot double.
Entries go to the store as (kind, fields); `kind` is the class name.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, get_args

from calls.causes import Cause, EndedBy
from calls.happenings.leaving import MessageLeft, Rated
from calls.happenings.menu import (
    Chose,
    FlowCalled,
    FlowLeft,
    Heard,
    LookedUp,
    Missed,
    Pressed,
    Remembered,
    Reordered,
    Said,
    Spoke,
)
from calls.happenings.offer import OfferClosed, Offered, PickedUp, Rang
from calls.happenings.queue import AskedFor, Believed, CallbackAsked, CallingBack, Foretold, GivenAway, Queued
from calls.happenings.supervision import JoinedIn, LeftTalk, Listened, Moved, PriorityChanged, TakenOver, Whispered
from calls.happenings.talk import (
    AllJoined,
    Connected,
    Consulted,
    Held,
    Marked,
    Parted,
    Recalled,
    RecallMissed,
    RecordingKept,
    Reminded,
    Resumed,
    Transferred,
)
from calls.happenings.visit import Answered, Arrived, Ended, Failed, Gap, ProfileRead
from calls.ids import CallId

Happening = (
    Arrived
    | Answered
    | Heard
    | Pressed
    | Chose
    | Missed
    | Spoke
    | Queued
    | AskedFor
    | Believed
    | Foretold
    | GivenAway
    | Offered
    | Rang
    | PickedUp
    | OfferClosed
    | Connected
    | Held
    | Resumed
    | Parted
    | Transferred
    | Recalled
    | RecallMissed
    | Consulted
    | AllJoined
    | Marked
    | Reminded
    | RecordingKept
    | Listened
    | Whispered
    | JoinedIn
    | TakenOver
    | LeftTalk
    | Moved
    | PriorityChanged
    | Said
    | Remembered
    | LookedUp
    | FlowCalled
    | FlowLeft
    | ProfileRead
    | Reordered
    | MessageLeft
    | CallbackAsked
    | CallingBack
    | Rated
    | Gap
    | Failed
    | Ended
)
KINDS: dict[str, type[Happening]] = {kind.__name__: kind for kind in get_args(Happening)}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a call's journal; `seq` counts from 1 without holes; `at` is epoch seconds."""

    call: CallId
    seq: int
    at: float
    what: Happening


def to_fields(what: Happening) -> dict[str, Any]:
    """The happening as plain values, fit for JSON."""
    return {field.name: getattr(what, field.name) for field in fields(what)}


def from_fields(kind: str, values: dict[str, Any]) -> Happening:
    """The happening of this kind again. Fields of a newer version are ignored; an unknown kind raises KeyError."""
    wanted = KINDS[kind]
    known = [field for field in fields(wanted) if field.name in values]
    return wanted(**{field.name: _typed(str(field.type), values[field.name]) for field in known})


def _typed(type_name: str, value: Any) -> Any:
    """JSON knows no enumeration and no tuple: give them back."""
    match type_name:
        case "EndedBy":
            return EndedBy(value)
        case "Cause":
            return Cause.of(int(value))
        case "tuple[str, ...]":
            return tuple(value)
        case _:
            return value

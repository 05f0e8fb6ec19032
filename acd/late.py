"""What is done with an event about something that is over or was never known. Being late is normal life."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from acd.messages import (
    Absent,
    Event,
    Known,
    Left,
    Occupied,
    OfferAccepted,
    OfferDeclined,
    OfferPickedUp,
    OfferRang,
    Paused,
    Present,
    Reachable,
    Readied,
    Redirected,
    Reprioritised,
    SignedOut,
    TalkEnded,
    TalkFailed,
    TalkStarted,
    WrapUpDone,
    WrapUpProlonged,
)


class Late(Enum):
    """The ways to meet a late event."""

    IGNORE = "nothing is left to be done"
    RELEASE = "somebody is on the line: tell him and let him go"
    REFUSE = "somebody asked for it and must hear that it cannot be"


LATE: Mapping[type[Event], Late] = {
    Left: Late.IGNORE,
    Known: Late.IGNORE,
    Present: Late.IGNORE,
    OfferRang: Late.IGNORE,
    OfferPickedUp: Late.IGNORE,
    OfferAccepted: Late.RELEASE,
    OfferDeclined: Late.IGNORE,
    TalkStarted: Late.IGNORE,
    TalkFailed: Late.IGNORE,
    TalkEnded: Late.IGNORE,
    WrapUpDone: Late.IGNORE,
    WrapUpProlonged: Late.IGNORE,
    Reachable: Late.IGNORE,
    Occupied: Late.IGNORE,
    Absent: Late.IGNORE,
    Redirected: Late.REFUSE,
    Reprioritised: Late.REFUSE,
    Readied: Late.REFUSE,
    Paused: Late.REFUSE,
    SignedOut: Late.REFUSE,
}
"""By kind of event: a contact, an offer, a conversation or a person that is not known (any more)."""

"""What the dispatcher is told (these events), and what it decides (acd/decisions.py). All times are epoch seconds.

`receive(event, now) -> [decisions]`, `tick(now) -> [decisions]`, `next_deadline() -> time | None`.
"""

from __future__ import annotations

from acd.decisions import (
    CallOut,
    CloseOffer,
    Connect,
    Decision,
    GiveAway,
    MakeOffer,
    PersonChanged,
    RaiseAlarm,
    Release,
    Tell,
)
from acd.messages.contacts import NOBODY, Joined, Known, Leaving, Left, Present, Redirected, Reprioritised
from acd.messages.offers import (
    OfferAccepted,
    OfferDeclined,
    OfferPickedUp,
    OfferRang,
    TalkEnded,
    TalkFailed,
    TalkStarted,
    WrapUpDone,
)
from acd.messages.people import Absent, Away, Occupied, Paused, Reachable, Readied, SignedOut, WrapUpProlonged
from acd.messages.whole import Configured, KnownPerson, KnownRefusal, Learned, Person, Recovered, Talk
from acd.refusal import Refusal

__all__ = [
    "NOBODY",
    "Absent",
    "Away",
    "CallOut",
    "CloseOffer",
    "Configured",
    "Connect",
    "Decision",
    "Event",
    "GiveAway",
    "Joined",
    "Known",
    "KnownPerson",
    "KnownRefusal",
    "Learned",
    "Leaving",
    "Left",
    "MakeOffer",
    "Occupied",
    "OfferAccepted",
    "OfferDeclined",
    "OfferPickedUp",
    "OfferRang",
    "Paused",
    "Person",
    "PersonChanged",
    "Present",
    "RaiseAlarm",
    "Reachable",
    "Readied",
    "Recovered",
    "Redirected",
    "Refusal",
    "Release",
    "Reprioritised",
    "SignedOut",
    "Talk",
    "TalkEnded",
    "TalkFailed",
    "TalkStarted",
    "Tell",
    "WrapUpDone",
    "WrapUpProlonged",
]

Event = (
    Joined
    | Left
    | Known
    | Present
    | Redirected
    | Reprioritised
    | OfferRang
    | OfferPickedUp
    | OfferAccepted
    | OfferDeclined
    | TalkStarted
    | TalkFailed
    | TalkEnded
    | WrapUpDone
    | WrapUpProlonged
    | Reachable
    | Readied
    | Paused
    | SignedOut
    | Occupied
    | Absent
    | Configured
    | Learned
    | Recovered
)

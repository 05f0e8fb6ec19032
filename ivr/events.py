"""What a session is told: each ends the one blocking action that is outstanding (`ivr.actions`). Frozen; seconds."""

from __future__ import annotations

from dataclasses import dataclass, field

from calls.causes import Cause
from calls.profile import NO_VALUES, Values
from calls.speech import Recognised
from calls.switch import InputEnd


@dataclass(frozen=True, slots=True)
class Started:
    """The session may begin."""


@dataclass(frozen=True, slots=True)
class Done:
    """`Answer`, `Play` or `AwaitProfile` is finished. `digit` is the key that stopped the prompts, if one did.

    `heard` is False when they could not be played.
    """

    digit: str = ""
    heard: bool = True


@dataclass(frozen=True, slots=True)
class Digits:
    """`Collect` is finished. `digits`: without the terminator; none in time is silence, none before the terminator is not."""

    digits: str
    ended: InputEnd = InputEnd.TIMED_OUT


@dataclass(frozen=True, slots=True)
class Uttered:
    """`Collect` is finished: the caller spoke, and this is what a recogniser made of it."""

    what: Recognised


@dataclass(frozen=True, slots=True)
class Unheard:
    """`Collect` is finished: the caller spoke, but nobody could recognise it (`late`, `busy`, `gone`). Offer him keys."""

    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """`LookUp` has the answer: every wanted field, of its type."""

    values: Values = field(default_factory=lambda: NO_VALUES)


@dataclass(frozen=True, slots=True)
class NotFound:
    """`LookUp` has none. `failed`: the source could not be asked or did not answer as it should; `why` tells."""

    why: str
    failed: bool = False


@dataclass(frozen=True, slots=True)
class MessageTaken:
    """`TakeMessage` has kept a message. Seconds."""

    seconds: float
    transcript: str = ""


@dataclass(frozen=True, slots=True)
class MessageMissed:
    """`TakeMessage` has none: the caller said nothing, or too little (`again`: he may try again), or it could not be kept."""

    why: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class CallbackKept:
    """The caller will be called back."""


@dataclass(frozen=True, slots=True)
class CallbackRefused:
    """The caller cannot be called back: the number may not be dialled, or too many wait for it."""

    why: str


@dataclass(frozen=True, slots=True)
class Served:
    """The conversation is over and the caller is still there."""


@dataclass(frozen=True, slots=True)
class Unqueued:
    """The caller waits no longer and was not served: the queue gave him back."""


@dataclass(frozen=True, slots=True)
class GivenBack:
    """The queue gave the caller away, unserved: to `flow`; '': to where the step says `otherwise`. `why` is for the record."""

    flow: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class TransferFailed:
    """The other phone did not take the caller, who is still there."""

    why: Cause = Cause.UNKNOWN


@dataclass(frozen=True, slots=True)
class Gone:
    """The caller has hung up. May come at any time; not a fault."""


Event = (
    Started
    | Done
    | Digits
    | Uttered
    | Unheard
    | Found
    | NotFound
    | MessageTaken
    | MessageMissed
    | CallbackKept
    | CallbackRefused
    | Served
    | Unqueued
    | GivenBack
    | TransferFailed
    | Gone
)

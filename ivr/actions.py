"""What a session asks for, and what it is told. Frozen; all times in seconds.

`Answer`, `Play`, `Collect`, `Enqueue`, `Transfer` and `HangUp` block: exactly one is outstanding at a time, and one
event ends it. `Speak` and `Note` do not block.
"""

from __future__ import annotations

from dataclasses import dataclass

from calls.causes import Cause
from calls.happenings import Chose, Failed, Heard, Missed, Pressed, Spoke

Noted = Heard | Pressed | Chose | Missed | Spoke | Failed
"""The happenings that a session puts into the contact record."""

# --- actions --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """Go off hook. Ended by `Done`."""


@dataclass(frozen=True, slots=True)
class Play:
    """Play prompts to the end, or until one of the keys `stop_on`. Ended by `Done`."""

    prompts: tuple[str, ...]
    language: str
    step: str
    stop_on: str = ""


@dataclass(frozen=True, slots=True)
class Collect:
    """Play prompts and take keys. Ended by `Digits`.

    `first_within` counts from the end of the prompts, `next_within` from each key. `secret`: mask what was keyed in
    every log and record.
    """

    prompts: tuple[str, ...]
    language: str
    step: str
    max_digits: int = 1
    terminator: str = ""
    first_within: float = 5.0
    next_within: float = 2.5
    barge_in: bool = True
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Enqueue:
    """Let the caller wait for a person; `wanted` is tried first. Ended by `Served` or `Unqueued`."""

    queue: str
    priority: int
    wanted: str
    step: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """Hand the caller over to a seat or a phone number. Ended by `TransferFailed`, or by `Gone` if it worked."""

    to: str
    ring_for: float
    step: str


@dataclass(frozen=True, slots=True)
class HangUp:
    """End the call. The last action of every session."""

    cause: Cause = Cause.NORMAL


@dataclass(frozen=True, slots=True)
class Speak:
    """The language of the call from here on: of announcements in a queue, too."""

    language: str


@dataclass(frozen=True, slots=True)
class Note:
    """An entry for the contact record."""

    happening: Noted


Blocking = Answer | Play | Collect | Enqueue | Transfer | HangUp
Action = Blocking | Speak | Note

# --- events ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Started:
    """The session may begin."""


@dataclass(frozen=True, slots=True)
class Done:
    """`Answer` or `Play` is finished. `digit` is the key that stopped the prompts, if one did.

    `heard` is False when they could not be played.
    """

    digit: str = ""
    heard: bool = True


@dataclass(frozen=True, slots=True)
class Digits:
    """`Collect` is finished; empty when nobody keyed anything. Without the terminator."""

    digits: str


@dataclass(frozen=True, slots=True)
class Served:
    """The conversation is over and the caller is still there."""


@dataclass(frozen=True, slots=True)
class Unqueued:
    """The caller waits no longer and was not served: the queue gave him back."""


@dataclass(frozen=True, slots=True)
class TransferFailed:
    """The other phone did not take the caller, who is still there."""

    why: Cause = Cause.UNKNOWN


@dataclass(frozen=True, slots=True)
class Gone:
    """The caller has hung up. May come at any time; not a fault."""


Event = Started | Done | Digits | Served | Unqueued | TransferFailed | Gone

"""What a session asks for. Frozen; all times in seconds. What it is told then: `ivr.events`.

`Speak` and `Note` do not block. All others do: exactly one is outstanding at a time, and one event ends it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from calls.causes import Cause
from calls.happenings.leaving import Rated
from calls.happenings.menu import (
    Chose,
    FlowCalled,
    FlowLeft,
    Heard,
    Missed,
    Pressed,
    Remembered,
    Reordered,
    Said,
    Spoke,
)
from calls.happenings.visit import Failed
from calls.speaking import Spoken
from calls.speech import Question
from ivr.sources import Inquiry

Noted = (
    Heard | Pressed | Chose | Missed | Spoke | Failed | Said | Remembered | Reordered | Rated | FlowCalled | FlowLeft
)
"""The happenings that a session puts into the contact record."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Go off hook. Ended by `Done`."""


@dataclass(frozen=True, slots=True)
class Play:
    """Play prompts to the end, or until one of the keys `stop_on`. Ended by `Done`."""

    prompts: tuple[Spoken, ...]
    language: str
    step: str
    stop_on: str = ""


@dataclass(frozen=True, slots=True)
class SpeechRules:
    """How speech is taken beside the keys. Seconds.

    `barge_in`: a voice stops the prompts. `end_after`: this much silence ends what is said; `at_most`: it is cut here.
    """

    question: Question
    barge_in: bool = True
    end_after: float = 0.7
    at_most: float = 8.0


@dataclass(frozen=True, slots=True)
class Collect:
    """Play prompts and take keys, or speech where `speech` says so; the first of the two wins.

    Ended by `Digits`, `Uttered` or `Unheard`. `first_within` counts from the end of the prompts, `next_within` from each
    key. `secret`: mask what was keyed or said in every log and record.
    """

    prompts: tuple[Spoken, ...]
    language: str
    step: str
    max_digits: int = 1
    terminator: str = ""
    first_within: float = 5.0
    next_within: float = 2.5
    barge_in: bool = True
    secret: bool = False
    speech: SpeechRules | None = None


@dataclass(frozen=True, slots=True)
class AwaitProfile:
    """Wait until the caller's profile was read, or is too late. Ended by `Done`."""

    step: str


@dataclass(frozen=True, slots=True)
class LookUp:
    """Ask a source. `values` fill its names; they are texts, checked at the source's door. Ended by `Found` or `NotFound`."""

    inquiry: Inquiry
    values: Mapping[str, str]
    step: str


@dataclass(frozen=True, slots=True)
class TakeMessage:
    """Play prompts, then record the caller until `#`, `silence` seconds of silence, or `at_most` seconds.

    Ended by `MessageTaken` or `MessageMissed`. `transcribe`: write down what was said, where a recogniser can.
    """

    prompts: tuple[Spoken, ...]
    language: str
    step: str
    box: str
    at_least: float = 1.0
    at_most: float = 120.0
    silence: float = 5.0
    transcribe: bool = True


@dataclass(frozen=True, slots=True)
class AskCallback:
    """Keep the caller's place and call him back at `number`. Ended by `CallbackKept` or `CallbackRefused`."""

    queue: str
    number: str
    priority: int
    wanted: str
    step: str


@dataclass(frozen=True, slots=True)
class Enqueue:
    """Let the caller wait for a person; `wanted` is tried first. Ended by `Served`, `GivenBack` or `Unqueued`.

    `wishes`: what the caller would like of the person (`dialect`: minnan), for routing; `last_agent`: to be served by whom he
    talked with last. `limit`: seconds that he is to wait at most, as the plan says; None: it does not.
    """

    queue: str
    priority: int
    wanted: str
    step: str
    wishes: Mapping[str, str] = field(default_factory=dict)
    last_agent: bool = False
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """Hand the caller over to a seat or a phone number. Ended by `TransferFailed`, `GivenBack`, or by `Gone` if it worked."""

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


Blocking = Answer | Play | Collect | AwaitProfile | LookUp | TakeMessage | AskCallback | Enqueue | Transfer | HangUp
Action = Blocking | Speak | Note

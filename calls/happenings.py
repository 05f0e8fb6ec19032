"""What happened in one call, entry by entry. The contact record is nothing but these, folded.

An entry is identified by (call, seq): writing it twice changes nothing, so figures cannot double.
Entries go to the store as (kind, fields); `kind` is the class name.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, get_args

from calls.causes import Cause, EndedBy
from calls.ids import CallId, LegId, OfferId, PersonId


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
class Heard:
    """A prompt was played at a step of the dialplan; `whole` is false if it was cut short."""

    step: str
    prompt: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Pressed:
    """Digits keyed at a step; `digits` holds asterisks where the step is secret."""

    step: str
    digits: str


@dataclass(frozen=True, slots=True)
class Chose:
    """A choice of a menu was taken. `scenario` is the admin's id for reports, or empty."""

    menu: str
    key: str
    to: str
    scenario: str = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """A try at a menu gave no choice: `why` is noinput or nomatch; `attempt` counts from 1."""

    menu: str
    why: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Spoke:
    """The language of the call from here on."""

    language: str


@dataclass(frozen=True, slots=True)
class Queued:
    """The caller began to wait. `joined_at` is earlier than the entry when a place is kept.

    `wishes`: what he would like of the person, each as `dialect: minnan`.
    """

    queue: str
    priority: int
    joined_at: float
    wishes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offered:
    """The contact was proposed to a person; `because` is the reason, one line each."""

    offer: OfferId
    person: PersonId
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rang:
    """The person's phone began to ring."""

    offer: OfferId
    leg: LegId


@dataclass(frozen=True, slots=True)
class PickedUp:
    """The person's phone was picked up (a manager has not accepted yet)."""

    offer: OfferId


@dataclass(frozen=True, slots=True)
class OfferClosed:
    """An offer ended. `outcome` is ACCEPTED, DECLINED, EXPIRED or WITHDRAWN."""

    offer: OfferId
    outcome: str
    reason: str


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
class RecordingKept:
    """Audio of the call lies in this file."""

    file: str


@dataclass(frozen=True, slots=True)
class Said:
    """The caller spoke at a step. `means` is the key of the choice that was understood, '' if none.

    `verdict`: accept, confirm, reject, or why nothing was recognised (late, busy, unheard). `text` is masked where the
    step is secret. `seconds`: from the end of the speech to the understanding.
    """

    step: str
    text: str
    means: str
    confidence: float
    verdict: str
    engine: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Remembered:
    """A variable of the call got a value; asterisks where it is secret."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A lookup was made. `outcome`: found, cached, nothing, or why it failed."""

    step: str
    outcome: str
    seconds: float


@dataclass(frozen=True, slots=True)
class ProfileRead:
    """The caller's profile: `outcome` is found, unknown, late, or why it failed; `fields` names what is known."""

    outcome: str
    seconds: float
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reordered:
    """A menu was put into this caller's order, and why."""

    menu: str
    keys: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class MessageLeft:
    """The caller left a message in a box."""

    box: str
    file: str
    seconds: float
    transcript: str = ""


@dataclass(frozen=True, slots=True)
class CallbackAsked:
    """The caller wants to be called back, and keeps the place that he took at `joined_at`."""

    queue: str
    number: str
    joined_at: float


@dataclass(frozen=True, slots=True)
class CallingBack:
    """We begin to call somebody back, who asked for it in the call `asked_in`. `attempt` counts from 1."""

    asked_in: CallId
    number: str
    queue: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Rated:
    """A survey's question was asked (NO_ANSWER), or answered by a score, or by words for a free one.

    `low`: the score is so low that somebody should ask why. `of` is the highest score there is.
    """

    survey: str
    question: str
    score: int
    words: str = ""
    low: bool = False
    of: int = 0


NO_ANSWER = -1
"""The score of a question that was asked and not answered yet: the response rate needs it."""


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


Happening = (
    Arrived
    | Answered
    | Heard
    | Pressed
    | Chose
    | Missed
    | Spoke
    | Queued
    | Offered
    | Rang
    | PickedUp
    | OfferClosed
    | Connected
    | Held
    | Resumed
    | Parted
    | Transferred
    | RecordingKept
    | Said
    | Remembered
    | LookedUp
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

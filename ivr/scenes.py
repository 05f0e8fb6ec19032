"""What a simulated call is made of: who calls when, what he does, and what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from calls.events import Caller
from calls.profile import Value
from calls.speaking import Spoken
from ivr.actions import Action, Blocking, Collect, LookUp, Play, TakeMessage
from ivr.events import Found, NotFound
from ivr.surroundings import Nowhere, Surroundings

# --- what a caller does ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Presses:
    """Keys, at the next question. More than it takes are keyed ahead for the one after it."""

    keys: str


@dataclass(frozen=True, slots=True)
class Says:
    """Words, at the next question or message. Where nobody listens to speech they are silence."""

    text: str


@dataclass(frozen=True, slots=True)
class IsSilent:
    """Nothing, at the next question."""


@dataclass(frozen=True, slots=True)
class HangsUp:
    """At the next question, wait or message."""


@dataclass(frozen=True, slots=True)
class IsServed:
    """Somebody takes him out of the queue, talks, and hangs up first."""


@dataclass(frozen=True, slots=True)
class ComesBack:
    """Nobody takes him: the queue, the other phone or the callback gives him back."""


@dataclass(frozen=True, slots=True)
class IsGiven:
    """His queue gives him to this flow: to leave a message, to be called back."""

    flow: str


Doing = Presses | Says | IsSilent | HangsUp | IsServed | ComesBack | IsGiven

# --- the story ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scene:
    """Who calls what, when, and what the world is like. `number` is dialled; `at` in epoch seconds."""

    number: str
    at: float
    caller: Caller = Caller()
    language: str = ""
    doings: Sequence[Doing] = ()
    surroundings: Surroundings = field(default_factory=Nowhere)
    look_up: Callable[[LookUp], Found | NotFound] = lambda _asked: NotFound("nothing is asked here", failed=True)
    seconds: Callable[[Spoken, str], float] = lambda _prompt, _language: 0.0


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened, `at` seconds after the call began: an action of ours, or what the caller did."""

    at: float
    what: Action | Doing
    step: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """A simulated call. `end` is its last blocking action: where a person would take over, or the end."""

    moments: tuple[Moment, ...]
    end: Blocking | None
    variables: Mapping[str, Value]
    language: str


def prompts_in(story: Story) -> list[Spoken]:
    """Every prompt that was played, in order."""
    played = (moment.what for moment in story.moments if isinstance(moment.what, Play | Collect | TakeMessage))
    return [prompt for action in played for prompt in action.prompts]

"""A call as text, without a phone: the same session that serves callers, driven by a list of keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from calls.happenings import Chose, Failed, Heard, Missed, Pressed, Rated, Remembered, Reordered, Said, Spoke
from calls.speaking import Spoken, SpokenValue
from ivr.actions import (
    Action,
    Answer,
    AskCallback,
    AwaitProfile,
    Blocking,
    CallbackKept,
    Collect,
    Digits,
    Done,
    Enqueue,
    Event,
    Gone,
    HangUp,
    LookUp,
    MessageMissed,
    Note,
    Noted,
    NotFound,
    Play,
    Speak,
    Started,
    TakeMessage,
    Transfer,
)
from ivr.dialplan import Plan
from ivr.session import Session

HANG_UP = "hang up"
"""The input of a caller who leaves."""


def simulate(plan: Plan, number: str, inputs: Sequence[str], now: float) -> list[str]:
    """What happens to a caller who keys these inputs, one a question; '' is silence, and so is all that follows.

    Ends where a person would take over. Raises `NumberUnknown`.
    """
    session, left = Session.begin(plan, number, now), iter(inputs)
    lines: list[str] = []
    event: Event | None = Started()
    while event is not None:
        actions = session.receive(event, now)
        lines += [line for action in actions if (line := _told(action))]
        event = _next_event(session.outstanding, left)
    return lines


def _next_event(asked: Blocking | None, left: Iterator[str]) -> Event | None:
    """What the simulated caller and switch do; None where the story ends."""
    match asked:
        case Answer() | Play():
            return Done()
        case Collect():
            keyed = next(left, "")
            return Gone() if keyed == HANG_UP else Digits(keyed)
        case AwaitProfile():
            return Done()
        case LookUp():
            return NotFound("nothing is asked in a simulation", failed=True)
        case TakeMessage():
            return MessageMissed("nothing is recorded in a simulation")
        case AskCallback():
            return CallbackKept()
        case Enqueue() | Transfer() | HangUp() | None:
            return None
        case _:
            assert_never(asked)


def _told(action: Action) -> str:
    match action:
        case Note(happening):
            return _noted(happening)
        case Speak(language):
            return f"speaks {language}"
        case Play(prompts, language, step):
            return f"{step} says {_prompts(prompts)} ({language})"
        case Collect(prompts, language, step):
            return f"{step} asks {_prompts(prompts) or 'for more keys'} ({language})"
        case _:
            return _told_of_way(action)


def _prompts(prompts: Sequence[Spoken]) -> str:
    return ", ".join(f"{each.kind} {each.text}" if isinstance(each, SpokenValue) else each for each in prompts)


def _told_of_way(  # noqa: C901 - one line a kind, proven whole
    action: Answer | AwaitProfile | LookUp | TakeMessage | AskCallback | Enqueue | Transfer | HangUp,
) -> str:
    match action:
        case AwaitProfile(step):
            return f"{step} waits for the profile"
        case LookUp(_, _, step):
            return f"{step} looks up"
        case TakeMessage(_, _, step, box):
            return f"{step} takes a message for {box}"
        case AskCallback(queue, number, _, _, step):
            return f"{step} will call {number} back for {queue}"
        case Answer():
            return "answers"
        case Enqueue(queue, priority, wanted, step):
            asked = f", {wanted} first" if wanted else ""
            return f"{step} waits in queue {queue}" + (f" at priority {priority}" if priority else "") + asked
        case Transfer(to, ring_for, step):
            return f"{step} transfers to {to}, ringing {ring_for:g} s"
        case HangUp(cause):
            return f"hangs up: {cause.words}"
        case _:
            assert_never(action)


def _noted(happening: Noted) -> str:  # noqa: C901 - one line a kind, proven whole
    match happening:
        case Pressed(step, digits):
            return f"{step} caller keys {digits}"
        case Chose(menu, key, to, scenario):
            return f"{menu} choice {key} leads to {to}" + (f" [{scenario}]" if scenario else "")
        case Missed(menu, why, attempt):
            return f"{menu} {why}, try {attempt}"
        case Failed(what):
            return what
        case Said(step, text, means, _, verdict):
            return f"{step} caller says {text}: {verdict} {means}"
        case Remembered(name, value):
            return f"{name} is {value}"
        case Reordered(menu, keys, because):
            return f"{menu} in the order {', '.join(keys)}: {because}"
        case Rated(survey, question, score, _):
            return f"{survey} {question}: {score}"
        case Heard() | Spoke():
            return ""
        case _:
            assert_never(happening)

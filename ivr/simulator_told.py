"""A simulated call as text, a line a moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import assert_never

from calls.happenings.leaving import NO_ANSWER, Rated
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
from calls.speaking import Spoken, SpokenValue
from ivr.actions import (
    Action,
    Answer,
    AskCallback,
    AwaitProfile,
    Blocking,
    Collect,
    Enqueue,
    HangUp,
    LookUp,
    Note,
    Noted,
    Play,
    Speak,
    TakeMessage,
    Transfer,
)
from ivr.scenes import ComesBack, Doing, HangsUp, IsGiven, IsServed, IsSilent, Moment, Presses, Says, Story

Words = Callable[[str, str], str]
"""(prompt id, language) -> what it says, or '' where nobody knows."""


def no_words(_prompt: str, _language: str) -> str:
    """Prompts are told by their ids."""
    return ""


def told(story: Story, words: Words = no_words) -> list[str]:
    """The whole call."""
    return [line for moment in story.moments for line in told_moment(moment, words)]


def told_moment(moment: Moment, words: Words = no_words) -> list[str]:
    """One moment; most notes say what an action has said already."""
    if isinstance(moment.what, Presses | Says | IsSilent | HangsUp | IsServed | ComesBack | IsGiven):
        lines = [f"caller {_doing(moment.what)}"]
    else:
        lines = _action(moment.what, words)
    return [f"{moment.at:7.1f} s  {line}" for line in lines]


def _doing(doing: Doing) -> str:
    match doing:
        case Presses(keys):
            return f"keys {keys}"
        case Says(text):
            return f"says {text}"
        case IsSilent():
            return "is silent"
        case HangsUp():
            return "hangs up"
        case IsServed():
            return "is served, and still there"
        case ComesBack():
            return "is not taken"
        case IsGiven(flow):
            return f"is given by his queue to {flow}"
        case _:
            assert_never(doing)


def _action(action: Action, words: Words) -> list[str]:
    match action:
        case Note(happening):
            return _noted(happening)
        case Speak(language):
            return [f"        language {language}"]
        case Play(prompts, language, step) | TakeMessage(prompts, language, step):
            return [f"{step} says", *_prompts(prompts, language, words), *_more(action)]
        case Collect(prompts, language, step):
            heard = " (keys or speech)" if action.speech else ""
            return [f"{step} asks{heard}", *_prompts(prompts, language, words)]
        case _:
            return [_way(action)]


def _more(action: Play | TakeMessage) -> list[str]:
    return [f"        records a message for {action.box}"] if isinstance(action, TakeMessage) else []


def _prompts(prompts: Sequence[Spoken], language: str, words: Words) -> list[str]:
    return [f"        {spoken_told(each, language, words)}" for each in prompts]


def spoken_told(spoken: Spoken, language: str, words: Words = no_words) -> str:
    """`greeting: 您好 …`, or `digits 1003`."""
    if isinstance(spoken, SpokenValue):
        return f"{spoken.kind} {spoken.text}"
    text = words(spoken, language)
    return f"{spoken}: {text}" if text else spoken


def _way(action: Blocking) -> str:
    match action:
        case Answer():
            return "answers"
        case AwaitProfile(step):
            return f"{step} waits for the caller's profile"
        case LookUp(_, values, step):
            return f"{step} looks up" + (f" {', '.join(f'{k}={v}' for k, v in values.items())}" if values else "")
        case AskCallback(queue, number, _, _, step):
            return f"{step} will call {number} back for queue {queue}"
        case Enqueue():
            return _enqueue(action)
        case Transfer(to, ring_for, step):
            return f"{step} transfers to {to}, ringing {ring_for:g} s"
        case HangUp(cause):
            return f"hangs up: {cause.words}"
        case _:
            return type(action).__name__


def _enqueue(action: Enqueue) -> str:
    parts = [f"{action.step} waits in queue {action.queue}"]
    parts += [f"priority {action.priority}"] if action.priority else []
    parts += [f"{action.wanted} first"] if action.wanted else []
    parts += [f"{name} {value}" for name, value in action.wishes.items()]
    return ", ".join(parts)


def _noted(happening: Noted) -> list[str]:
    match happening:
        case Heard() | Spoke() | Pressed() | FlowCalled() | FlowLeft():
            return []
        case Failed(what):
            return [f"        failed: {what}"]
        case Remembered(name, value):
            return [f"        {name} = {value}"]
        case Rated(survey, question, score, rated):
            return [f"        {survey}, {question}: {rated or score}"] if rated or score != NO_ANSWER else []
        case _:
            return [f"        {_at_a_question(happening)}"]


def _at_a_question(happening: Chose | Missed | Said | Reordered) -> str:
    match happening:
        case Chose(menu, key, to, scenario):
            return f"{menu}: choice {key} leads to {to}" + (f" [{scenario}]" if scenario else "")
        case Missed(menu, why, attempt):
            return f"{menu}: {why}, try {attempt}"
        case Said(step, text, means, confidence, verdict):
            return f"{step}: '{text}' {verdict}" + (f" as {means} ({confidence:.2f})" if means else "")
        case Reordered(menu, keys, because):
            return f"{menu} in the order {', '.join(keys)}: {because}"
        case _:
            assert_never(happening)

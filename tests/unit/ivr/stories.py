"""Stories told by table: what a caller does, and what the session asks for, both in short words."""

from __future__ import annotations

from collections.abc import Sequence

from calls.causes import Cause
from ivr.actions import Action, Answer, Blocking, Collect, Enqueue, HangUp, Note, Play, Speak, Transfer
from ivr.dialplan import Plan
from ivr.events import Digits, Done, Event, Gone, Served, Started, TransferFailed, Unqueued
from ivr.session import Session

NOW = 1_700_000_000.0
WORDS: dict[str, Event] = {
    "start": Started(),
    "done": Done(),
    "served": Served(),
    "unqueued": Unqueued(),
    "busy": TransferFailed(Cause.BUSY),
    "gone": Gone(),
    "silence": Digits(""),
}


def event(word: str) -> Event:
    """`done`, `done 1` (a key stopped the prompt), `silence`, `keys 12`, `gone`, ..."""
    verb, _, keys = word.partition(" ")
    if keys:
        return Done(keys) if verb == "done" else Digits(keys)
    return WORDS[word]


def short(action: Action) -> str:
    """A blocking action, or a change of language, in short; a note is left out."""
    match action:
        case Play():
            return f"play {'+'.join(map(str, action.prompts))}"
        case Collect():
            return f"ask {'+'.join(map(str, action.prompts))}"
        case Speak():
            return f"speak {action.language}"
        case Note():
            return ""
        case _:
            return _short_way(action)


def _short_way(action: Blocking) -> str:
    match action:
        case Answer():
            return "answer"
        case Enqueue():
            return f"enqueue {action.queue}"
        case Transfer():
            return f"transfer {action.to}"
        case HangUp():
            return f"hang up {action.cause.words}"
        case _:
            return type(action).__name__


def session_of(plan: Plan, number: str = "100") -> Session:
    """A session that waits at its first step: answered already."""
    session = Session.begin(plan, number, NOW)
    session.receive(Started(), NOW)
    return session


def tell(session: Session, events: Sequence[str], now: float = NOW) -> list[str]:
    """What the session asks for after all these events, in short; notes left out."""
    actions = [action for word in events for action in session.receive(event(word), now)]
    return [line for line in map(short, actions) if line]


def notes(session: Session, events: Sequence[str], now: float = NOW) -> list[object]:
    """What the session puts into the record after these events."""
    actions = [action for word in events for action in session.receive(event(word), now)]
    return [action.happening for action in actions if isinstance(action, Note)]

"""What a leader did with a call, in words."""

from __future__ import annotations

from typing import assert_never

from calls.happenings.supervision import JoinedIn, LeftTalk, Listened, Moved, PriorityChanged, TakenOver, Whispered

Supervision = Listened | Whispered | JoinedIn | TakenOver | LeftTalk | Moved | PriorityChanged


def told_of_supervision(what: Supervision) -> str:
    """One line."""
    match what:
        case Listened(by, _, whom):
            return f"{by} listens to {whom or 'the talk'}"
        case Whispered(by, _, whom):
            return f"{by} whispers to {whom or 'the person'}"
        case JoinedIn(by, _, whom):
            return f"{by} talks with the caller and {whom or 'the person'}"
        case TakenOver(by, _, whom):
            return f"{by} took the caller over from {whom or 'the person'}"
        case LeftTalk(by):
            return f"{by} left the talk"
        case Moved(by, queue, to):
            return f"{by} moved the caller from {queue} to {to}"
        case PriorityChanged(by, before, after):
            return f"{by} changed the priority from {before} to {after}"
        case _:
            assert_never(what)

"""The table of the session: what it awaits in which phase, and which phase an action leads to.

An event that a phase does not await raises `IllegalStep` and changes nothing. What the step then decides is one
blocking action, and that action alone says what the next phase is.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from calls.errors import IllegalStep
from ivr.actions import (
    Answer,
    AskCallback,
    AwaitProfile,
    Blocking,
    Collect,
    Enqueue,
    HangUp,
    LookUp,
    Play,
    TakeMessage,
    Transfer,
)
from ivr.events import (
    CallbackKept,
    CallbackRefused,
    Digits,
    Done,
    Event,
    Found,
    GivenBack,
    Gone,
    MessageMissed,
    MessageTaken,
    NotFound,
    Served,
    Started,
    TransferFailed,
    Unheard,
    Unqueued,
    Uttered,
)


class Phase(StrEnum):
    """What a session waits for."""

    NEW = "new"
    ANSWERING = "answering"
    PLAYING = "playing"
    COLLECTING = "collecting"
    LEARNING = "learning"
    LOOKING_UP = "looking_up"
    RECORDING = "recording"
    BOOKING = "booking"
    WAITING = "waiting"
    TRANSFERRING = "transferring"
    ENDING = "ending"
    OVER = "over"


AWAITED: Mapping[Phase, tuple[type[Event], ...]] = MappingProxyType(
    {
        Phase.NEW: (Started, Gone),
        Phase.ANSWERING: (Done, Gone),
        Phase.PLAYING: (Done, Gone),
        Phase.COLLECTING: (Digits, Uttered, Unheard, Gone),
        Phase.LEARNING: (Done, Gone),
        Phase.LOOKING_UP: (Found, NotFound, Gone),
        Phase.RECORDING: (MessageTaken, MessageMissed, Gone),
        Phase.BOOKING: (CallbackKept, CallbackRefused, Gone),
        Phase.WAITING: (Served, Unqueued, GivenBack, Gone),
        Phase.TRANSFERRING: (TransferFailed, GivenBack, Gone),
        Phase.ENDING: (Gone,),
        Phase.OVER: (),
    }
)
LEADS_TO: Mapping[type[Blocking], Phase] = MappingProxyType(
    {
        Answer: Phase.ANSWERING,
        Play: Phase.PLAYING,
        Collect: Phase.COLLECTING,
        AwaitProfile: Phase.LEARNING,
        LookUp: Phase.LOOKING_UP,
        TakeMessage: Phase.RECORDING,
        AskCallback: Phase.BOOKING,
        Enqueue: Phase.WAITING,
        Transfer: Phase.TRANSFERRING,
        HangUp: Phase.ENDING,
    }
)
IN_MENUS = frozenset(
    {
        Phase.ANSWERING,
        Phase.PLAYING,
        Phase.COLLECTING,
        Phase.LEARNING,
        Phase.LOOKING_UP,
        Phase.RECORDING,
        Phase.BOOKING,
    }
)
"""The phases in which the caller's time in the menus runs."""


def refuse_illegal(phase: Phase, event: Event, step: str) -> None:
    """Raise `IllegalStep` for an event that this phase does not await."""
    awaited = AWAITED[phase]
    if not isinstance(event, awaited):
        names = ", ".join(kind.__name__ for kind in awaited) or "nothing"
        at = f" at step {step}" if step else ""
        raise IllegalStep(f"a session that is {phase.value}{at} awaits {names}, not {type(event).__name__}")

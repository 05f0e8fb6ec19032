"""What a call's dialogue is helped by, besides the switch: ears, inquiries, profiles, a message box, callbacks.

Each is a protocol, so that one call's story can be read, and tested, without them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ivr.actions import AskCallback, Collect, LookUp, TakeMessage
from ivr.events import (
    CallbackKept,
    CallbackRefused,
    Digits,
    Found,
    MessageMissed,
    MessageTaken,
    NotFound,
    Unheard,
    Uttered,
)
from ivr.surroundings import Surroundings
from service.call import Call


class Ears(Protocol):
    """Takes keys and speech at the same time; the first of the two wins."""

    def hears(self, language: str) -> bool:
        """Whether there is a recogniser for this language now. If not, the caller is asked by keys only."""
        ...

    async def collect(self, call: Call, asked: Collect, sounds: Sequence[Path]) -> Digits | Uttered | Unheard:
        """Play the sounds and take what comes first. `asked.speech` is set. Raises as the switch does."""
        ...


class Inquiries(Protocol):
    """Asks web services, databases and files."""

    async def ask(self, call: Call, asked: LookUp) -> Found | NotFound:
        """The answer, within the inquiry's time. Never raises for what a source does."""
        ...


class Visitors(Protocol):
    """Knows who calls."""

    def meet(self, call: Call) -> None:
        """A call arrived: begin to read who it is. Returns at once."""
        ...

    def surroundings(self, call: Call) -> Surroundings:
        """The world outside this call."""
        ...

    async def known(self, call: Call) -> None:
        """Return when the caller's profile was read, or is too late."""
        ...

    def parted(self, call: Call) -> None:
        """The call is over: what was read of it is forgotten."""
        ...


class Messages(Protocol):
    """Takes messages."""

    async def take(self, call: Call, asked: TakeMessage, sounds: Sequence[Path]) -> MessageTaken | MessageMissed:
        """Play the sounds, record, and keep it."""
        ...


class Callbacks(Protocol):
    """Calls people back."""

    async def keep(self, call: Call, asked: AskCallback) -> CallbackKept | CallbackRefused:
        """Keep the caller's place, to call him back."""
        ...


@dataclass(frozen=True, slots=True)
class Means:
    """All of them."""

    ears: Ears
    inquiries: Inquiries
    visitors: Visitors
    messages: Messages
    callbacks: Callbacks

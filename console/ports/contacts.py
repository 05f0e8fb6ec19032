"""Callers as people look at them: who it is, past calls with what came of them, notes, patience, callbacks, messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from calls.ids import CallId
from console.ports.callbacks import CallbackRow
from console.ports.words import Words
from console.ports.work import CallerNote, History, Who


@dataclass(frozen=True, slots=True)
class CallerFound:
    """A caller in the result of a search. `call`: his last call, by which he is opened by who may not see numbers."""

    number: str
    name: str
    calls: int
    last_at: float
    call: CallId


@dataclass(frozen=True, slots=True)
class PatienceKnown:
    """What is known of his patience: half of such callers leave within `median` seconds. `leaves`: P(left) by seconds waited.

    `told`: the same and why, line by line, by language.
    """

    median: float
    leaves: Sequence[tuple[int, float]]
    of_class: Sequence[tuple[int, float]]
    waits: int
    told: dict[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class MessageTold:
    """A message that he left. `heard_at` None: nobody has heard it."""

    id: str
    box: str
    seconds: float
    left_at: float
    transcript: str
    heard_at: float | None


@dataclass(frozen=True, slots=True)
class Contact:
    """One caller. `on_line`: the call in which he is there now, or ''."""

    who: Who
    on_line: CallId
    history: History
    scenarios: dict[str, Words]
    patience: PatienceKnown
    callbacks: Sequence[CallbackRow]
    messages: Sequence[MessageTold]


class Contacts(Protocol):
    """Callers, as the console sees them."""

    async def found(self, text: str, whole: bool) -> Sequence[CallerFound]:
        """Those whose number begins or ends so (or is so, `whole`), or whose name has it in it."""
        ...

    async def number(self, key: str) -> str:
        """The number that is meant: by itself, or by the id of a call of his. Raises UnknownContact."""
        ...

    async def contact(self, number: str, masked: bool) -> Contact:
        """All that is known of a number. Raises UnknownContact where it never called."""
        ...

    async def add_note(self, number: str, text: str, by: str) -> CallerNote:
        """Write a note on him. Raises StoreUnusable."""
        ...

    async def note(self, number: str, note: str) -> CallerNote:
        """A note on him by its id. Raises UnknownContact."""
        ...

    async def delete_note(self, note: str) -> None:
        """Take it away."""
        ...

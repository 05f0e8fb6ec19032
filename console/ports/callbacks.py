"""Callbacks: who waits to be called back, and what people may do about it. Times are epoch seconds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from acd.agents import Unit
from calls.ids import CallId, PersonId


@dataclass(frozen=True, slots=True)
class CallbackRow:
    """One callback. `state`: open, reached, given up or cancelled; `trying`: just now. `wanted`: who is asked for first.

    `joined_at` is the place that he keeps, `next_at` when he may be tried next, `why` how the last try ended.
    """

    id: str
    queue: str
    number: str
    name: str
    wanted: PersonId
    state: str
    trying: bool
    tries: int
    why: str
    asked_in: CallId
    asked_at: float
    joined_at: float
    next_at: float


@dataclass(frozen=True, slots=True)
class CallbackWish:
    """Who is to be called back, for which queue ('': that of the call), not before `at`, by whom if possible."""

    number: str = ""
    call: CallId = CallId("")
    queue: str = ""
    at: float | None = None
    wanted: PersonId = PersonId("")
    name: str = ""


class Callbacks(Protocol):
    """Callbacks, as the console sees them."""

    def queues_of(self, person: PersonId) -> Collection[str]:
        """The queues that a person serves."""
        ...

    def units(self, queue: str) -> Collection[Unit]:
        """Where in the organisation those are who serve a queue."""
        ...

    def open(self) -> Sequence[CallbackRow]:
        """All that are open, by their places."""
        ...

    async def lately(self, limit: int) -> Sequence[CallbackRow]:
        """The newest, whatever became of them."""
        ...

    def one(self, callback: str) -> CallbackRow:
        """An open one. Raises UnknownCallback."""
        ...

    async def checked(self, wish: CallbackWish) -> CallbackWish:
        """The whole wish: what it left out is as in its call. Raises CallbackBarred, UnknownContact."""
        ...

    def take(self, wish: CallbackWish) -> CallbackRow:
        """Keep it; or the one that this number has in this queue already. Raises CallbackBarred."""
        ...

    def put_off(self, callback: str, at: float) -> CallbackRow:
        """It is tried next at `at`. Raises UnknownCallback, CallbackGoesOn."""
        ...

    def cancel(self, callback: str) -> CallbackRow:
        """Nobody calls back any more. Raises UnknownCallback."""
        ...

"""Callbacks that callers asked for, from the asking to the end."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, select, update

from calls.ids import CallId, PersonId
from store.database import Database
from store.schema import callbacks


class CallbackState(StrEnum):
    """How far a callback has come. Only the first is not final."""

    OPEN = "open"
    REACHED = "reached"
    GIVEN_UP = "given up"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class CallbackKept:
    """A callback as the service keeps it. Times are epoch seconds.

    `asked_in` is the call in which it was asked for; `joined_at` the place that it keeps; `next_at` when it may be tried
    next; `attempt` the call of the last try; `why` tells how that ended.
    """

    id: str
    asked_in: CallId
    queue: str
    number: str
    name: str
    language: str
    dialled: str
    priority: int
    wanted: PersonId
    joined_at: float
    asked_at: float
    next_at: float
    state: CallbackState = CallbackState.OPEN
    tries: int = 0
    attempt: CallId = CallId("")
    why: str = ""


class Callbacks:
    """Reads callbacks, and takes cancellations. They are written by `Journal.keep_left`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open_callbacks(self) -> list[CallbackKept]:
        """Those that are not over, by their places. Raises StoreUnusable."""
        still = (callbacks.c.state == CallbackState.OPEN.value) & callbacks.c.cancelled_at.is_(None)
        wanted = select(callbacks).where(still).order_by(callbacks.c.joined_at, callbacks.c.id)
        async with self._database.reading() as connection:
            return [_kept(row) for row in await connection.execute(wanted)]

    async def callbacks(self, limit: int = 100) -> list[CallbackKept]:
        """The newest, whatever became of them. Raises StoreUnusable."""
        wanted = select(callbacks).order_by(callbacks.c.asked_at.desc(), callbacks.c.id.desc()).limit(limit)
        async with self._database.reading() as connection:
            return [_kept(row) for row in await connection.execute(wanted)]

    async def cancel(self, ids: Collection[str], at: float) -> int:
        """Nobody is to be called back for these any more. Returns how many were open. Raises StoreUnusable."""
        still = (callbacks.c.state == CallbackState.OPEN.value) & callbacks.c.cancelled_at.is_(None)
        async with self._database.writing() as connection:
            wanted = update(callbacks).where(callbacks.c.id.in_(ids), still).values(cancelled_at=at)
            return int((await connection.execute(wanted)).rowcount)

    async def cancelled(self) -> frozenset[str]:
        """Open ones that somebody has cancelled beside the service. Raises StoreUnusable."""
        wanted = select(callbacks.c.id).where(
            callbacks.c.state == CallbackState.OPEN.value, callbacks.c.cancelled_at.is_not(None)
        )
        async with self._database.reading() as connection:
            return frozenset((await connection.execute(wanted)).scalars())


def _kept(row: Row[Any]) -> CallbackKept:
    values = {field.name: getattr(row, field.name) for field in fields(CallbackKept)}
    state = CallbackState.CANCELLED if row.cancelled_at is not None else CallbackState(row.state)
    return CallbackKept(**values | {"state": state})

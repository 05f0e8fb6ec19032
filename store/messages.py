"""Messages that callers left: where each lies, what was said, and whether somebody has heard it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Row, func, select, update

from calls.ids import CallId
from store.database import Database
from store.doors import checked_reference
from store.errors import AmbiguousCall, UnknownCall
from store.schema import messages


@dataclass(frozen=True, slots=True)
class MessageKept:
    """A message as the service keeps it. `file` is relative to the folder of messages; `seconds` long."""

    id: str
    call: CallId
    box: str
    number: str
    language: str
    file: str
    seconds: float
    left_at: float
    transcript: str = ""


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message in a list. `heard_at` is None for a new one."""

    kept: MessageKept
    heard_at: float | None


class Messages:
    """Reads messages, and what people do with them. They are written by `Journal.keep_left`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def messages(self, box: str = "", new_only: bool = False, limit: int = 100) -> list[MessageRow]:
        """Messages of one box or of all, newest first, without the deleted. Raises StoreUnusable."""
        wanted = select(messages).where(messages.c.deleted_at.is_(None))
        if box:
            wanted = wanted.where(messages.c.box == box)
        if new_only:
            wanted = wanted.where(messages.c.heard_at.is_(None))
        newest = wanted.order_by(messages.c.left_at.desc(), messages.c.id.desc()).limit(limit)
        async with self._database.reading() as connection:
            return [_row(row) for row in await connection.execute(newest)]

    async def new(self) -> dict[str, int]:
        """How many messages nobody has heard, by box. Raises StoreUnusable."""
        unheard = messages.c.heard_at.is_(None) & messages.c.deleted_at.is_(None)
        counted = select(messages.c.box, func.count()).where(unheard).group_by(messages.c.box)
        async with self._database.reading() as connection:
            return {box: int(count) for box, count in await connection.execute(counted)}

    async def message(self, reference: str) -> MessageRow:
        """The message with this id, or the only one whose id begins or ends so.

        Raises WrongId, UnknownCall, AmbiguousCall, StoreUnusable.
        """
        checked = checked_reference(reference)
        column = messages.c.id
        alike = column.startswith(checked, autoescape=True) | column.endswith(checked, autoescape=True)
        async with self._database.reading() as connection:
            wanted = select(messages).where(alike, messages.c.deleted_at.is_(None)).limit(3)
            found = [_row(row) for row in await connection.execute(wanted)]
        exact = [row for row in found if row.kept.id == checked] or found
        if len(exact) == 1:
            return exact[0]
        if not found:
            raise UnknownCall(f"no message has the id {checked}")
        raise AmbiguousCall(f"{checked} is part of more than one message's id")

    async def heard(self, message: str, at: float) -> None:
        """Somebody has heard it. Raises StoreUnusable."""
        async with self._database.writing() as connection:
            await connection.execute(update(messages).where(messages.c.id == message).values(heard_at=at))

    async def deleted(self, message: str, at: float) -> None:
        """It is gone: what was said in it, too. Raises StoreUnusable."""
        async with self._database.writing() as connection:
            gone = update(messages).where(messages.c.id == message).values(deleted_at=at, transcript="")
            await connection.execute(gone)


def _row(row: Row[Any]) -> MessageRow:
    values = {field.name: getattr(row, field.name) for field in fields(MessageKept)}
    return MessageRow(MessageKept(**values), row.heard_at)

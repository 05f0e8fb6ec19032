"""What is known of a number: its calls with what was written down of them, notes, callbacks, messages; and search."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Row, Select, and_, func, insert, or_, select, update

from calls.ids import CallId, PersonId
from store.callbacks import CallbackState
from store.database import Database
from store.doors import checked_call, checked_number, storable
from store.messages import MessageKept, MessageRow
from store.schema import callbacks, caller_notes, contacts, messages, wrap_ups

FEWEST = 2
"""Characters of a number or a name that a search needs at least."""


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call of a number, with the wrap-up of who talked last, as far as one was written."""

    call: CallId
    arrived_at: float
    scenario: str
    queue: str
    person: PersonId
    outcome: str
    waited: float
    talked: float
    said: str = ""
    disposition: str = ""
    note: str = ""
    by: PersonId = PersonId("")


@dataclass(frozen=True, slots=True)
class CallerRow:
    """A number that was found: the name that it last came with, how many calls, and when the last one was."""

    number: str
    name: str
    calls: int
    last_at: float


@dataclass(frozen=True, slots=True)
class NoteKept:
    """A note on a caller, and which account wrote it."""

    id: str
    number: str
    text: str
    by: str
    at: float


_OF_CALL = ("call", "arrived_at", "scenario", "queue", "person", "outcome", "waited", "talked")
"""The columns of a call in this list."""


class Callers:
    """Reads all of it, and writes notes. Not in the path of a call."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def calls(self, number: str, limit: int = 20, but: CallId = CallId("")) -> list[CallRow]:
        """The calls of a number, newest first, without `but`. Raises WrongId, StoreUnusable."""
        wanted = _calls(checked_number(number), but, limit)
        async with self._database.reading() as connection:
            found = [_call(row) for row in await connection.execute(wanted)]
        return list({each.call: each for each in reversed(found)}.values())[::-1]

    async def found(self, text: str, whole: bool = False, limit: int = 30) -> list[CallerRow]:
        """Numbers that begin or end so (or are so, `whole`), or whose caller's name has it in it; the last caller first.

        Raises StoreUnusable.
        """
        if len(text) < FEWEST:
            return []
        number, name = contacts.c.number, contacts.c.name
        part = or_(number.startswith(text, autoescape=True), number.endswith(text, autoescape=True))
        alike = or_(number == text if whole else part, name.icontains(text, autoescape=True))
        last = func.max(contacts.c.arrived_at).label("last_at")
        wanted = (
            select(number, func.max(name).label("name"), func.count().label("calls"), last)
            .where(alike, number != "")
            .group_by(number)
            .order_by(last.desc())
            .limit(limit)
        )
        async with self._database.reading() as connection:
            return [CallerRow(row.number, row.name, row.calls, row.last_at) for row in await connection.execute(wanted)]

    async def name(self, number: str) -> str | None:
        """The name that came with the last call of a number; None: it never called. Raises WrongId, StoreUnusable."""
        mine = select(contacts.c.name).where(contacts.c.number == checked_number(number))
        async with self._database.reading() as connection:
            found = (await connection.execute(mine.order_by(contacts.c.arrived_at.desc()).limit(1))).scalar()
        return None if found is None else str(found)

    async def number_of(self, call: CallId) -> str | None:
        """Whose call it was; None for a call that nobody knows. Raises WrongId, StoreUnusable."""
        wanted = select(contacts.c.number).where(contacts.c.call == checked_call(call))
        async with self._database.reading() as connection:
            found = (await connection.execute(wanted)).scalar()
        return None if found is None else str(found)

    async def open_callbacks(self, number: str) -> int:
        """How many callbacks to a number are open. Raises WrongId, StoreUnusable."""
        still = (callbacks.c.state == CallbackState.OPEN.value) & callbacks.c.cancelled_at.is_(None)
        wanted = select(func.count()).select_from(callbacks).where(still, callbacks.c.number == checked_number(number))
        async with self._database.reading() as connection:
            return int((await connection.execute(wanted)).scalar_one())

    async def messages(self, number: str, limit: int = 20) -> list[MessageRow]:
        """Messages that were left from a number, newest first. Raises WrongId, StoreUnusable."""
        mine = and_(messages.c.number == checked_number(number), messages.c.deleted_at.is_(None))
        wanted = select(messages).where(mine).order_by(messages.c.left_at.desc()).limit(limit)
        async with self._database.reading() as connection:
            return [_message(row) for row in await connection.execute(wanted)]

    # --- notes

    async def notes(self, number: str) -> list[NoteKept]:
        """Notes on a caller, newest first. Raises WrongId, StoreUnusable."""
        mine = and_(caller_notes.c.number == checked_number(number), caller_notes.c.deleted_at.is_(None))
        wanted = select(caller_notes).where(mine).order_by(caller_notes.c.at.desc())
        async with self._database.reading() as connection:
            return [_note(row) for row in await connection.execute(wanted)]

    async def add_note(self, note: NoteKept) -> None:
        """Write a note. Raises WrongId, StoreUnusable."""
        checked_number(note.number)
        row = storable({field.name: getattr(note, field.name) for field in fields(NoteKept)})
        async with self._database.writing() as connection:
            await connection.execute(insert(caller_notes), [row])

    async def note(self, note: str) -> NoteKept | None:
        """The note of this id. Raises StoreUnusable."""
        wanted = select(caller_notes).where(caller_notes.c.id == note, caller_notes.c.deleted_at.is_(None))
        async with self._database.reading() as connection:
            row = (await connection.execute(wanted)).first()
        return None if row is None else _note(row)

    async def delete_note(self, note: str, at: float) -> bool:
        """Take a note away; whether there was one. Raises StoreUnusable."""
        gone = update(caller_notes).where(caller_notes.c.id == note, caller_notes.c.deleted_at.is_(None))
        async with self._database.writing() as connection:
            return bool((await connection.execute(gone.values(deleted_at=at))).rowcount)


def _calls(number: str, but: CallId, limit: int) -> Select[Any]:
    some = select(contacts).where(contacts.c.number == number, contacts.c.call != but)
    newest = some.order_by(contacts.c.arrived_at.desc()).limit(limit).subquery()
    said = (wrap_ups.c.scenario.label("said"), wrap_ups.c.disposition, wrap_ups.c.note, wrap_ups.c.person.label("by"))
    joined = newest.outerjoin(wrap_ups, wrap_ups.c.call == newest.c.call)
    wanted = select(*(newest.c[name] for name in _OF_CALL), *said).select_from(joined)
    return wanted.order_by(newest.c.arrived_at.desc(), wrap_ups.c.begun_at.desc())


def _call(row: Row[Any]) -> CallRow:
    found = row._mapping
    written: dict[str, Any] = {name: found[name] or "" for name in ("said", "disposition", "note", "by")}
    return CallRow(**{name: found[name] for name in _OF_CALL}, **written)


def _message(row: Row[Any]) -> MessageRow:
    values = {field.name: getattr(row, field.name) for field in fields(MessageKept)}
    return MessageRow(MessageKept(**values), row.heard_at)


def _note(row: Row[Any]) -> NoteKept:
    return NoteKept(row.id, row.number, row.text, row.by, row.at)

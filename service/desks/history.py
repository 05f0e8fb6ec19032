"""What the store knows of a number: its calls with what was written down, notes, open callbacks."""

from __future__ import annotations

import asyncio

from calls.ids import CallId
from console.ports.work import CallerNote, History, PastContact
from store.callers import Callers, CallRow, NoteKept
from store.database import Database
from store.errors import WrongId

SHOWN = 20
"""Calls that are told, the newest."""


class Histories:
    """Reads them."""

    def __init__(self, database: Database) -> None:
        self._callers = Callers(database)

    async def of(self, number: str, but: CallId = CallId("")) -> History:
        """Of this number, without the call `but`; of a hidden or impossible number nothing is known. Raises StoreUnusable."""
        try:
            calls, notes, callbacks = await asyncio.gather(
                self._callers.calls(number, SHOWN, but),
                self._callers.notes(number),
                self._callers.open_callbacks(number),
            )
        except WrongId:
            return History()
        return History([past(each) for each in calls], [note_told(each) for each in notes], callbacks)


def past(row: CallRow) -> PastContact:
    """A call in a list. What a person wrote of it wins over what the menus made of it."""
    return PastContact(
        row.call,
        row.arrived_at,
        row.said or row.scenario,
        row.queue,
        row.person,
        row.outcome,
        row.waited,
        row.talked,
        row.disposition,
        row.note,
        row.by or row.person,
    )


def note_told(note: NoteKept) -> CallerNote:
    """A note in a list."""
    return CallerNote(note.id, note.text, note.by, note.at)

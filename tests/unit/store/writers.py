"""A journal at work for a test, and what it said."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from sqlalchemy import func, select

from calls.happenings.entry import Entry
from store.database import Database
from store.journal import Journal, Pace
from store.schema import journal as journal_table
from tests.waiting import patient

QUICK = Pace(gather=0.005, first_pause=0.01, longest_pause=0.05)


class Said:
    """What the journal told of its troubles."""

    def __init__(self) -> None:
        self.troubles: list[str] = []
        self.recoveries = 0

    def recovered(self) -> None:
        """Count a recovery."""
        self.recoveries += 1


@asynccontextmanager
async def writing(database: Database, said: Said | None = None, pace: Pace = QUICK) -> AsyncIterator[Journal]:
    """A journal whose `run()` is a task of ours; closed at the end."""
    said = said or Said()
    journal = Journal(database, said.troubles.append, said.recovered, pace)
    async with asyncio.TaskGroup() as group:
        group.create_task(journal.run())
        try:
            yield journal
        finally:
            await journal.close(within=patient(5.0))


async def write_all(database: Database, entries: Iterable[Entry]) -> None:
    """Write these, and wait until they are kept."""
    async with writing(database) as journal:
        for entry in entries:
            journal.write(entry)
        assert await journal.flush(patient(5))


async def entries_kept(database: Database) -> int:
    """How many entries the journal holds."""
    async with database.reading() as connection:
        return int((await connection.execute(select(func.count()).select_from(journal_table))).scalar_one())

"""One batch of entries, person changes and values, written in one transaction; the projection follows the journal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from types import MappingProxyType
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from calls.contact import ContactRecord
from calls.happenings.entry import Entry
from calls.ids import CallId
from calls.record import apply, fold
from store.callbacks import CallbackKept
from store.database import Database
from store.doors import storable
from store.errors import RowRefused
from store.messages import MessageKept
from store.patience import PatienceKept
from store.people import PersonKept
from store.rows import Upsert, contact_row, entry_row, insert_into, records_of, replacing, upsert_into
from store.schema import callbacks, contacts, journal, messages, patience_callers, people, people_journal, settings
from store.settings import Kept, as_json


@dataclass(frozen=True, slots=True)
class Change:
    """A person's change under a key of its own, so that writing it twice keeps it once."""

    key: str
    kept: PersonKept


Left = MessageKept | CallbackKept | PatienceKept
"""What callers leave with us. People hear or cancel it beside the service: those columns are never written here."""
TABLES: Mapping[type[Left], Table] = MappingProxyType(
    {MessageKept: messages, CallbackKept: callbacks, PatienceKept: patience_callers}
)
OF_A_PERSON = tuple(field.name for field in fields(PersonKept))
"""The columns of `people`; `people_journal` has the change's key beside them."""
Item = Entry | Change | Kept | Left


class Batches:
    """Writes batches. Holds the folded record of every call that goes on, so that a batch reads nothing it knows."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._open: dict[CallId, ContactRecord] = {}

    def entries_of_open_calls(self) -> list[Entry]:
        """All entries of the calls that go on: what a database begun anew needs to know."""
        return [entry for record in self._open.values() for entry in record.entries]

    async def write(self, items: Sequence[Item]) -> None:
        """All of it, or nothing. Raises StoreUnusable, RowRefused. Any item may have been written before."""
        try:
            async with self._database.writing() as connection:
                records = await self._write_calls(connection, [item for item in items if isinstance(item, Entry)])
                await self._write_people(connection, [item for item in items if isinstance(item, Change)])
                await self._write_values(connection, [item for item in items if isinstance(item, Kept)])
                await self._write_left(connection, [item for item in items if isinstance(item, Left)])
        except (TypeError, ValueError, LookupError, ArithmeticError) as wrong:
            # A value that cannot be folded or encoded: one call's fault must not stop the journal of all others.
            raise RowRefused(f"{type(wrong).__name__}: {wrong}") from wrong
        self._remember(records)

    async def _write_calls(self, connection: AsyncConnection, entries: Sequence[Entry]) -> list[ContactRecord]:
        if not entries:
            return []
        rows = [entry_row(entry) for entry in entries]
        await connection.execute(self._insert(journal).on_conflict_do_nothing(), rows)
        records = await self._records_with(connection, entries)
        await connection.execute(self._upsert(contacts), [contact_row(record) for record in records])
        return records

    async def _records_with(self, connection: AsyncConnection, entries: Sequence[Entry]) -> list[ContactRecord]:
        """The records of the calls written to. A call that we do not hold is folded from its journal."""
        by_call: dict[CallId, list[Entry]] = defaultdict(list)
        for entry in entries:
            by_call[entry.call].append(entry)
        known = self._open | {record.call: record for record in await self._read(connection, by_call)}
        return [_grown(known.get(call), news) for call, news in by_call.items()]

    async def _read(self, connection: AsyncConnection, calls: Iterable[CallId]) -> list[ContactRecord]:
        unknown = [call for call in calls if call not in self._open]
        if not unknown:
            return []
        wanted = select(journal).where(journal.c.call.in_(unknown)).order_by(journal.c.call, journal.c.seq)
        return records_of(await connection.execute(wanted))

    async def _write_people(self, connection: AsyncConnection, changes: Sequence[Change]) -> None:
        if not changes:
            return
        rows = [_person_row(change) for change in changes]
        await connection.execute(self._insert(people_journal).on_conflict_do_nothing(), rows)
        last = {row["person"]: {name: row[name] for name in OF_A_PERSON} for row in rows}
        await connection.execute(self._upsert(people), list(last.values()))

    async def _write_values(self, connection: AsyncConnection, values: Sequence[Kept]) -> None:
        if not values:
            return
        last = {kept.key: as_json(kept) for kept in values}
        rows = [{"key": key, "value": value} for key, value in last.items()]
        await connection.execute(self._upsert(settings), rows)

    async def _write_left(self, connection: AsyncConnection, left: Sequence[Left]) -> None:
        for kind, table in TABLES.items():
            last = {each.id: storable(asdict(each)) for each in left if isinstance(each, kind)}
            if last:
                ours = [field.name for field in fields(kind)]
                # The words of a message may come after somebody has deleted it: then they are not kept.
                where = table.c.deleted_at.is_(None) if table is messages else None
                await connection.execute(upsert_into(table, self._database.dialect, ours, where), list(last.values()))

    def _remember(self, records: Iterable[ContactRecord]) -> None:
        for record in records:
            if record.ended_at is None:
                self._open[record.call] = record
            else:
                self._open.pop(record.call, None)

    def _insert(self, table: Table) -> Upsert:
        return insert_into(table, self._database.dialect)

    def _upsert(self, table: Table) -> Upsert:
        return replacing(table, self._database.dialect)


def _person_row(change: Change) -> dict[str, Any]:
    """A row of `people_journal`. Hundreds a second in a large centre: `asdict` would take half the time of a batch."""
    return {"change": change.key} | {name: storable(getattr(change.kept, name)) for name in OF_A_PERSON}


def _grown(record: ContactRecord | None, news: Iterable[Entry]) -> ContactRecord:
    if record is None:
        return fold(news)
    for entry in news:
        record = apply(record, entry)
    return record

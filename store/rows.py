"""Journal entries and records as rows of tables, and back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, Table
from sqlalchemy.dialects import postgresql, sqlite

from calls.contact import ContactRecord
from calls.happenings.entry import Entry, from_fields, to_fields
from calls.ids import CallId
from calls.record import fold
from store.doors import storable

Upsert = sqlite.Insert | postgresql.Insert


@cache
def insert_into(table: Table, dialect: str) -> Upsert:
    """An insert that knows ON CONFLICT, in the words of this dialect."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def upsert_into(
    table: Table, dialect: str, only: Collection[str] = (), where: ColumnElement[bool] | None = None
) -> Upsert:
    """An insert that replaces the row with the same key, or `only` these columns of it, `where` that row is so."""
    insert = insert_into(table, dialect)
    changed = (column for column in table.columns if not column.primary_key and (not only or column.name in only))
    others = {column.name: insert.excluded[column.name] for column in changed}
    return insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=others, where=where)


@cache
def replacing(table: Table, dialect: str) -> Upsert:
    """An insert that replaces the whole row with the same key. Built once: the journal runs it twenty times a second."""
    return upsert_into(table, dialect)


def entry_row(entry: Entry) -> dict[str, Any]:
    """The entry as a row of `journal`."""
    return {
        "call": entry.call,
        "seq": entry.seq,
        "at": storable(entry.at),
        "kind": type(entry.what).__name__,
        "fields": storable(to_fields(entry.what)),
    }


def entry_of(row: Row[Any]) -> Entry | None:
    """The entry again; None for one that only a newer version can read."""
    try:
        return Entry(CallId(row.call), row.seq, row.at, from_fields(row.kind, row.fields))
    except (KeyError, TypeError, ValueError):
        return None


def records_of(rows: Iterable[Row[Any]]) -> list[ContactRecord]:
    """Records folded from rows of `journal`, which come ordered by call."""
    entries = (entry for entry in map(entry_of, rows) if entry is not None)
    return [fold(of_one) for _, of_one in groupby(entries, key=lambda entry: entry.call)]


def contact_row(record: ContactRecord) -> dict[str, Any]:
    """The record as its row of `contacts`."""
    row: dict[str, Any] = {
        "call": record.call,
        "arrived_at": _began(record),
        "ended_by": record.ended_by or "",
        "cause": None if record.cause is None else int(record.cause),
        "outcome": record.outcome.value,
        "offers": len(record.offers),
        "ended": record.ended_at is not None,
    }
    texts = ("dialled", "number", "name", "language", "scenario", "queue", "person")
    times = ("queued_at", "connected_at", "ended_at", "waited", "talked", "held", "last_seq")
    return row | {name: storable(getattr(record, name)) for name in (*texts, *times)}


def _began(record: ContactRecord) -> float:
    return record.entries[0].at if record.arrived_at is None else record.arrived_at

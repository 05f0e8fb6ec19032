"""The tables of people's own work: what they write down after their talks, and notes on callers."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Double, Index, Integer, String, Table

from store.schema import metadata

__all__ = ["caller_notes", "metadata", "wrap_up_changes", "wrap_ups"]

wrap_ups = Table(
    "wrap_ups",
    metadata,
    Column("call", String, primary_key=True),
    Column("person", String, primary_key=True),
    Column("number", String, nullable=False),
    Column("queue", String, nullable=False),
    Column("scenario", String, nullable=False),
    Column("disposition", String, nullable=False),
    Column("note", String, nullable=False),
    Column("complaint", Boolean, nullable=False),
    Column("begun_at", Double, nullable=False),
    Column("saved_at", Double),
    Column("done_at", Double),
    Index("wrap_ups_by_person", "person", "done_at", "begun_at"),
    Index("wrap_ups_by_number", "number", "begun_at"),
)

wrap_up_changes = Table(
    "wrap_up_changes",
    metadata,
    Column("change", Integer, primary_key=True),
    Column("call", String, nullable=False),
    Column("person", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Double, nullable=False),
    Column("scenario", String, nullable=False),
    Column("disposition", String, nullable=False),
    Column("note", String, nullable=False),
    Index("wrap_up_changes_by_call", "call", "person", "at"),
)

caller_notes = Table(
    "caller_notes",
    metadata,
    Column("id", String, primary_key=True),
    Column("number", String, nullable=False),
    Column("text", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Double, nullable=False),
    Column("deleted_at", Double),
    Index("caller_notes_by_number", "number", "at"),
)

"""The tables of people's own work: what they write down after their talks, notes on callers, visits agreed."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Double, Index, Integer, String, Table

from store.schema.base import metadata

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

visits = Table(
    "visits",
    metadata,
    Column("id", String, primary_key=True),
    Column("call", String, nullable=False),
    Column("person", String, nullable=False),
    Column("number", String, nullable=False),
    Column("name", String, nullable=False),
    Column("starts", Double, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("place", String, nullable=False),
    Column("note", String, nullable=False),
    Column("remind", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("made_at", Double, nullable=False),
    Column("cancelled_at", Double),
    Index("visits_by_person", "person", "starts"),
)

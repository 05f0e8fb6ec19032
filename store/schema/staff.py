"""The tables of the people who serve: their state, each change of it, and when they are away."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Double, Index, Integer, String, Table

from store.schema.base import metadata


def _state() -> list[Column[Any]]:
    """What is kept of a person: as it is now, and each change of it."""
    return [
        Column("state", String, nullable=False),
        Column("reason", String, nullable=False),
        Column("since", Double, nullable=False),
        Column("until", Double),
        Column("wish", String, nullable=False, server_default=""),
        Column("wish_reason", String, nullable=False, server_default=""),
        Column("taken_today", Integer, nullable=False, server_default="0"),
    ]


people = Table(
    "people",
    metadata,
    Column("person", String, primary_key=True),
    *_state(),
)

people_journal = Table(
    "people_journal",
    metadata,
    Column("change", String, primary_key=True),
    Column("person", String, nullable=False),
    *_state(),
    Index("people_journal_by_person", "person", "since"),
    Index("people_journal_by_time", "since"),
)

absences = Table(
    "absences",
    metadata,
    Column("absence", Integer, primary_key=True),
    Column("person", String, nullable=False),
    Column("starts", Double, nullable=False),
    Column("ends", Double, nullable=False),
    Column("reason", String, nullable=False),
    Column("source", String, nullable=False),
    Index("absences_ends", "ends"),
)

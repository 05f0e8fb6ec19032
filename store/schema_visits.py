"""The table of visits: what managers agree with customers."""

from __future__ import annotations

from sqlalchemy import Column, Double, Index, Integer, String, Table

from store.schema import metadata

__all__ = ["metadata", "visits"]

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

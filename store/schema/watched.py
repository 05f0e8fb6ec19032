"""The table of what was done in the console, and by whom."""

from __future__ import annotations

from sqlalchemy import Column, Double, Index, Integer, String, Table

from store.schema.base import metadata

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Double, nullable=False),
    Column("user", String, nullable=False),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("address", String, nullable=False),
    Column("what", String, nullable=False),
    Column("of", String, nullable=False),
    Column("before", String),
    Column("after", String),
    Index("audit_by_time", "at"),
    Index("audit_by_user", "user", "at"),
    Index("audit_by_thing", "of", "at"),
)

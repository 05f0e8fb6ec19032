"""The tables of what is learnt of callers' patience."""

from __future__ import annotations

from sqlalchemy import Column, Double, Integer, String, Table

from store.schema.base import metadata

patience_callers = Table(
    "patience_callers",
    metadata,
    Column("number", String, primary_key=True),
    Column("hang_ups", Double, nullable=False),
    Column("complaints", Double, nullable=False),
    Column("exposure", Double, nullable=False),
    Column("at", Double, nullable=False),
    Column("waits", Integer, nullable=False),
    Column("long_wait_at", Double),
)

patience_models = Table(
    "patience_models",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("learnt_at", Double, nullable=False),
    Column("waits", Integer, nullable=False),
    Column("hang_ups", Integer, nullable=False),
    Column("callers", Integer, nullable=False),
    # JSON as text: read whole, and never looked into by the database.
    Column("model", String, nullable=False),
)

"""The tables of what the service runs on: the dialplan's versions, switches that were turned, and settings."""

from __future__ import annotations

from sqlalchemy import Column, Double, Integer, String, Table

from store.schema.base import metadata

plan_versions = Table(
    "plan_versions",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("author", String, nullable=False),
    Column("message", String, nullable=False),
    Column("published_at", Double, nullable=False),
    Column("digest", String, nullable=False),
    Column("files", Integer, nullable=False),
    # JSON as text: the digest is that of these very bytes.
    Column("plan", String, nullable=False),
)

plan_live = Table(
    "plan_live",
    metadata,
    Column("change", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("author", String, nullable=False),
    Column("message", String, nullable=False),
    Column("at", Double, nullable=False),
)

switches = Table(
    "switches",
    metadata,
    Column("name", String, primary_key=True),
    Column("position", String, nullable=False),
    Column("since", Double, nullable=False),
    Column("until", Double),
    Column("by", String, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("key", String, primary_key=True),
    # JSON as text: in a column of type JSON, SQLite would keep 1.0 as the number 1.
    Column("value", String, nullable=False),
)

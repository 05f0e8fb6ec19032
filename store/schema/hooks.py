"""The tables of webhooks: who is told of what, and what has still to be told, or could not be."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Double, Index, Integer, String, Table

from store.schema.base import metadata

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("url", String, nullable=False),
    Column("secret", String, nullable=False),
    # Names of events with commas between.
    Column("events", String, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("made_at", Double, nullable=False),
    Column("told_at", Double),
)

webhook_messages = Table(
    "webhook_messages",
    metadata,
    Column("id", String, primary_key=True),
    Column("webhook", String, nullable=False),
    Column("event", String, nullable=False),
    Column("body", String, nullable=False),
    Column("at", Double, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", Double),
    Column("why", String, nullable=False),
    Index("webhook_messages_due", "next_at"),
    Index("webhook_messages_of", "webhook", "at"),
)
"""`next_at` null: dead, told no more until somebody asks for it."""

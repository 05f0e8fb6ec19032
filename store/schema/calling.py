"""The tables of calls: what happened in each, what came of it, what callers left and whom we call back."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Double, Index, Integer, String, Table

from store.schema.base import metadata

journal = Table(
    "journal",
    metadata,
    Column("call", String, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Double, nullable=False),
    Column("kind", String, nullable=False),
    Column("fields", JSON, nullable=False),
    Index("journal_by_kind", "kind", "at"),
)

contacts = Table(
    "contacts",
    metadata,
    Column("call", String, primary_key=True),
    Column("arrived_at", Double, nullable=False),
    Column("dialled", String, nullable=False),
    Column("number", String, nullable=False),
    Column("name", String, nullable=False),
    Column("language", String, nullable=False),
    Column("scenario", String, nullable=False),
    Column("queue", String, nullable=False),
    Column("queued_at", Double),
    Column("connected_at", Double),
    Column("person", String, nullable=False),
    Column("ended_at", Double),
    Column("ended_by", String, nullable=False),
    Column("cause", Integer),
    Column("outcome", String, nullable=False),
    Column("waited", Double, nullable=False),
    Column("talked", Double, nullable=False),
    Column("held", Double, nullable=False),
    Column("offers", Integer, nullable=False),
    Column("ended", Boolean, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Index("contacts_by_arrival", "arrived_at"),
    Index("contacts_by_number", "number", "arrived_at"),
    Index("contacts_by_ended", "ended", "arrived_at"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", String, primary_key=True),
    Column("call", String, nullable=False),
    Column("box", String, nullable=False),
    Column("number", String, nullable=False),
    Column("language", String, nullable=False),
    Column("file", String, nullable=False),
    Column("transcript", String, nullable=False),
    Column("seconds", Double, nullable=False),
    Column("left_at", Double, nullable=False),
    Column("heard_at", Double),
    Column("deleted_at", Double),
    Index("messages_by_box", "box", "left_at"),
)

callbacks = Table(
    "callbacks",
    metadata,
    Column("id", String, primary_key=True),
    Column("asked_in", String, nullable=False),
    Column("queue", String, nullable=False),
    Column("number", String, nullable=False),
    Column("name", String, nullable=False),
    Column("language", String, nullable=False),
    Column("dialled", String, nullable=False),
    Column("wanted", String, nullable=False),
    Column("state", String, nullable=False),
    Column("attempt", String, nullable=False),
    Column("why", String, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("joined_at", Double, nullable=False),
    Column("asked_at", Double, nullable=False),
    Column("next_at", Double, nullable=False),
    Column("cancelled_at", Double),
    Index("callbacks_by_state", "state", "asked_at"),
)

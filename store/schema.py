"""The tables as they are now; `migrations/` brings an older database here. Types are those SQLite and PostgreSQL share.

Times are epoch seconds. `journal`, `people_journal` and `audit` are only ever added to; the other tables follow from them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Boolean, Column, Double, Index, Integer, MetaData, String, Table

metadata = MetaData()

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

settings = Table(
    "settings",
    metadata,
    Column("key", String, primary_key=True),
    # JSON as text: in a column of type JSON, SQLite would keep 1.0 as the number 1.
    Column("value", String, nullable=False),
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

accounts = Table(
    "accounts",
    metadata,
    Column("user", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("password", String, nullable=False),
    Column("subject", String, nullable=False),
    # JSON as text, here and below: lists of plain words, read whole.
    Column("roles", String, nullable=False),
    Column("parts", String, nullable=False),
    Column("person", String, nullable=False),
    Column("locale", String, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("made_at", Double, nullable=False),
    Column("password_at", Double),
    Column("signed_in_at", Double),
    Index("accounts_by_subject", "subject"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String, primary_key=True),
    Column("id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("user", String, nullable=False),
    Column("name", String, nullable=False),
    Column("person", String, nullable=False),
    Column("roles", String, nullable=False),
    Column("actions", String),
    Column("csrf", String, nullable=False),
    Column("address", String, nullable=False),
    Column("device", String, nullable=False),
    Column("begun_at", Double, nullable=False),
    Column("seen_at", Double, nullable=False),
    Column("ends_at", Double, nullable=False),
    Index("sessions_by_user", "user"),
    Index("sessions_by_end", "ends_at"),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("digest", String, primary_key=True),
    Column("id", String, nullable=False),
    Column("user", String, nullable=False),
    Column("name", String, nullable=False),
    Column("actions", String),
    Column("made_at", Double, nullable=False),
    Column("ends_at", Double),
    Column("used_at", Double),
    Index("api_tokens_by_user", "user"),
)

access_links = Table(
    "access_links",
    metadata,
    Column("digest", String, primary_key=True),
    Column("user", String, nullable=False),
    Column("made_at", Double, nullable=False),
    Column("ends_at", Double, nullable=False),
    Column("used_at", Double),
    Index("access_links_by_user", "user"),
)

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

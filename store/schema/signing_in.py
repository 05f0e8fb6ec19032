"""The tables of who may use the console: accounts, and what proves who one is."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Double, Index, String, Table

from store.schema.base import metadata

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

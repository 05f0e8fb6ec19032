"""The journal of calls, its projection, people and settings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the first tables."""
    _journal()
    _contacts()
    _people()
    op.create_table(
        "settings",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("call", sa.String, primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("fields", sa.JSON, nullable=False),
    )


def _contacts() -> None:
    texts = ["dialled", "number", "name", "language", "scenario", "queue", "person", "ended_by", "outcome"]
    op.create_table(
        "contacts",
        sa.Column("call", sa.String, primary_key=True),
        sa.Column("arrived_at", sa.Double, nullable=False),
        *[sa.Column(text, sa.String, nullable=False) for text in texts],
        *[sa.Column(time, sa.Double) for time in ("queued_at", "connected_at", "ended_at")],
        sa.Column("cause", sa.Integer),
        *[sa.Column(seconds, sa.Double, nullable=False) for seconds in ("waited", "talked", "held")],
        sa.Column("offers", sa.Integer, nullable=False),
        sa.Column("ended", sa.Boolean, nullable=False),
        sa.Column("last_seq", sa.Integer, nullable=False),
    )
    op.create_index("contacts_by_arrival", "contacts", ["arrived_at"])
    op.create_index("contacts_by_number", "contacts", ["number", "arrived_at"])
    op.create_index("contacts_by_ended", "contacts", ["ended", "arrived_at"])


def _people() -> None:
    for table, key in (("people", "person"), ("people_journal", "change")):
        op.create_table(
            table,
            sa.Column(key, sa.String, primary_key=True),
            *([] if key == "person" else [sa.Column("person", sa.String, nullable=False)]),
            sa.Column("state", sa.String, nullable=False),
            sa.Column("reason", sa.String, nullable=False),
            sa.Column("since", sa.Double, nullable=False),
            sa.Column("until", sa.Double),
            sa.Column("wish", sa.String, nullable=False, server_default=""),
            sa.Column("wish_reason", sa.String, nullable=False, server_default=""),
            sa.Column("taken_today", sa.Integer, nullable=False, server_default="0"),
        )
    op.create_index("people_journal_by_person", "people_journal", ["person", "since"])
    op.create_index("people_journal_by_time", "people_journal", ["since"])


def downgrade() -> None:
    """Take all tables away."""
    for table in ("settings", "people_journal", "people", "contacts", "journal"):
        op.drop_table(table)

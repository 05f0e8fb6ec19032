"""Messages that were left, callbacks that were asked for; and surveys found without reading the whole journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _messages()
    _callbacks()
    op.create_index("journal_by_kind", "journal", ["kind", "at"])


def _messages() -> None:
    texts = ["call", "box", "number", "language", "file", "transcript"]
    op.create_table(
        "messages",
        sa.Column("id", sa.String, primary_key=True),
        *[sa.Column(text, sa.String, nullable=False) for text in texts],
        sa.Column("seconds", sa.Double, nullable=False),
        sa.Column("left_at", sa.Double, nullable=False),
        sa.Column("heard_at", sa.Double),
        sa.Column("deleted_at", sa.Double),
    )
    op.create_index("messages_by_box", "messages", ["box", "left_at"])


def _callbacks() -> None:
    texts = ["asked_in", "queue", "number", "name", "language", "dialled", "wanted", "state", "attempt", "why"]
    op.create_table(
        "callbacks",
        sa.Column("id", sa.String, primary_key=True),
        *[sa.Column(text, sa.String, nullable=False) for text in texts],
        *[sa.Column(count, sa.Integer, nullable=False) for count in ("priority", "tries")],
        *[sa.Column(time, sa.Double, nullable=False) for time in ("joined_at", "asked_at", "next_at")],
        sa.Column("cancelled_at", sa.Double),
    )
    op.create_index("callbacks_by_state", "callbacks", ["state", "asked_at"])


def downgrade() -> None:
    """Take them away."""
    op.drop_index("journal_by_kind", "journal")
    op.drop_table("callbacks")
    op.drop_table("messages")

"""Who is told of what happens in calls, what has still to be told, and what could not be."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "webhooks",
        sa.Column("id", sa.String, primary_key=True),
        *_texts("name", "url", "secret", "events"),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("made_at", sa.Double, nullable=False),
        sa.Column("told_at", sa.Double),
    )
    op.create_table(
        "webhook_messages",
        sa.Column("id", sa.String, primary_key=True),
        *_texts("webhook", "event", "body"),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("next_at", sa.Double),
        *_texts("why"),
    )
    op.create_index("webhook_messages_due", "webhook_messages", ["next_at"])
    op.create_index("webhook_messages_of", "webhook_messages", ["webhook", "at"])


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String, nullable=False) for name in names]


def downgrade() -> None:
    """Take them away."""
    op.drop_table("webhook_messages")
    op.drop_table("webhooks")

"""Versions of the plan, and which of them is live."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "plan_versions",
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        *[sa.Column(text, sa.String, nullable=False) for text in ("author", "message")],
        sa.Column("published_at", sa.Double, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("files", sa.Integer, nullable=False),
        sa.Column("plan", sa.String, nullable=False),
    )
    op.create_table(
        "plan_live",
        sa.Column("change", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("version", sa.Integer, nullable=False),
        *[sa.Column(text, sa.String, nullable=False) for text in ("author", "message")],
        sa.Column("at", sa.Double, nullable=False),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("plan_live")
    op.drop_table("plan_versions")

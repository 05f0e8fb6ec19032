"""Switches that people turn without a publish: forced hours, announcements."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "switches",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("position", sa.String, nullable=False),
        sa.Column("since", sa.Double, nullable=False),
        sa.Column("until", sa.Double),
        sa.Column("by", sa.String, nullable=False),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("switches")

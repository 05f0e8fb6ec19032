"""Visits that managers agree with customers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "visits",
        sa.Column("id", sa.String, primary_key=True),
        *_texts("call", "person", "number", "name"),
        sa.Column("starts", sa.Double, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        *_texts("place", "note"),
        sa.Column("remind", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("made_at", sa.Double, nullable=False),
        sa.Column("cancelled_at", sa.Double),
    )
    op.create_index("visits_by_person", "visits", ["person", "starts"])


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String, nullable=False) for name in names]


def downgrade() -> None:
    """Take it away."""
    op.drop_table("visits")

"""What was learnt of callers' patience: counts by number, and the hazards of their classes, version by version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    figures = ["hang_ups", "complaints", "exposure", "at"]
    op.create_table(
        "patience_callers",
        sa.Column("number", sa.String, primary_key=True),
        *[sa.Column(figure, sa.Double, nullable=False) for figure in figures],
        sa.Column("waits", sa.Integer, nullable=False),
        sa.Column("long_wait_at", sa.Double),
    )
    op.create_table(
        "patience_models",
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("learnt_at", sa.Double, nullable=False),
        *[sa.Column(count, sa.Integer, nullable=False) for count in ("waits", "hang_ups", "callers")],
        sa.Column("model", sa.String, nullable=False),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("patience_models")
    op.drop_table("patience_callers")

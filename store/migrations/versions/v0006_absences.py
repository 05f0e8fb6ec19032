"""When people are away, as the attendance list says."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "absences",
        sa.Column("absence", sa.Integer, primary_key=True),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("starts", sa.Double, nullable=False),
        sa.Column("ends", sa.Double, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("source", sa.String, nullable=False),
    )
    op.create_index("absences_ends", "absences", ["ends"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("absences")

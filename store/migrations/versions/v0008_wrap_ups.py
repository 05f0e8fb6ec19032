"""What people write down after their talks, and notes on callers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "wrap_ups",
        sa.Column("call", sa.String, primary_key=True),
        sa.Column("person", sa.String, primary_key=True),
        *_texts("number", "queue", "scenario", "disposition", "note"),
        sa.Column("complaint", sa.Boolean, nullable=False),
        sa.Column("begun_at", sa.Double, nullable=False),
        *[sa.Column(time, sa.Double) for time in ("saved_at", "done_at")],
    )
    op.create_index("wrap_ups_by_person", "wrap_ups", ["person", "done_at", "begun_at"])
    op.create_index("wrap_ups_by_number", "wrap_ups", ["number", "begun_at"])
    op.create_table(
        "wrap_up_changes",
        sa.Column("change", sa.Integer, primary_key=True),
        *_texts("call", "person", "by"),
        sa.Column("at", sa.Double, nullable=False),
        *_texts("scenario", "disposition", "note"),
    )
    op.create_index("wrap_up_changes_by_call", "wrap_up_changes", ["call", "person", "at"])
    _notes()


def _notes() -> None:
    op.create_table(
        "caller_notes",
        sa.Column("id", sa.String, primary_key=True),
        *_texts("number", "text", "by"),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("deleted_at", sa.Double),
    )
    op.create_index("caller_notes_by_number", "caller_notes", ["number", "at"])


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String, nullable=False) for name in names]


def downgrade() -> None:
    """Take them away."""
    for table in ("caller_notes", "wrap_up_changes", "wrap_ups"):
        op.drop_table(table)

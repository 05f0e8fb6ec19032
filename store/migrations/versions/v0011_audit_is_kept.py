"""The audit log is kept from SQLite's REPLACE as well: it removes the old row without asking the trigger of a DELETE."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SQLITE = """\
CREATE TRIGGER audit_replace BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END"""


def upgrade() -> None:
    """Add the trigger. PostgreSQL has no REPLACE, and its ON CONFLICT DO UPDATE is an UPDATE, which is refused."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(SQLITE)


def downgrade() -> None:
    """Take it away."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_replace")

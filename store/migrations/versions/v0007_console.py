"""Who may use the console: accounts, sessions, API tokens, one-time links; and the audit log, which nothing may change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SQLITE = """\
CREATE TRIGGER audit_{verb} BEFORE {verb} ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END"""
POSTGRESQL = (
    """\
CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is only ever added to'; END $$""",
    """\
CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept()""",
)


def upgrade() -> None:
    """Make the tables."""
    _accounts()
    _sessions()
    _secrets()
    _audit()
    if op.get_bind().dialect.name == "postgresql":
        for words in POSTGRESQL:
            op.execute(words)
    else:
        for verb in ("UPDATE", "DELETE"):
            op.execute(SQLITE.format(verb=verb))


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("user", sa.String, primary_key=True),
        *_texts("name", "password", "subject", "roles", "parts", "person", "locale"),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("made_at", sa.Double, nullable=False),
        sa.Column("password_at", sa.Double),
        sa.Column("signed_in_at", sa.Double),
    )
    op.create_index("accounts_by_subject", "accounts", ["subject"])


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String, primary_key=True),
        *_texts("id", "kind", "user", "name", "person", "roles"),
        sa.Column("actions", sa.String),
        *_texts("csrf", "address", "device"),
        sa.Column("begun_at", sa.Double, nullable=False),
        sa.Column("seen_at", sa.Double, nullable=False),
        sa.Column("ends_at", sa.Double, nullable=False),
    )
    op.create_index("sessions_by_user", "sessions", ["user"])
    op.create_index("sessions_by_end", "sessions", ["ends_at"])


def _secrets() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("digest", sa.String, primary_key=True),
        *_texts("id", "user", "name"),
        sa.Column("actions", sa.String),
        sa.Column("made_at", sa.Double, nullable=False),
        sa.Column("ends_at", sa.Double),
        sa.Column("used_at", sa.Double),
    )
    op.create_index("api_tokens_by_user", "api_tokens", ["user"])
    op.create_table(
        "access_links",
        sa.Column("digest", sa.String, primary_key=True),
        *_texts("user"),
        sa.Column("made_at", sa.Double, nullable=False),
        sa.Column("ends_at", sa.Double, nullable=False),
        sa.Column("used_at", sa.Double),
    )
    op.create_index("access_links_by_user", "access_links", ["user"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.Double, nullable=False),
        *_texts("user", "name", "kind", "address", "what", "of"),
        sa.Column("before", sa.String),
        sa.Column("after", sa.String),
    )
    op.create_index("audit_by_time", "audit", ["at"])
    op.create_index("audit_by_user", "audit", ["user", "at"])
    op.create_index("audit_by_thing", "audit", ["of", "at"])


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String, nullable=False) for name in names]


def downgrade() -> None:
    """Take them away."""
    for table in ("audit", "access_links", "api_tokens", "sessions", "accounts"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_is_kept")

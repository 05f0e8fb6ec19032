"""Alembic's entry: the migrations run inside the transaction that `Database.upgrade()` has opened."""

from __future__ import annotations

from alembic import context

from store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()

"""The tables brought to the present state, by alembic, inside one transaction."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, func, select

from store.errors import StoreUnusable

_ONE_AT_A_TIME = 0x686F746C
"""Key of the PostgreSQL lock under which two services started at once upgrade one after the other."""


def is_current(connection: Connection) -> bool:
    """Whether nothing is to be done: found by reading only, so that a full or locked database can still be read."""
    seen = MigrationContext.configure(connection).get_current_heads()
    return set(seen) == set(ScriptDirectory.from_config(_config()).get_heads())


def upgrade_tables(connection: Connection) -> None:
    """Run every migration that this database has not seen. Raises StoreUnusable for a database of a newer version."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
    config = _config()
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as wrong:
        remedy = "install the version of hotline that wrote it, or a newer one"
        raise StoreUnusable(f"the database is not of this version: {wrong}", remedy) from wrong


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config

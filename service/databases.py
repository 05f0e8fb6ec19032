"""The database that the settings name."""

from __future__ import annotations

from sqlalchemy.engine import URL

from service.config import Settings
from store.database import Database


def open_database(settings: Settings) -> Database:
    """A URL, or a file in the data folder. Raises WrongSettings."""
    if settings.data.database:
        return Database(settings.data.database)
    return Database.in_file(settings.database_file)


def database_url(settings: Settings) -> str:
    """The same, for a process of its own. It may hold a password: never shown."""
    file = URL.create("sqlite", database=str(settings.database_file.absolute()))
    return settings.data.database or file.render_as_string(hide_password=False)

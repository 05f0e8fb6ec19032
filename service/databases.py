"""The database that the settings name."""

from __future__ import annotations

from service.config import Settings
from store.database import Database


def open_database(settings: Settings) -> Database:
    """A URL, or a file in the data folder. Raises WrongSettings."""
    if settings.data.database:
        return Database(settings.data.database)
    return Database.in_file(settings.database_file)

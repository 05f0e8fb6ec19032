"""Small things to remember by a key: when the switch was last seen, which plan is in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import select

from store.database import Database
from store.doors import storable
from store.schema import settings


@dataclass(frozen=True, slots=True)
class Kept:
    """A value of JSON's kinds under a key; the last one kept holds."""

    key: str
    value: Any


def as_json(kept: Kept) -> str:
    """The value as it is written. Raises TypeError for one of no JSON kind."""
    return orjson.dumps(storable(kept.value)).decode()


class Settings:
    """Reads kept values. They are written by `Journal.keep`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def value(self, key: str, default: Any = None) -> Any:
        """The value under this key, or the default. Raises StoreUnusable."""
        async with self._database.reading() as connection:
            found = (await connection.execute(select(settings.c.value).where(settings.c.key == key))).first()
            return default if found is None else orjson.loads(found.value)

    async def values(self) -> dict[str, Any]:
        """All of them. Raises StoreUnusable."""
        async with self._database.reading() as connection:
            return {row.key: orjson.loads(row.value) for row in await connection.execute(select(settings))}

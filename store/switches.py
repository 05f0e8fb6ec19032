"""Switches that people turned: forced hours (`hours.office`) and announcements (`notice.storm`). Untouched ones have no row."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, delete, select

from store.database import Database
from store.doors import checked_author, checked_call
from store.rows import upsert_into
from store.schema import switches as table


class Position(StrEnum):
    """Where a switch stands. AUTO: nobody turned it, the plan itself decides."""

    ON = "on"
    OFF = "off"
    AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Turned:
    """A switch that was turned, by whom, since when, and until when; None: until it is turned again."""

    name: str
    position: Position
    since: float
    until: float | None
    by: str

    def holds(self, now: float) -> bool:
        """Whether its time is not over."""
        return self.until is None or now < self.until


class Switches:
    """Reads and turns them. Not in the path of a call: the service reads them now and then."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def turned(self) -> list[Turned]:
        """All that were turned, by name; those whose time is over, too. Raises StoreUnusable."""
        async with self._database.reading() as connection:
            return [_turned(row) for row in await connection.execute(select(table).order_by(table.c.name))]

    async def turn(self, turned: Turned) -> None:
        """Turn one; AUTO gives it back to the plan. Raises StoreUnusable, WrongId, WrongText."""
        row: dict[str, Any] = {
            "name": checked_call(turned.name),
            "position": turned.position.value,
            "since": turned.since,
            "until": turned.until,
            "by": checked_author(turned.by),
        }
        async with self._database.writing() as connection:
            if turned.position is Position.AUTO:
                await connection.execute(delete(table).where(table.c.name == turned.name))
            else:
                await connection.execute(upsert_into(table, self._database.dialect).values(row))


def _turned(row: Row[Any]) -> Turned:
    return Turned(row.name, Position(row.position), row.since, row.until, row.by)

"""When people are away: leave, training, sickness, as the attendance list says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, insert, select

from calls.ids import PersonId
from store.database import Database
from store.doors import checked_author, checked_person
from store.schema import absences as table

ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Absence:
    """A person is away from `starts` to `ends` (epoch seconds); `reason` in one line. `source`: the list it came from."""

    person: PersonId
    starts: float
    ends: float
    reason: str
    source: str = ""


class Absences:
    """Reads and writes them. Not in the path of a call: the service reads them now and then."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(self, now: float) -> list[Absence]:
        """Those that are not over, by person and time. Raises StoreUnusable."""
        wanted = select(table).where(table.c.ends > now).order_by(table.c.person, table.c.starts)
        async with self._database.reading() as connection:
            return [_absence(row) for row in await connection.execute(wanted)]

    async def add(self, absences: Sequence[Absence]) -> None:
        """Write these. The same once more changes nothing. Raises WrongId, WrongText, StoreUnusable."""
        rows = [_row(absence) for absence in absences]
        async with self._database.writing() as connection:
            for absence in absences:
                await connection.execute(delete(table).where(*_same(absence)))
            for first in range(0, len(rows), ROWS_AT_ONCE):
                await connection.execute(insert(table), rows[first : first + ROWS_AT_ONCE])

    async def replace(self, source: str, absences: Sequence[Absence]) -> None:
        """What this list said before is forgotten: it says now what it says. Raises as `add`."""
        rows = [_row(absence) for absence in absences]
        async with self._database.writing() as connection:
            await connection.execute(delete(table).where(table.c.source == checked_author(source)))
            for first in range(0, len(rows), ROWS_AT_ONCE):
                await connection.execute(insert(table), rows[first : first + ROWS_AT_ONCE])

    async def back(self, person: PersonId, now: float) -> int:
        """The person is there after all: what lasts now is forgotten; how many absences that were."""
        lasting = (table.c.person == checked_person(person), table.c.starts <= now, table.c.ends > now)
        async with self._database.writing() as connection:
            return int((await connection.execute(delete(table).where(*lasting))).rowcount)


def _same(absence: Absence) -> tuple[Any, ...]:
    return (table.c.person == absence.person, table.c.starts == absence.starts, table.c.ends == absence.ends)


def _row(absence: Absence) -> dict[str, Any]:
    return {
        "person": checked_person(absence.person),
        "starts": absence.starts,
        "ends": absence.ends,
        "reason": checked_author(absence.reason),
        "source": checked_author(absence.source or "by hand"),
    }


def _absence(row: Row[Any]) -> Absence:
    return Absence(PersonId(row.person), row.starts, row.ends, row.reason, row.source)

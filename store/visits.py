"""Visits: when and where a manager sees a customer, agreed in a call."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Row, select

from calls.ids import CallId, PersonId
from store.database import Database
from store.doors import checked_call, checked_person, storable
from store.errors import UnknownVisit
from store.rows import upsert_into
from store.schema import visits


@dataclass(frozen=True, slots=True)
class Visit:
    """`starts` in epoch seconds; `remind`: minutes before, 0 for none. `version` counts its changes (RFC 5545, SEQUENCE)."""

    id: str
    call: CallId
    person: PersonId
    number: str
    name: str
    starts: float
    minutes: int
    place: str
    note: str
    remind: int
    made_at: float
    version: int = 0
    cancelled_at: float | None = None


class Visits:
    """Reads and writes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, visit: Visit) -> None:
        """Keep it, new or changed. Raises WrongId, StoreUnusable."""
        checked_call(visit.call)
        checked_person(visit.person)
        async with self._database.writing() as connection:
            await connection.execute(upsert_into(visits, self._database.dialect), [storable(asdict(visit))])

    async def one(self, name: str, person: PersonId) -> Visit:
        """This one, if it is his. Raises UnknownVisit, StoreUnusable."""
        wanted = select(visits).where(visits.c.id == name, visits.c.person == person)
        async with self._database.reading() as connection:
            row = (await connection.execute(wanted)).first()
        if row is None:
            raise UnknownVisit(f"there is no visit {name!r:.40} of yours")
        return _visit(row)

    async def of(self, person: PersonId, since: float, limit: int = 200) -> list[Visit]:
        """His visits from then on, the next one first; cancelled ones too. Raises StoreUnusable."""
        wanted = select(visits).where(visits.c.person == person, visits.c.starts >= since)
        async with self._database.reading() as connection:
            rows = await connection.execute(wanted.order_by(visits.c.starts).limit(limit))
            return [_visit(row) for row in rows]


def _visit(row: Row[Any]) -> Visit:
    return Visit(**row._mapping)

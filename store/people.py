"""What every person was doing when we last saw him, and the history of it (P8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from calls.ids import PersonId
from store.database import Database
from store.doors import checked_person
from store.schema import people, people_journal


@dataclass(frozen=True, slots=True)
class PersonKept:
    """A person's state, why, and since when; `until` is when it ends by itself (wrap-up, cool-down), or None.

    `wish` is the state he goes to when nothing keeps him (P8, P11), `taken_today` his conversations of the day.
    """

    person: PersonId
    state: str
    reason: str
    since: float
    until: float | None = None
    wish: str = ""
    wish_reason: str = ""
    taken_today: int = 0


class People:
    """Reads people's states. They are written by `Journal.keep_person`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def people(self) -> list[PersonKept]:
        """The last state of everybody ever seen, by name. Raises StoreUnusable."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(people).order_by(people.c.person))
            return [kept_person(row) for row in rows]

    async def changes(self, person: PersonId | None = None, since: float = 0.0, limit: int = 1000) -> list[PersonKept]:
        """State changes of one person or of all from `since` on, oldest first. Raises WrongId, StoreUnusable."""
        wanted = select(people_journal).where(people_journal.c.since >= since)
        if person is not None:
            wanted = wanted.where(people_journal.c.person == checked_person(person))
        ordered = wanted.order_by(people_journal.c.since, people_journal.c.change).limit(limit)
        async with self._database.reading() as connection:
            return [kept_person(row) for row in await connection.execute(ordered)]


def kept_person(row: Row[Any]) -> PersonKept:
    """A person's state again, from a row of `people` or `people_journal`."""
    wish = (row.wish, row.wish_reason, row.taken_today)
    return PersonKept(PersonId(row.person), row.state, row.reason, row.since, row.until, *wish)

"""The audit log: who did what, to which thing, and how it was before and after. Rows are added, and never changed.

The database itself refuses to change or remove one (triggers of migrations 0007 and 0011).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Row, Select, insert, select

from store.database import Database
from store.doors import storable
from store.schema import audit

LONGEST = 500
"""Of a text that identifies something; longer ones are cut."""


@dataclass(frozen=True, slots=True)
class Noted:
    """One line of the log. `before` and `after` are of JSON's kinds. `id` 0: not written yet."""

    at: float
    user: str
    name: str
    kind: str
    address: str
    what: str
    of: str
    before: Any = None
    after: Any = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; '' and None: all. `before_id`: only older lines, for the next page. `users`: by these only."""

    user: str = ""
    what: str = ""
    of: str = ""
    since: float | None = None
    until: float | None = None
    before_id: int | None = None
    users: tuple[str, ...] | None = None


class AuditLog:
    """Adds and reads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, noted: Noted) -> None:
        """Write this line: it is on the disk when this returns. Raises StoreUnusable."""
        async with self._database.writing() as connection:
            await connection.execute(insert(audit).values(_row(noted)))

    async def page(self, sought: Sought, limit: int = 100) -> list[Noted]:
        """The newest first. Raises StoreUnusable."""
        async with self._database.reading() as connection:
            return [_noted(row) for row in await connection.execute(_wanted(sought).limit(limit))]


def _wanted(sought: Sought) -> Select[Any]:
    wanted = select(audit).order_by(audit.c.id.desc())
    for column, value in ((audit.c.user, sought.user), (audit.c.of, sought.of)):
        if value:
            wanted = wanted.where(column == value)
    if sought.what:
        wanted = wanted.where(audit.c.what.startswith(sought.what, autoescape=True))
    if sought.users is not None:
        wanted = wanted.where(audit.c.user.in_(sought.users))
    if sought.since is not None:
        wanted = wanted.where(audit.c.at >= sought.since)
    if sought.until is not None:
        wanted = wanted.where(audit.c.at < sought.until)
    return wanted if sought.before_id is None else wanted.where(audit.c.id < sought.before_id)


def _row(noted: Noted) -> dict[str, Any]:
    texts = {
        name: storable(getattr(noted, name))[:LONGEST] for name in ("user", "name", "kind", "address", "what", "of")
    }
    return {"at": noted.at, **texts, "before": _json(noted.before), "after": _json(noted.after)}


def _json(value: Any) -> str | None:
    return None if value is None else orjson.dumps(storable(value), default=str).decode()


def _noted(row: Row[Any]) -> Noted:
    before, after = (None if text is None else orjson.loads(text) for text in (row.before, row.after))
    return Noted(row.at, row.user, row.name, row.kind, row.address, row.what, row.of, before, after, row.id)

"""Sessions of the console. A session is found by the SHA-256 of its secret: who reads the database cannot use one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from calls.ids import PersonId
from store.accounts import from_words, words
from store.database import Database
from store.schema import sessions


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody is signed in. `id` names it without being its secret. `kind` is `session` or `link`; a session's rights are
    its account's, a link has its own here. `actions` None: not narrowed. `device` is what the browser says of itself.
    """

    digest: str = field(repr=False)
    id: str
    kind: str
    user: str
    csrf: str = field(repr=False)
    address: str
    device: str
    begun_at: float
    seen_at: float
    ends_at: float
    name: str = ""
    person: PersonId = PersonId("")
    roles: tuple[str, ...] = ()
    actions: tuple[str, ...] | None = None


class Sessions:
    """Reads and writes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, session: Session) -> None:
        """Begin it. Raises StoreUnusable."""
        async with self._database.writing() as connection:
            await connection.execute(insert(sessions).values(_row(session)))

    async def one(self, digest: str) -> Session | None:
        """The session of this secret's digest, over or not. Raises StoreUnusable."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(sessions).where(sessions.c.digest == digest))).first()
            return None if row is None else _session(row)

    async def of(self, user: str = "") -> list[Session]:
        """Those of one, or all; the newest first. Raises StoreUnusable."""
        wanted = select(sessions).order_by(sessions.c.begun_at.desc())
        if user:
            wanted = wanted.where(sessions.c.user == user)
        async with self._database.reading() as connection:
            return [_session(row) for row in await connection.execute(wanted)]

    async def seen(self, digests: Sequence[tuple[str, float]]) -> None:
        """These were used at these times. Raises StoreUnusable."""
        async with self._database.writing() as connection:
            for digest, at in digests:
                await connection.execute(update(sessions).where(sessions.c.digest == digest).values(seen_at=at))

    async def end(self, digests: Sequence[str]) -> None:
        """These are over. Raises StoreUnusable."""
        async with self._database.writing() as connection:
            await connection.execute(delete(sessions).where(sessions.c.digest.in_(digests)))

    async def sweep(self, ended_by: float, unseen_since: float) -> None:
        """Forget those that are over. Raises StoreUnusable."""
        over = (sessions.c.ends_at <= ended_by) | (sessions.c.seen_at < unseen_since)
        async with self._database.writing() as connection:
            await connection.execute(delete(sessions).where(over))


def _row(session: Session) -> dict[str, Any]:
    plain = (
        "digest",
        "id",
        "kind",
        "user",
        "csrf",
        "address",
        "device",
        "begun_at",
        "seen_at",
        "ends_at",
        "name",
        "person",
    )
    row = {name: getattr(session, name) for name in plain}
    actions = None if session.actions is None else words(session.actions)
    return row | {"roles": words(session.roles), "actions": actions}


def _session(row: Row[Any]) -> Session:
    return Session(
        row.digest,
        row.id,
        row.kind,
        row.user,
        row.csrf,
        row.address,
        row.device,
        row.begun_at,
        row.seen_at,
        row.ends_at,
        row.name,
        PersonId(row.person),
        from_words(row.roles),
        None if row.actions is None else from_words(row.actions),
    )

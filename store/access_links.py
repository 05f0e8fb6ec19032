"""One-time links by which people get in: the first admin, a new account, a lost password. Found by their SHA-256."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import delete, insert, select, update

from store.database import Database
from store.schema import access_links


@dataclass(frozen=True, slots=True)
class AccessLink:
    """Who has it may set the password of `user` once; '' is the first admin, who has no name yet."""

    digest: str = field(repr=False)
    user: str
    made_at: float
    ends_at: float
    used_at: float | None = None


class AccessLinks:
    """Reads and writes one-time links."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, link: AccessLink) -> None:
        """It replaces every older one of this user. Raises StoreUnusable."""
        row = {name: getattr(link, name) for name in ("digest", "user", "made_at", "ends_at", "used_at")}
        async with self._database.writing() as connection:
            await connection.execute(delete(access_links).where(access_links.c.user == link.user))
            await connection.execute(insert(access_links).values(row))

    async def one(self, digest: str) -> AccessLink | None:
        """The link of this digest, used or not. Raises StoreUnusable."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(access_links).where(access_links.c.digest == digest))).first()
            return None if row is None else AccessLink(row.digest, row.user, row.made_at, row.ends_at, row.used_at)

    async def use(self, digest: str, now: float) -> bool:
        """Whether it was good, and is used up now: of two who come at once one gets in. Raises StoreUnusable."""
        good = (access_links.c.digest == digest) & access_links.c.used_at.is_(None) & (access_links.c.ends_at > now)
        async with self._database.writing() as connection:
            done = await connection.execute(update(access_links).where(good).values(used_at=now))
            return done.rowcount == 1

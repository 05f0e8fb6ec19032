"""Tokens by which programs use the API. One is found by the SHA-256 of its secret."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from store.accounts import from_words, words
from store.database import Database
from store.schema import api_tokens


@dataclass(frozen=True, slots=True)
class Token:
    """A program may do what `user` may, or of that only `actions`. `ends_at` None: until it is taken back."""

    digest: str = field(repr=False)
    id: str
    user: str
    name: str
    actions: tuple[str, ...] | None
    made_at: float
    ends_at: float | None
    used_at: float | None = None


class Tokens:
    """Reads and writes tokens."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, token: Token) -> None:
        """Raises StoreUnusable."""
        plain = ("digest", "id", "user", "name", "made_at", "ends_at", "used_at")
        row = {name: getattr(token, name) for name in plain}
        row["actions"] = None if token.actions is None else words(token.actions)
        async with self._database.writing() as connection:
            await connection.execute(insert(api_tokens).values(row))

    async def one(self, digest: str) -> Token | None:
        """The token of this digest. Raises StoreUnusable."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(api_tokens).where(api_tokens.c.digest == digest))).first()
            return None if row is None else _token(row)

    async def of(self, user: str = "") -> list[Token]:
        """Those of one, or all; the newest first. Raises StoreUnusable."""
        wanted = select(api_tokens).order_by(api_tokens.c.made_at.desc())
        if user:
            wanted = wanted.where(api_tokens.c.user == user)
        async with self._database.reading() as connection:
            return [_token(row) for row in await connection.execute(wanted)]

    async def used(self, digest: str, at: float) -> None:
        """It was used. Raises StoreUnusable."""
        async with self._database.writing() as connection:
            await connection.execute(update(api_tokens).where(api_tokens.c.digest == digest).values(used_at=at))

    async def end(self, digest: str) -> None:
        """It is taken back. Raises StoreUnusable."""
        async with self._database.writing() as connection:
            await connection.execute(delete(api_tokens).where(api_tokens.c.digest == digest))


def _token(row: Row[Any]) -> Token:
    actions = None if row.actions is None else from_words(row.actions)
    return Token(row.digest, row.id, row.user, row.name, actions, row.made_at, row.ends_at, row.used_at)

"""Accounts of the console. What roles and parts mean is the console's business: here they are words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Row, func, insert, select, update

from calls.ids import PersonId
from store.database import Database
from store.schema import accounts


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. `password` is its argon2 hash, or '' where there is none yet; `subject` who he is to an
    identity provider, or ''.
    """

    user: str
    name: str
    roles: tuple[str, ...]
    parts: tuple[str, ...] = ()
    person: PersonId = PersonId("")
    locale: str = "zh"
    active: bool = True
    made_at: float = 0.0
    password: str = field(default="", repr=False)
    password_at: float | None = None
    signed_in_at: float | None = None
    subject: str = ""


class Accounts:
    """Reads and writes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> list[Account]:
        """By user name. Raises StoreUnusable."""
        async with self._database.reading() as connection:
            return [_account(row) for row in await connection.execute(select(accounts).order_by(accounts.c.user))]

    async def count(self) -> int:
        """How many there are. Raises StoreUnusable."""
        async with self._database.reading() as connection:
            return int((await connection.execute(select(func.count()).select_from(accounts))).scalar_one())

    async def one(self, user: str) -> Account | None:
        """The account of this name. Raises StoreUnusable."""
        return await self._first(accounts.c.user == user)

    async def of_subject(self, subject: str) -> Account | None:
        """The account of this identity elsewhere. Raises StoreUnusable."""
        return await self._first(accounts.c.subject == subject) if subject else None

    async def add(self, account: Account) -> bool:
        """Whether it was added: no if the name is taken. Raises StoreUnusable."""
        async with self._database.writing() as connection:
            taken = select(accounts.c.user).where(accounts.c.user == account.user)
            if (await connection.execute(taken)).first() is not None:
                return False
            await connection.execute(insert(accounts).values(_row(account)))
            return True

    async def change(self, account: Account) -> None:
        """Write it as it is now. Raises StoreUnusable."""
        row = _row(account)
        async with self._database.writing() as connection:
            await connection.execute(update(accounts).where(accounts.c.user == row.pop("user")).values(row))

    async def _first(self, condition: Any) -> Account | None:
        async with self._database.reading() as connection:
            row = (await connection.execute(select(accounts).where(condition))).first()
            return None if row is None else _account(row)


def words(value: tuple[str, ...]) -> str:
    """A list of words as it is kept."""
    return orjson.dumps(value).decode()


def from_words(text: str) -> tuple[str, ...]:
    """The list again."""
    return tuple(map(str, orjson.loads(text)))


def _row(account: Account) -> dict[str, Any]:
    plain = (
        "user",
        "name",
        "person",
        "locale",
        "active",
        "made_at",
        "password",
        "password_at",
        "signed_in_at",
        "subject",
    )
    row = {name: getattr(account, name) for name in plain}
    return row | {"roles": words(account.roles), "parts": words(account.parts)}


def _account(row: Row[Any]) -> Account:
    return Account(
        row.user,
        row.name,
        from_words(row.roles),
        from_words(row.parts),
        PersonId(row.person),
        row.locale,
        bool(row.active),
        row.made_at,
        row.password,
        row.password_at,
        row.signed_in_at,
        row.subject,
    )

"""Webhooks and their messages: subscriptions, what waits to be told, and what could not be (dead letters)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from store.database import Database
from store.doors import storable
from store.errors import UnknownWebhook
from store.rows import upsert_into
from store.schema import webhook_messages, webhooks

DEAD = None
"""`next_at` of a message that is not tried any more."""
LONGEST_LIST = 500


@dataclass(frozen=True, slots=True)
class Webhook:
    """Who is told, of what. The secret signs every message. `told_at`: when a message was last taken there."""

    id: str
    name: str
    url: str
    secret: str = field(repr=False)
    events: tuple[str, ...]
    active: bool
    made_at: float
    told_at: float | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one webhook. `body` is JSON, the same bytes at every try. `next_at`: when it is tried next; None: dead."""

    id: str
    webhook: str
    event: str
    body: str
    at: float
    tries: int = 0
    next_at: float | None = 0.0
    why: str = ""


class Webhooks:
    """Reads and writes them. Not in the path of a call."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> list[Webhook]:
        """Every one, in the order in which they were made. Raises StoreUnusable."""
        async with self._database.reading() as connection:
            return [_webhook(row) for row in await connection.execute(select(webhooks).order_by(webhooks.c.made_at))]

    async def one(self, name: str) -> Webhook:
        """The one with this id. Raises UnknownWebhook, StoreUnusable."""
        found = next((each for each in await self.all() if each.id == name), None)
        if found is None:
            raise UnknownWebhook(f"there is no webhook {name!r:.40}")
        return found

    async def save(self, webhook: Webhook) -> None:
        """Keep it, new or changed. Raises StoreUnusable."""
        row = storable(asdict(webhook)) | {"events": ",".join(webhook.events)}
        async with self._database.writing() as connection:
            await connection.execute(upsert_into(webhooks, self._database.dialect), [row])

    async def remove(self, webhook: Webhook) -> None:
        """Forget it with all its messages. Raises StoreUnusable."""
        async with self._database.writing() as connection:
            await connection.execute(delete(webhook_messages).where(webhook_messages.c.webhook == webhook.id))
            await connection.execute(delete(webhooks).where(webhooks.c.id == webhook.id))

    async def add(self, letters: Sequence[Letter]) -> None:
        """They are to be told. Raises StoreUnusable."""
        async with self._database.writing() as connection:
            await connection.execute(insert(webhook_messages), [storable(asdict(letter)) for letter in letters])

    async def due(self, now: float, limit: int) -> list[Letter]:
        """What is to be tried now, the oldest first. Raises StoreUnusable."""
        wanted = select(webhook_messages).where(webhook_messages.c.next_at <= now)
        wanted = wanted.order_by(webhook_messages.c.next_at, webhook_messages.c.at).limit(limit)
        async with self._database.reading() as connection:
            return [_letter(row) for row in await connection.execute(wanted)]

    async def next_at(self) -> float | None:
        """When the next one is to be tried; None: nothing waits. Raises StoreUnusable."""
        async with self._database.reading() as connection:
            found: float | None = (await connection.execute(select(func.min(webhook_messages.c.next_at)))).scalar_one()
            return found

    async def waiting(self) -> dict[str, int]:
        """How many wait, by webhook. Raises StoreUnusable."""
        alive = webhook_messages.c.next_at.is_not(DEAD)
        wanted = select(webhook_messages.c.webhook, func.count()).where(alive).group_by(webhook_messages.c.webhook)
        async with self._database.reading() as connection:
            return {row[0]: row[1] for row in await connection.execute(wanted)}

    async def told(self, letter: Letter, at: float) -> None:
        """It was taken: forget it. Raises StoreUnusable."""
        async with self._database.writing() as connection:
            await connection.execute(delete(webhook_messages).where(webhook_messages.c.id == letter.id))
            await connection.execute(update(webhooks).where(webhooks.c.id == letter.webhook).values(told_at=at))

    async def put_off(self, letter: Letter) -> None:
        """Keep how often it was tried, when it is tried again (or never), and why. Raises StoreUnusable."""
        values = {"tries": letter.tries, "next_at": letter.next_at, "why": storable(letter.why)}
        async with self._database.writing() as connection:
            await connection.execute(
                update(webhook_messages).where(webhook_messages.c.id == letter.id).values(**values)
            )

    async def dead(self, webhook: str = "") -> list[Letter]:
        """What is not tried any more, the newest first. Raises StoreUnusable."""
        wanted = select(webhook_messages).where(webhook_messages.c.next_at.is_(DEAD))
        if webhook:
            wanted = wanted.where(webhook_messages.c.webhook == webhook)
        async with self._database.reading() as connection:
            newest = wanted.order_by(webhook_messages.c.at.desc()).limit(LONGEST_LIST)
            return [_letter(row) for row in await connection.execute(newest)]

    async def letter(self, name: str) -> Letter:
        """The message with this id. Raises UnknownWebhook, StoreUnusable."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(webhook_messages).where(webhook_messages.c.id == name))).first()
        if row is None:
            raise UnknownWebhook(f"there is no message {name!r:.40}", "it may have been told meanwhile")
        return _letter(row)

    async def forget(self, letter: Letter) -> None:
        """It will never be told. Raises StoreUnusable."""
        async with self._database.writing() as connection:
            await connection.execute(delete(webhook_messages).where(webhook_messages.c.id == letter.id))


def _webhook(row: Row[Any]) -> Webhook:
    values = dict(row._mapping)
    events = tuple(each for each in values.pop("events").split(",") if each)
    return Webhook(**values, events=events)


def _letter(row: Row[Any]) -> Letter:
    return Letter(**row._mapping)

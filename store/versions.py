"""Versions of the plan: what was published, by whom, and which one is live. Nothing of it is ever changed or removed.

What is live is the last of `plan_live`: publishing and going back each add a line, so the switch from one version to
another is one transaction, and who made what live when can be read afterwards.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Row, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.database import Database
from store.doors import checked_author, checked_message
from store.errors import AnotherIsLive, UnknownVersion
from store.schema import plan_live, plan_versions

_ONE_AT_A_TIME = 0x706C616E
"""Key of the PostgreSQL lock under which two who publish at once do so one after the other."""


@dataclass(frozen=True, slots=True)
class PlanFiles:
    """The text of every file of a plan, by name; `main` is the one that begins it. Names are as `main` includes them."""

    main: str
    texts: Mapping[str, str]

    @property
    def digest(self) -> str:
        """SHA-256 over names and texts: two plans with the same digest are the same."""
        return hashlib.sha256(_written(self).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Version:
    """A published version. `files` says how many there are; `live` is true for the one that calls run on."""

    number: int
    author: str
    message: str
    published_at: float
    digest: str
    files: int
    live: bool = False


@dataclass(frozen=True, slots=True)
class MadeLive:
    """A version became live. `change` counts from 1 and never repeats: a new one means that something happened."""

    change: int
    version: int
    by: str
    message: str
    at: float


class Versions:
    """Reads and adds versions. Not in the path of a call: it writes at once, beside the journal."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def publish(
        self, files: PlanFiles, author: str, message: str, now: float, based_on: int | None = None
    ) -> MadeLive:
        """Add a version and make it live. Files that are those of the live one add nothing. `based_on`: what must be
        live still. Raises StoreUnusable, WrongText, AnotherIsLive."""
        row: dict[str, Any] = {"author": checked_author(author), "message": checked_message(message)}
        row |= {"published_at": now, "digest": files.digest, "files": len(files.texts), "plan": _written(files)}
        async with self._database.writing() as connection:
            await self._wait_for_others(connection)
            live = await _live(connection)
            if live is not None and await _digest(connection, live.version) == files.digest:
                return live
            if based_on is not None and live is not None and live.version != based_on:
                raise AnotherIsLive(live.version, live.by, live.message, live.at)
            last = (await connection.execute(select(func.max(plan_versions.c.version)))).scalar_one()
            row["version"] = (last or 0) + 1
            await connection.execute(insert(plan_versions).values(row))
            return await _make_live(connection, live, row["version"], author, message, now)

    async def go_back(self, version: int | None, author: str, message: str, now: float) -> MadeLive:
        """Make an earlier version live; None: the one that was live before. Raises UnknownVersion, StoreUnusable,
        WrongText."""
        checked_author(author)
        checked_message(message)
        async with self._database.writing() as connection:
            await self._wait_for_others(connection)
            live = await _live(connection)
            wanted = await _before(connection, live) if version is None else version
            await _digest(connection, wanted)
            if live is not None and live.version == wanted:
                return live
            return await _make_live(connection, live, wanted, author, message, now)

    async def live(self) -> MadeLive | None:
        """What is live; None where nothing was published yet. Raises StoreUnusable."""
        async with self._database.reading() as connection:
            return await _live(connection)

    async def before_live(self) -> int:
        """The version that was live before this one: where going back leads. Raises UnknownVersion, StoreUnusable."""
        async with self._database.reading() as connection:
            return await _before(connection, await _live(connection))

    async def history(self, limit: int = 100) -> list[MadeLive]:
        """What was made live, newest first. Raises StoreUnusable."""
        wanted = select(plan_live).order_by(plan_live.c.change.desc()).limit(limit)
        async with self._database.reading() as connection:
            return [_made_live(row) for row in await connection.execute(wanted)]

    async def versions(self, limit: int = 100) -> list[Version]:
        """Versions without their files, newest first. Raises StoreUnusable."""
        columns = [column for column in plan_versions.columns if column.name != "plan"]
        wanted = select(*columns).order_by(plan_versions.c.version.desc()).limit(limit)
        async with self._database.reading() as connection:
            live = await _live(connection)
            return [_version(row, live) for row in await connection.execute(wanted)]

    async def files(self, version: int) -> PlanFiles:
        """The whole text of this version. Raises UnknownVersion, StoreUnusable."""
        wanted = select(plan_versions.c.plan).where(plan_versions.c.version == version)
        async with self._database.reading() as connection:
            found = (await connection.execute(wanted)).first()
        if found is None:
            raise UnknownVersion(f"there is no version {version}")
        read = orjson.loads(found.plan)
        return PlanFiles(read["main"], read["texts"])

    async def _wait_for_others(self, connection: AsyncConnection) -> None:
        """SQLite has one writer in any case."""
        if self._database.dialect == "postgresql":
            await connection.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))


async def _live(connection: AsyncConnection) -> MadeLive | None:
    found = await connection.execute(select(plan_live).order_by(plan_live.c.change.desc()).limit(1))
    row = found.first()
    return None if row is None else _made_live(row)


async def _before(connection: AsyncConnection, live: MadeLive | None) -> int:
    """The last version that was live and is not the one that is."""
    wanted = select(plan_live.c.version).order_by(plan_live.c.change.desc()).limit(1)
    if live is not None:
        wanted = wanted.where(plan_live.c.version != live.version)
    found = (await connection.execute(wanted)).first()
    if found is None:
        raise UnknownVersion("no other version was ever live")
    return int(found.version)


async def _digest(connection: AsyncConnection, version: int) -> str:
    found = await connection.execute(select(plan_versions.c.digest).where(plan_versions.c.version == version))
    row = found.first()
    if row is None:
        raise UnknownVersion(f"there is no version {version}")
    return str(row.digest)


async def _make_live(
    connection: AsyncConnection, before: MadeLive | None, version: int, by: str, message: str, now: float
) -> MadeLive:
    made = MadeLive((before.change if before else 0) + 1, version, by, message, now)
    row = {"change": made.change, "version": version, "author": by, "message": message, "at": now}
    await connection.execute(insert(plan_live).values(row))
    return made


def _made_live(row: Row[Any]) -> MadeLive:
    return MadeLive(row.change, row.version, row.author, row.message, row.at)


def _version(row: Row[Any], live: MadeLive | None) -> Version:
    is_live = live is not None and live.version == row.version
    return Version(row.version, row.author, row.message, row.published_at, row.digest, row.files, is_live)


def _written(files: PlanFiles) -> str:
    """One form for one plan: sorted, so that the digest is that of the text that is kept."""
    return orjson.dumps({"main": files.main, "texts": dict(files.texts)}, option=orjson.OPT_SORT_KEYS).decode()

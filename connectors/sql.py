"""Databases that are read. A query passes three doors: it is parsed (queries.py), the database is opened for reading only,
and SQLite asks us about every table and function it touches, PostgreSQL runs it in a READ ONLY transaction.

Values are bound, never written into the text. Time and size are bounded by the database itself.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import String, bindparam, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from connectors.answers import Answer, SourceFailed
from connectors.filling import filled
from connectors.queries import BARRED, QueryRefused, checked
from ivr.sources import SqlSource

MOST_BYTES = 64 * 1024
"""Of one value or row."""
STEPS_BETWEEN = 2000
"""Steps of SQLite's machine between two looks at the clock."""
DIALECTS = ("sqlite", "postgresql")
_MAY = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION})


def checked_url(written: str) -> URL:
    """The url of a database: `sqlite:///crm.db` or `postgresql://…`. Raises ValueError without its text."""
    try:
        url = make_url(written)
    except (ArgumentError, ValueError):
        raise ValueError("this is no url of a database") from None
    if url.get_backend_name() not in DIALECTS or not url.database or url.database == ":memory:":
        raise ValueError("write sqlite:////path/of/file or postgresql://user:password@host/name")
    return url


class Databases:
    """The databases that the settings name."""

    def __init__(self, urls: Mapping[str, URL]) -> None:
        self._urls = dict(urls)
        self._engines: dict[str, AsyncEngine] = {}

    def dialect(self, name: str) -> str:
        """What it speaks; KeyError if the settings do not name it."""
        return self._urls[name].get_backend_name()

    async def close(self) -> None:
        """Close every connection."""
        for engine in self._engines.values():
            await engine.dispose()

    async def ask(self, source: SqlSource, values: Mapping[str, str], within: float) -> Answer:
        """The first row, by column; within so many seconds. Raises SourceFailed."""
        url = self._urls.get(source.database)
        if url is None:
            raise SourceFailed(f"the settings name no database {source.database}", "add it to connectors.databases")
        bound = {name: filled(written, values) for name, written in source.values.items()}
        try:
            query = checked(source.query, url.get_backend_name()).text
        except QueryRefused as refused:
            raise SourceFailed(f"the query is refused: {refused}") from None
        if url.get_backend_name() == "sqlite":
            return await self._from_sqlite(source.database, Path(str(url.database)), query, bound, within)
        return await self._from_postgresql(source.database, url, query, bound, within)

    async def _from_sqlite(self, name: str, file: Path, query: str, bound: Mapping[str, str], within: float) -> Answer:
        """In a thread: it ends by itself when the time is up, even if nobody waits for it any longer."""
        try:
            async with asyncio.timeout(within):
                return await asyncio.to_thread(read_sqlite, name, file, query, bound, time.monotonic() + within)
        except TimeoutError:
            raise _late(name, within) from None

    async def _from_postgresql(
        self, name: str, url: URL, query: str, bound: Mapping[str, str], within: float
    ) -> Answer:
        engine = self._engine(name, url)
        try:
            async with asyncio.timeout(within), engine.connect() as connection:
                await connection.execution_options(postgresql_readonly=True)
                await connection.execute(text(f"SET LOCAL statement_timeout = {max(1, int(within * 1000))}"))
                # Values are texts, and said to be: the query casts them where its columns are none.
                asked = text(query).bindparams(*(bindparam(name, value, String) for name, value in bound.items()))
                row = (await connection.execute(asked)).mappings().first()
        except TimeoutError:
            raise _late(name, within) from None
        except (SQLAlchemyError, OSError, ValueError) as error:
            raise SourceFailed(f"the database {name} refused: {_reason(error, bound)}") from None
        return Answer(None if row is None else {str(key): _plain(value) for key, value in row.items()})

    def _engine(self, name: str, url: URL) -> AsyncEngine:
        if name not in self._engines:
            self._engines[name] = create_async_engine(
                url.set(drivername="postgresql+asyncpg"), pool_size=5, max_overflow=0, pool_pre_ping=True
            )
        return self._engines[name]


def read_sqlite(name: str, file: Path, query: str, bound: Mapping[str, str], until: float) -> Answer:
    """The first row of a query; `until` is by the monotonic clock. Raises SourceFailed."""
    if not file.is_file():
        raise SourceFailed(f"the database {name} is not there: {file}")
    try:
        return _first_row(file, query, bound, lambda: time.monotonic() > until)
    except (sqlite3.Error, sqlite3.Warning, UnicodeError, OverflowError) as error:
        raise SourceFailed(f"the database {name} refused: {_reason(error, bound)}") from None


def _first_row(file: Path, query: str, bound: Mapping[str, str], late: Callable[[], bool]) -> Answer:
    uri = f"file:{quote(str(file.absolute()))}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, timeout=1.0, isolation_level=None)
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)
        connection.set_authorizer(_authorised)
        connection.set_progress_handler(late, STEPS_BETWEEN)
        cursor = connection.execute(query, dict(bound))
        row = cursor.fetchone()
        names = [column[0] for column in cursor.description or ()]
        return Answer(None if row is None else {key: _plain(value) for key, value in zip(names, row, strict=True)})
    finally:
        connection.close()


def _authorised(action: int, first: str | None, second: str | None, _database: str | None, _by: str | None) -> int:
    """SQLite asks before it does anything: https://www.sqlite.org/c3ref/set_authorizer.html."""
    barred = action == sqlite3.SQLITE_FUNCTION and BARRED.fullmatch(second or "")
    hidden = action == sqlite3.SQLITE_READ and (first or "").startswith("pragma_")
    return sqlite3.SQLITE_OK if action in _MAY and not barred and not hidden else sqlite3.SQLITE_DENY


def _plain(value: Any) -> str | int | float | bool | None:
    """As a JSON document would hold it: dates and decimals become their texts."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return "" if isinstance(value, bytes) else str(value)


def _late(name: str, within: float) -> SourceFailed:
    return SourceFailed(f"the database {name} was late: more than {within:g} s")


def _reason(error: BaseException, bound: Mapping[str, str]) -> str:
    """The driver's own words, without the statement and the values: what the caller keyed may be secret."""
    origin = getattr(error, "orig", None) or error
    words = str(origin)
    for value in sorted(filter(None, bound.values()), key=len, reverse=True):
        words = words.replace(value, "…")
    return " ".join(words.split())[:160] or type(origin).__name__

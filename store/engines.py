"""The engine behind a database url: driver, pragmas, how a transaction begins, and what its errors mean to us."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, SQLAlchemyError, StatementError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from calls.errors import WrongSettings
from store.errors import RowRefused, StoreUnusable

BEGIN = "hotline_begin"
"""Execution option: the words that begin a transaction on SQLite; none for a pragma that bears no transaction."""
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
_CONNECT_WITHIN, _ANSWER_WITHIN = 5.0, 15.0


def checked_url(url: str) -> URL:
    """The url with our driver in it. Raises WrongSettings for anything but an SQLite file or PostgreSQL."""
    try:
        given = make_url(url)
        driver = _DRIVERS[given.get_backend_name()]
    except (ArgumentError, KeyError, ValueError):
        # The text itself is not shown: a password may stand in it.
        raise WrongSettings(
            "the url of the store is neither SQLite's nor PostgreSQL's",
            "write sqlite:////path/of/file or postgresql://user:password@host/name",
        ) from None
    if driver.startswith("sqlite") and given.database in (None, "", ":memory:"):
        raise WrongSettings("the store needs a file: nothing in memory survives a restart")
    return given.set(drivername=driver)


def engine_for(url: URL, busy: float) -> AsyncEngine:
    """The engine; nothing is opened yet. `busy`: seconds a statement waits for another's lock (on PostgreSQL never under 15)."""
    common: dict[str, Any] = {"json_serializer": _to_json, "json_deserializer": orjson.loads}
    if url.get_backend_name() == "postgresql":
        return _postgresql(url, busy, common)
    engine = create_async_engine(url, connect_args={"timeout": busy}, **common)
    event.listen(engine.sync_engine, "connect", _connected)
    event.listen(engine.sync_engine, "begin", _begun)
    return engine


def _postgresql(url: URL, busy: float, common: dict[str, Any]) -> AsyncEngine:
    limits = {"timeout": _CONNECT_WITHIN, "command_timeout": max(busy, _ANSWER_WITHIN)}
    try:
        return create_async_engine(url, connect_args=limits, pool_pre_ping=True, **common)
    except ModuleNotFoundError:
        raise WrongSettings("PostgreSQL needs asyncpg", "pip install 'hotline[postgresql]'") from None


def _to_json(value: object) -> str:
    return orjson.dumps(value).decode()


def _connected(connection: Any, _record: object) -> None:
    """Transactions begin by our words, not by the driver's guess (SQLAlchemy: SQLite, transactions)."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begun(connection: Connection) -> None:
    words = connection.get_execution_options().get(BEGIN, "BEGIN")
    if words:
        connection.exec_driver_sql(words)


@contextmanager
def our_errors(where: str) -> Iterator[None]:
    """Whatever the drivers raise becomes StoreUnusable (try again later) or RowRefused (never will be taken)."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as wrong:
        kind = RowRefused if _is_of_the_row(wrong) else StoreUnusable
        raise kind(f"{where}: {_reason(wrong)}") from wrong


def _is_of_the_row(wrong: Exception) -> bool:
    """SQL states 22 and 23 are about data (PostgreSQL, appendix A); so are values that no driver could send."""
    if isinstance(wrong, (DataError, IntegrityError)):
        return True
    if not isinstance(wrong, StatementError):
        return False
    if not isinstance(wrong, DBAPIError):
        return isinstance(wrong.orig, (TypeError, ValueError, OverflowError))
    state = str(getattr(wrong.orig, "sqlstate", "") or "")
    return state[:2] in ("22", "23") or isinstance(getattr(wrong.orig, "__cause__", None), ValueError)


def _reason(wrong: BaseException) -> str:
    """The driver's own words, without the statement: callers' numbers stand in its values."""
    origin = getattr(wrong, "orig", None) or wrong
    return " ".join(str(origin).split())[:200] or type(origin).__name__

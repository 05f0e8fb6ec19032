"""The database: opened, brought up to date, read and written, closed. SQLite in a file of ours, or PostgreSQL by URL.

SQLite: write-ahead log, so that readers never wait for the writer; synchronous NORMAL, so that a killed process loses
nothing and a power cut at most the last commits (https://www.sqlite.org/wal.html). Every transaction has a connection
of its own: a shared one mixes them.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from store.engines import BEGIN, checked_url, engine_for, our_errors
from store.errors import StoreUnusable
from store.upgrading import is_current, upgrade_tables

WAL_TRIES, WAL_PAUSE = 50, 0.1
"""How often the write-ahead log is asked for, and seconds between two tries."""
UPGRADE_WAIT = 120.0
"""Seconds that a service waits while another one, started at the same time, brings the tables up to date."""


class Database:
    """One database. `url` is `sqlite:////path/of/file` or `postgresql://user:password@host/name`.

    `busy` is how long, in seconds, a transaction waits for another's lock.
    Raises WrongSettings for an unusable url.
    """

    def __init__(self, url: str, busy: float = 2.0) -> None:
        self.url = checked_url(url)
        self.file = Path(str(self.url.database)) if self.url.get_backend_name() == "sqlite" else None
        self._seen: tuple[int, int] | None = None
        self.engine = engine_for(self.url, busy)
        self._writing = self.engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})

    @classmethod
    def in_file(cls, file: Path, busy: float = 2.0) -> Database:
        """An SQLite database in this file; the file and its folder are made when needed."""
        return cls(URL.create("sqlite", database=str(file.absolute())).render_as_string(hide_password=False), busy)

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    @property
    def told(self) -> str:
        """Where it is, without the password."""
        return str(self.file) if self.file else self.url.render_as_string(hide_password=True)

    async def upgrade(self) -> None:
        """Open it and bring its tables to the present state. Raises StoreUnusable; then nothing was changed."""
        try:
            self._own_file()
            if self.file:
                await self._write_ahead()
            await self._bring_up_to_date()
            self._seen = self._identity()
        except OSError as wrong:
            raise StoreUnusable(f"{self.told} cannot be opened: {wrong.strerror or wrong}") from wrong

    async def reopen(self) -> None:
        """Open it anew after its file was taken away. Raises StoreUnusable."""
        await self.close()
        await self.upgrade()

    @property
    def moved(self) -> bool:
        """Whether the file at our path is no longer the one we opened: SQLite would write into nowhere, silently."""
        return self._seen is not None and self._identity() != self._seen

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """One consistent view, on a connection of its own. Raises StoreUnusable."""
        with our_errors(self.told):
            async with self.engine.begin() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: committed at the end, or nothing of it. Raises StoreUnusable, RowRefused."""
        with our_errors(self.told):
            async with self._writing.begin() as connection:
                yield connection

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()

    async def __aenter__(self) -> Self:
        await self.upgrade()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def _own_file(self) -> None:
        """Callers' numbers are in it: nobody else may read it. SQLite gives its side files the same mode.

        A file that is there is not opened by us: closing it would give up every lock that this process has on it (POSIX fcntl),
        and another process would take the write-ahead log for nobody's, and remove it (sqlite.org/howtocorrupt, 2.2).
        """
        if self.file:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not self.file.exists():
                os.close(os.open(self.file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
            self.file.chmod(0o600)

    def _identity(self) -> tuple[int, int] | None:
        if self.file is None:
            return None
        try:
            found = self.file.stat()
        except OSError:
            return (0, 0)
        return (found.st_dev, found.st_ino)

    async def _bring_up_to_date(self) -> None:
        async with self.reading() as connection:
            current = await connection.run_sync(is_current)
        if not current:
            await self._upgrade_tables()

    async def _upgrade_tables(self) -> None:
        """By an engine of its own: an upgrade under way elsewhere takes longer than a row, and is worth waiting for."""
        engine = engine_for(self.url, UPGRADE_WAIT)
        try:
            with our_errors(self.told):
                async with engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"}).begin() as connection:
                    await connection.run_sync(upgrade_tables)
        finally:
            await engine.dispose()

    async def _write_ahead(self) -> None:
        """Once for a file. SQLite wants it for itself then and does not wait: of two services started at once one tries again."""
        with our_errors(self.told):
            for left in reversed(range(WAL_TRIES)):
                try:
                    await self._ask_for_wal()
                    return
                except OperationalError as locked:
                    if not left or "locked" not in str(locked):
                        raise
                await asyncio.sleep(WAL_PAUSE)

    async def _ask_for_wal(self) -> None:
        async with self.engine.execution_options(**{BEGIN: ""}).connect() as connection:
            await connection.exec_driver_sql("PRAGMA journal_mode = WAL")

"""The tables of the store, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from store.database import Database
from store.errors import StoreUnusable
from store.schema import metadata
from tests.unit.store.samples import served
from tests.unit.store.writers import entries_kept, writing


async def test_the_tables_are_those_of_the_schema(database: Database) -> None:
    def differences(connection: Connection) -> list[Any]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    async with database.reading() as connection:
        assert await connection.run_sync(differences) == []


async def test_an_upgrade_of_the_present_state_changes_nothing(database: Database, url: str) -> None:
    async with writing(database) as journal:
        journal.write(served(1)[0])
    async with Database(url) as again:
        assert await entries_kept(again) == 1


async def test_two_services_may_upgrade_at_once(url: str) -> None:
    first, second = Database(url, busy=0.01), Database(url, busy=0.01)  # neither has the patience that an upgrade needs
    await asyncio.gather(first.upgrade(), second.upgrade())
    assert await entries_kept(first) == await entries_kept(second) == 0
    await asyncio.gather(first.close(), second.close())


async def test_a_database_of_a_newer_version_is_refused_and_left_alone(database: Database, url: str) -> None:
    async with database.writing() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreUnusable, match="not of this version"):
        await Database(url).upgrade()

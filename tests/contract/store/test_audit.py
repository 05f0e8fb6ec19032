"""The audit log is only ever added to: both databases refuse whatever else somebody tries, however he writes it."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DBAPIError

from calls.errors import HotlineError
from store.audit import AuditLog, Noted, Sought
from store.database import Database

LINE = Noted(1.0, "anna", "Anna", "session", "127.0.0.1", "account.change", "bert", {"active": True}, {"active": False})
INSERT = """INTO audit (id, at, "user", name, kind, address, what, "of")
VALUES (1, 2.0, 'eve', 'Eve', 'session', '', 'nothing', '')"""
REPLACES = {
    "sqlite": f"INSERT OR REPLACE {INSERT}",
    "postgresql": f'INSERT {INSERT} ON CONFLICT (id) DO UPDATE SET "user" = excluded."user"',
}


@pytest.fixture
async def log(database: Database) -> AuditLog:
    log = AuditLog(database)
    for _ in range(2):
        await log.add(LINE)
    return log


async def refuses(database: Database, words: str) -> None:
    with pytest.raises((HotlineError, DBAPIError), match="only ever added to"):
        async with database.writing() as connection:
            await connection.exec_driver_sql(words)


async def untouched(log: AuditLog) -> bool:
    lines = await log.page(Sought())
    return [line.id for line in lines] == [2, 1] and {(line.user, line.what) for line in lines} == {
        ("anna", "account.change")
    }


@pytest.mark.parametrize(
    "words",
    [
        "UPDATE audit SET what = 'nothing'",
        "UPDATE audit SET at = 0 WHERE id = 1",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE id = 2",
    ],
)
async def test_no_line_is_changed_or_removed(database: Database, log: AuditLog, words: str) -> None:
    await refuses(database, words)
    assert await untouched(log)


async def test_no_line_is_replaced(database: Database, log: AuditLog, url: str) -> None:
    await refuses(database, REPLACES[url.partition(":")[0]])
    assert await untouched(log)


async def test_the_table_is_not_emptied(database: Database, log: AuditLog, url: str) -> None:
    await refuses(database, "DELETE FROM audit WHERE 1 = 1" if url.startswith("sqlite") else "TRUNCATE audit")
    assert await untouched(log)


async def test_after_a_refusal_it_is_added_to(database: Database, log: AuditLog) -> None:
    await refuses(database, "DELETE FROM audit")
    await log.add(LINE)
    assert [line.id for line in await log.page(Sought())] == [3, 2, 1]

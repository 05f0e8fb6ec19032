"""Opening, refusing, closing."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from calls.errors import WrongSettings
from store.contacts import Contacts
from store.database import Database
from store.engines import checked_url
from store.errors import StoreUnusable
from tests.unit.store.samples import served
from tests.unit.store.writers import writing
from tests.waiting import patient, until

ROOT = Path(__file__).parents[3]


async def test_nobody_else_may_read_the_file(tmp_path: Path) -> None:
    file = tmp_path / "made" / "when needed" / "hotline.db"
    async with Database.in_file(file) as database, writing(database) as journal:
        journal.write(served(1)[0])
        await journal.flush()
        for each in file.parent.glob("hotline.db*"):
            assert each.stat().st_mode & 0o777 == 0o600, each
        assert {each.name for each in file.parent.iterdir()} >= {"hotline.db", "hotline.db-wal"}


async def test_a_file_open_to_others_is_closed_to_them(tmp_path: Path) -> None:
    file = tmp_path / "hotline.db"
    file.touch(mode=0o644)
    async with Database.in_file(file):
        assert file.stat().st_mode & 0o777 == 0o600


async def test_the_pragmas_hold_on_every_connection(tmp_path: Path) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "busy_timeout": 1500}
    file = tmp_path / "hotline.db"
    async with Database.in_file(file, busy=1.5) as database, database.reading() as one, database.reading() as two:
        for connection in (one, two):
            for pragma, value in wanted.items():
                assert (await connection.execute(text(f"PRAGMA {pragma}"))).scalar_one() == value


async def test_one_transactions_rollback_loses_nothing_of_anothers(tmp_path: Path) -> None:
    async with Database.in_file(tmp_path / "hotline.db") as database:

        async def fail() -> None:
            async with database.reading() as connection:
                await connection.execute(text("SELECT 1"))
                raise LookupError

        async def write() -> None:
            async with database.writing() as connection:
                await connection.execute(text("INSERT INTO settings VALUES ('a', '1')"))
                with pytest.raises(LookupError):
                    await fail()

        await write()
        async with database.reading() as connection:
            assert (await connection.execute(text("SELECT count(*) FROM settings"))).scalar_one() == 1


@pytest.mark.parametrize(
    "url", ["", "mysql://h/x", "sqlite://", "sqlite:///:memory:", "nonsense", "postgresql://:p@h:x/y"]
)
def test_a_url_of_something_else_is_refused(url: str) -> None:
    with pytest.raises(WrongSettings):
        checked_url(url)


def test_a_password_is_never_shown() -> None:
    with pytest.raises(WrongSettings) as refused:
        checked_url("mysql://root:topsecret@host/x")
    assert "topsecret" not in refused.value.told()
    assert "topsecret" not in Database("postgresql://hotline:topsecret@127.0.0.1/x").told


async def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "hotline.db"
    file.write_text("a letter to my grandmother, much longer than a header of a database would ever be: " * 20)
    before = file.read_bytes()
    database = Database.in_file(file)
    with pytest.raises(StoreUnusable, match="not a database"):
        await database.upgrade()
    await database.close()
    assert file.read_bytes() == before


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(StoreUnusable, match="cannot be opened"):
        await Database.in_file(tmp_path / "taken" / "hotline.db").upgrade()


async def test_a_postgresql_that_is_not_there_is_told() -> None:
    database = Database("postgresql://hotline:topsecret@127.0.0.1:1/x")
    with pytest.raises(StoreUnusable) as refused:
        await database.upgrade()
    assert "topsecret" not in refused.value.told()
    await database.close()


async def test_a_damaged_table_is_an_error_of_ours_when_read(tmp_path: Path) -> None:
    async with Database.in_file(tmp_path / "hotline.db") as database:
        async with database.writing() as connection:
            await connection.execute(text("DROP TABLE contacts"))
        with pytest.raises(StoreUnusable, match="contacts"):
            await Contacts(database).contacts()


async def test_an_entry_of_a_newer_version_does_not_hide_the_call(tmp_path: Path) -> None:
    file = tmp_path / "hotline.db"
    async with Database.in_file(file) as database:
        async with writing(database) as journal:
            for entry in served(1):
                journal.write(entry)
        other = sqlite3.connect(file)
        other.execute("UPDATE journal SET kind = 'Hummed' WHERE seq = 4")
        other.commit()
        other.close()
        record = await Contacts(database).contact(served(1)[0].call)
        assert [entry.seq for entry in record.entries] == [1, 2, 3, *range(5, 15)]


def test_a_process_that_forgets_to_close_still_ends(tmp_path: Path) -> None:
    forgetful = """
import asyncio, sys
from store.database import Database
async def main():
    database = Database("sqlite:///" + sys.argv[1])
    await database.upgrade()
    connection = await database.engine.connect()
asyncio.run(main())
"""
    command = [sys.executable, "-c", forgetful, str(tmp_path / "hotline.db")]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, check=False, cwd=ROOT, env=environment, timeout=patient(30), capture_output=True)
    assert done.returncode == 0


async def test_closing_leaves_no_thread(tmp_path: Path) -> None:

    before = set(threading.enumerate())
    async with Database.in_file(tmp_path / "hotline.db") as database:
        await asyncio.gather(*(Contacts(database).contacts() for _ in range(4)))
        assert set(threading.enumerate()) > before
    await until(lambda: set(threading.enumerate()) <= before, what="the threads of the database to end")

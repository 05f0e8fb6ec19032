"""Disk full, database locked, file taken away, process killed: entries survive in order and are written after."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from calls.contact import Outcome
from calls.happenings.entry import Entry
from calls.record import fold
from store.contacts import Contacts, Wanted
from store.database import Database
from store.journal import Journal, Pace
from tests.unit.store.samples import call_id, served, waiting
from tests.unit.store.writers import Said, writing
from tests.waiting import patient, until

ROOT = Path(__file__).parents[3]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database.in_file(tmp_path / "hotline.db", busy=0.05) as database:
        yield database


@pytest.fixture
def said() -> Said:
    return Said()


def kept(file: Path) -> list[tuple[str, int]]:
    """The journal as it lies in the file, in the order in which it was written."""
    connection = sqlite3.connect(file)
    rows = connection.execute("SELECT call, seq FROM journal ORDER BY rowid").fetchall()
    connection.close()
    return rows


def names(entries: list[Entry]) -> list[tuple[str, int]]:
    return [(entry.call, entry.seq) for entry in entries]


def calls(numbers: range) -> list[Entry]:
    return [entry for number in numbers for entry in served(number)]


async def test_a_locked_database_gets_all_in_order_when_it_is_free(database: Database, said: Said) -> None:
    assert database.file is not None
    other = sqlite3.connect(database.file, isolation_level=None)
    async with writing(database, said) as journal:
        journal.write(served(1)[0])
        assert await journal.flush(patient(5.0))
        other.execute("BEGIN EXCLUSIVE")
        for entry in [*served(1)[1:], *calls(range(2, 80))]:
            journal.write(entry)
        await until(lambda: said.troubles, what="trouble told")
        assert not await journal.flush(within=0.2)
        assert "locked" in said.troubles[0]
        assert (journal.pending, said.recoveries) == (79 * 14 - 1, 0)
        other.execute("ROLLBACK")
        assert await journal.flush(patient(5.0))
        assert (journal.pending, said.recoveries, len(said.troubles)) == (0, 1, 1)
    other.close()
    assert kept(database.file) == names(calls(range(1, 80)))


async def test_readers_never_wait_for_the_writer(database: Database, said: Said) -> None:
    assert database.file is not None
    async with writing(database, said) as journal:
        journal.write(served(1)[0])
        await journal.flush()
        writer = sqlite3.connect(database.file, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM journal")
        assert len(await Contacts(database).open_contacts()) == 1
        writer.close()


async def test_calls_are_listed_while_the_database_is_locked(database: Database) -> None:
    assert database.file is not None
    async with writing(database) as journal:
        journal.write(served(1)[0])
    other = sqlite3.connect(database.file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    async with Database.in_file(database.file, busy=0.05) as reader:
        assert len(await Contacts(reader).contacts()) == 1
    other.close()


async def test_a_full_disk_by_page_count(database: Database, said: Said) -> None:
    assert database.file is not None
    pages = {"most": 40}

    def limit(connection: Any, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages['most']}")

    await database.close()
    event.listen(database.engine.sync_engine, "connect", limit)
    entries = calls(range(200))
    async with writing(database, said) as journal:
        for entry in entries:
            journal.write(entry)
        await until(lambda: said.troubles, what="trouble told")
        assert "full" in said.troubles[0]
        assert journal.pending > 0
        pages["most"] = 100_000
        await database.close()
        assert await journal.flush(patient(5.0))
    assert kept(database.file) == names(entries)
    assert said.recoveries == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes: the empty tables and their log take most of one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    may = shutil.which("mount") and os.geteuid() == 0
    if not may or subprocess.run(mount, check=False).returncode:
        pytest.skip("only root may mount a small disk; the page count above tells the same story")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def fill(ballast: Path) -> None:
    """Write until the disk is full."""
    with ballast.open("wb", buffering=0) as filling, suppress(OSError):
        while filling.write(bytes(4096)):
            pass


async def test_a_disk_that_is_really_full(small_disk: Path, said: Said) -> None:
    file = small_disk / "hotline.db"
    entries = calls(range(100))
    async with Database.in_file(file) as database, writing(database, said) as journal:
        ballast = small_disk / "ballast"
        fill(ballast)
        for entry in entries:
            journal.write(entry)
        await until(lambda: said.troubles, what="trouble told")
        assert "full" in said.troubles[0]
        assert "free space" in said.troubles[0]
        ballast.unlink()
        assert await journal.flush(patient(5.0))
        assert (journal.spilled, journal.refused, said.recoveries) == (0, 0, 1)
    assert kept(file) == names(entries)


async def test_a_file_taken_away_is_begun_anew_with_the_calls_that_go_on(database: Database, said: Said) -> None:
    assert database.file is not None
    async with writing(database, said) as journal:
        for entry in [*served(1), *waiting(2)]:
            journal.write(entry)
        assert await journal.flush(patient(5.0))
        for side in database.file.parent.glob("hotline.db*"):
            side.unlink()
        for entry in [*served(2)[7:], *waiting(3)]:
            journal.write(entry)
        assert await journal.flush(patient(5.0))
        assert "taken away" in said.troubles[0]
        assert said.recoveries == 1
    found = {row.call: row.outcome for row in await Contacts(database).contacts()}
    assert found == {call_id(2): Outcome.SERVED, call_id(3): Outcome.IN_PROGRESS}
    assert [entry.seq for entry in (await Contacts(database).contact(call_id(2))).entries][:4] == [1, 2, 3, 8]


async def test_a_full_memory_is_counted_and_told(database: Database, said: Said) -> None:
    pace = Pace(gather=0.001, held=20, first_pause=0.01, longest_pause=0.02)
    journal = Journal(database, said.troubles.append, said.recovered, pace)
    for entry in calls(range(3)):
        journal.write(entry)
    assert (journal.pending, journal.spilled) == (20, 22)
    assert "no room in memory" in said.troubles[0]
    assert await journal.close() == 0
    assert database.file is not None
    assert kept(database.file) == names(calls(range(3)))[:20]


async def test_a_stop_tells_what_it_could_not_write(database: Database, said: Said) -> None:
    assert database.file is not None
    other = sqlite3.connect(database.file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    journal = Journal(database, said.troubles.append, said.recovered, Pace(first_pause=0.01, longest_pause=0.02))
    for entry in served(1):
        journal.write(entry)
    running = asyncio.create_task(journal.run())
    assert await journal.close(within=0.3) == 14
    await asyncio.wait_for(running, patient(5))
    assert "14 entries are lost" in said.troubles[-1]
    journal.write(served(2)[0])
    assert "is closed" in said.troubles[-1]
    other.close()


async def test_a_killed_writer_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    file = tmp_path / "hotline.db"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.unit.store.endless_writer", str(file)]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, cwd=ROOT, env=environment)
    assert process.stdout is not None
    told = [int(await asyncio.wait_for(process.stdout.readline(), patient(30))) for _ in range(15)]
    process.kill()
    await process.wait()
    async with Database.in_file(file) as database:
        rows = await Contacts(database).contacts(Wanted(limit=10_000))
        assert {call_id(number) for number in range(1, told[-1] + 1)} <= {row.call for row in rows}
        for record in await Contacts(database).open_contacts():
            assert [entry.seq for entry in record.entries] == list(range(1, record.last_seq + 1))
        last = await Contacts(database).contact(call_id(told[-1]))
        assert last == fold(served(told[-1], at=1000.0 + told[-1]))

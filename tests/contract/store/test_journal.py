"""What is written once is kept once, whatever happens, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from calls.contact import Outcome
from calls.happenings.entry import Entry
from calls.happenings.queue import Queued
from calls.happenings.talk import RecordingKept
from calls.happenings.visit import Arrived
from calls.ids import LegId
from calls.record import fold
from store.contacts import Contacts
from store.database import Database
from store.errors import StoreUnusable
from store.journal import Journal
from tests.unit.store.postgres import Cluster, running
from tests.unit.store.samples import call_id, served, written
from tests.unit.store.writers import Said, entries_kept, write_all, writing
from tests.waiting import patient, until


async def test_p7_writing_twice_changes_no_figure(database: Database) -> None:
    for _ in range(2):
        async with writing(database) as journal:
            for entry in [*served(1), *served(1)[:5]]:
                journal.write(entry)
    assert await entries_kept(database) == len(served(1))
    (row,) = await Contacts(database).contacts()
    assert (row.offers, row.talked) == (1, fold(served(1)).talked)


async def test_entries_in_any_order_and_batch_give_the_same_row(database: Database) -> None:
    async with writing(database) as journal:
        for entry in reversed(served(1)):
            journal.write(entry)
            await journal.flush()
    (row,) = await Contacts(database).contacts()
    assert (row.outcome, row.waited) == (Outcome.SERVED, fold(served(1)).waited)


async def test_a_late_entry_of_an_ended_call_is_added_after_a_restart(database: Database) -> None:
    await write_all(database, served(1))
    async with writing(database) as journal:
        journal.write(Entry(call_id(1), 15, 1061.0, RecordingKept("1.wav")))
    assert (await Contacts(database).contact(call_id(1))).recording == "1.wav"
    (row,) = await Contacts(database).contacts()
    assert row.outcome is Outcome.SERVED


async def test_a_callers_name_cannot_stop_the_journal(database: Database) -> None:
    evil = "a\x00b\ud800c'); DROP TABLE journal; --\u2028\U0001f600"
    async with writing(database) as journal:
        journal.write(written(call_id(1), (1.0, Arrived(LegId("x"), "95105", evil, evil)))[0])
        assert await journal.flush(patient(5))
    record = await Contacts(database).contact(call_id(1))
    assert record.name == "a\ufffdb\ufffdc'); DROP TABLE journal; --\u2028\U0001f600"


async def test_a_row_that_no_database_takes_is_named_and_left_out(database: Database) -> None:
    said = Said()
    poison = Entry(call_id(1), 2, 1.0, Queued("wealth", 2**80, 1.0))
    nowhere = Entry(call_id(1), 3, float("nan"), Queued("wealth", 1, 1.0))
    async with writing(database, said) as journal:
        for entry in [served(1)[0], poison, nowhere, *served(2)]:
            journal.write(entry)
        assert await journal.flush(patient(5))
        assert (journal.refused, journal.pending) == (2, 0)
    assert "entry 2 of call-20261122-061530-00000001 (Queued)" in said.troubles[0]
    assert len(said.troubles) == 2
    assert await entries_kept(database) == 1 + len(served(2))


async def test_a_writer_stopped_anywhere_goes_on_without_loss_or_double(database: Database) -> None:
    said = Said()
    journal = Journal(database, said.troubles.append, said.recovered)
    entries = [entry for number in range(40) for entry in served(number)]
    for round_, entry in enumerate(entries):
        journal.write(entry)
        if round_ % 28 == 0:
            task = asyncio.create_task(journal.run())
            await asyncio.wait([task], timeout=0.001 * (round_ % 7))
            task.cancel()
            await asyncio.wait([task])
    assert await journal.close() == 0
    assert await entries_kept(database) == len(entries)
    assert {row.outcome for row in await Contacts(database).contacts()} == {Outcome.SERVED}


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    """One that may be stopped: no other test asks it."""
    with running() as cluster:
        yield cluster


async def test_a_postgresql_that_goes_away_gets_everything_when_it_is_back(own_cluster: Cluster) -> None:
    said = Said()
    async with Database(own_cluster.new_database()) as database, writing(database, said) as journal:
        for entry in served(1)[:3]:
            journal.write(entry)
        assert await journal.flush(patient(5))
        own_cluster.stop()
        for entry in served(1)[3:]:
            journal.write(entry)
        await until(lambda: said.troubles, what="trouble told")
        with pytest.raises(StoreUnusable):
            await Contacts(database).contacts()
        own_cluster.start()
        assert await journal.flush(within=20)
        assert said.recoveries == 1
        assert (await Contacts(database).contact(call_id(1))) == fold(served(1))

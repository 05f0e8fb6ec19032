"""What the store promises, on SQLite and on a real PostgreSQL: the same suite on both."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, func, select

from calls.causes import Cause, EndedBy
from calls.contact import Outcome, Stage
from calls.happenings.entry import Entry
from calls.happenings.menu import Chose
from calls.happenings.queue import Queued
from calls.happenings.talk import RecordingKept
from calls.happenings.visit import Arrived, Ended
from calls.ids import LegId, PersonId
from calls.record import fold
from store import habits
from store.contacts import Contacts, Wanted
from store.database import Database
from store.errors import AmbiguousCall, StoreUnusable, UnknownCall, UnknownVersion, WrongId, WrongText
from store.journal import Journal
from store.people import People, PersonKept
from store.schema import journal as journal_table
from store.schema import metadata
from store.settings import Settings
from store.versions import MadeLive, PlanFiles, Version, Versions
from tests.unit.store.postgres import Cluster, programs
from tests.unit.store.samples import call_id, served, waiting, written
from tests.unit.store.writers import Said, writing
from tests.waiting import until


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    found = programs()
    if found is None:
        pytest.skip("no initdb under /usr/lib/postgresql/*/bin: apt-get install postgresql")
    cluster = Cluster(found)
    cluster.start()
    yield cluster
    cluster.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/hotline.db"
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.new_database()


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    async with Database(url) as database:
        yield database


async def count(database: Database, table: Any = journal_table) -> int:
    async with database.reading() as connection:
        return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())


async def test_the_tables_are_those_of_the_schema(database: Database) -> None:
    def differences(connection: Connection) -> list[Any]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    async with database.reading() as connection:
        assert await connection.run_sync(differences) == []


async def test_an_upgrade_of_the_present_state_changes_nothing(database: Database, url: str) -> None:
    async with writing(database) as journal:
        journal.write(served(1)[0])
    async with Database(url) as again:
        assert await count(again) == 1


async def test_two_services_may_upgrade_at_once(url: str) -> None:
    first, second = Database(url), Database(url)
    await asyncio.gather(first.upgrade(), second.upgrade())
    assert await count(first) == await count(second) == 0
    await asyncio.gather(first.close(), second.close())


async def test_a_database_of_a_newer_version_is_refused_and_left_alone(database: Database, url: str) -> None:
    async with database.writing() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreUnusable, match="not of this version"):
        await Database(url).upgrade()


async def test_a_call_comes_back_as_it_was_written(database: Database) -> None:
    async with writing(database) as journal:
        for entry in served(1):
            journal.write(entry)
        assert await journal.flush()
    record = await Contacts(database).contact(call_id(1))
    assert record == fold(served(1))
    assert (record.name, record.ended_by, record.cause) == ("张三", EndedBy.CALLER, Cause.NORMAL)


async def test_a_list_row_has_the_figures_of_the_record(database: Database) -> None:
    async with writing(database) as journal:
        for entry in served(1):
            journal.write(entry)
    (row,) = await Contacts(database).contacts()
    record = fold(served(1))
    names = ("call", "number", "name", "queue", "person", "outcome", "waited", "talked", "held", "ended_by", "cause")
    assert [getattr(row, name) for name in names] == [getattr(record, name) for name in names]
    assert (row.arrived_at, row.offers, row.scenario) == (1000.0, 1, "wealth.advice")


async def test_p7_writing_twice_changes_no_figure(database: Database) -> None:
    for _ in range(2):
        async with writing(database) as journal:
            for entry in [*served(1), *served(1)[:5]]:
                journal.write(entry)
    assert await count(database) == len(served(1))
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
    async with writing(database) as journal:
        for entry in served(1):
            journal.write(entry)
    async with writing(database) as journal:
        journal.write(Entry(call_id(1), 15, 1061.0, RecordingKept("1.wav")))
    assert (await Contacts(database).contact(call_id(1))).recording == "1.wav"
    (row,) = await Contacts(database).contacts()
    assert row.outcome is Outcome.SERVED


async def test_open_contacts_are_those_that_have_not_ended(database: Database) -> None:
    async with writing(database) as journal:
        for entry in [*served(1), *waiting(3, at=2000.0), *waiting(2, at=1500.0)]:
            journal.write(entry)
    found = await Contacts(database).open_contacts()
    assert [record.call for record in found] == [call_id(2), call_id(3)]
    assert all((record.stage, record.queue, record.priority) == (Stage.WAITING, "wealth", 5) for record in found)
    async with writing(database) as journal:
        journal.write(Entry(call_id(2), 4, 1600.0, Ended(EndedBy.UNSEEN, Cause.UNKNOWN)))
    assert [record.call for record in await Contacts(database).open_contacts()] == [call_id(3)]


async def test_a_call_is_found_by_any_part_that_only_it_has(database: Database) -> None:
    async with writing(database) as journal:
        for entry in [*served(0xAAAA0001), *served(0xBBBB0001)]:
            journal.write(entry)
    contacts = Contacts(database)
    assert (await contacts.contact("aaaa0001")).call == call_id(0xAAAA0001)
    assert (await contacts.contact("call-20261122-061530-b")).call == call_id(0xBBBB0001)
    with pytest.raises(AmbiguousCall, match="aaaa0001"):
        await contacts.contact("0001")
    with pytest.raises(UnknownCall):
        await contacts.contact("cccc0001")


async def test_an_id_that_begins_another_is_still_found(database: Database) -> None:
    longer = Entry(type(call_id(1))(f"{call_id(1)}-2"), 1, 5000.0, Arrived(LegId("x"), "95105", "", ""))
    async with writing(database) as journal:
        journal.write(longer)
        journal.write(served(1)[0])
    assert (await Contacts(database).contact(call_id(1))).call == call_id(1)


async def test_a_reference_that_cannot_be_one_is_refused(database: Database) -> None:
    for wrong in ("", "abc", "%%%%", "a' OR 1=1 --", "x" * 99, "张三张三", "call_1;drop"):
        with pytest.raises(WrongId):
            await Contacts(database).contact(wrong)


async def test_underscore_and_percent_are_letters_not_patterns(database: Database) -> None:
    async with writing(database) as journal:
        journal.write(served(1)[0])
    with pytest.raises(UnknownCall):
        await Contacts(database).contact("____")


async def test_lists_are_newest_first_and_narrowed(database: Database) -> None:
    async with writing(database) as journal:
        for number in range(5):
            for entry in served(number, at=1000.0 + 100 * number, caller=f"1390000000{number}"):
                journal.write(entry)
        for entry in waiting(9, at=900.0):
            journal.write(entry)
    contacts = Contacts(database)

    async def listed(**narrowed: Any) -> list[int]:
        return [int(row.call[-1]) for row in await contacts.contacts(Wanted(**narrowed))]

    assert await listed() == [4, 3, 2, 1, 0, 9]
    assert await listed(limit=2) == [4, 3]
    assert await listed(limit=2, before=1300.0) == [2, 1]
    assert await listed(since=1300.0) == [4, 3]
    assert await listed(number="13900000002") == [2]
    assert await listed(queue="orders") == []
    assert await listed(outcome=Outcome.IN_PROGRESS) == [9]
    assert await listed(person=PersonId("1003"), limit=1) == [4]
    with pytest.raises(WrongId):
        await listed(number="' OR ''='")


async def test_p8_a_persons_state_reason_and_time_survive(database: Database) -> None:
    paused = PersonKept(PersonId("1003"), "NOT_READY", "lunch 午饭", 2000.5)
    wrap_up = PersonKept(PersonId("xiamen_1"), "WRAP_UP", "after call-1", 2001.0, 2031.0)
    async with writing(database) as journal:
        journal.keep_person(PersonKept(PersonId("1003"), "READY", "signed in", 1000.0))
        journal.keep_person(paused)
        journal.keep_person(wrap_up)
    people = People(database)
    assert await people.people() == [paused, wrap_up]
    assert [kept.state for kept in await people.changes(PersonId("1003"))] == ["READY", "NOT_READY"]
    assert await people.changes(since=2001.0) == [wrap_up]


async def test_two_changes_in_the_same_instant_keep_their_order(database: Database) -> None:
    states = [f"S{number}" for number in range(20)]
    async with writing(database) as journal:
        for state in states:
            journal.keep_person(PersonKept(PersonId("1003"), state, "", 5.0))
    people = People(database)
    assert [kept.state for kept in await people.changes()] == states
    assert [kept.state for kept in await people.people()] == ["S19"]


async def test_values_are_kept_by_key(database: Database) -> None:
    async with writing(database) as journal:
        journal.keep("switch.seen", 1000.0)
        journal.keep("plan", {"name": "主", "tried": [1, None, True]})
        journal.keep("switch.seen", 2000.25)
    kept = Settings(database)
    assert await kept.value("switch.seen") == 2000.25
    assert await kept.values() == {"switch.seen": 2000.25, "plan": {"name": "主", "tried": [1, None, True]}}
    assert await kept.value("never", "nothing") == "nothing"


async def test_a_value_of_no_json_kind_is_named_and_left_out(database: Database) -> None:
    said = Said()
    async with writing(database, said) as journal:
        journal.keep("plan", object())
        journal.keep("switch.seen", 1.0)
    assert "plan" in said.troubles[0]
    assert await Settings(database).values() == {"switch.seen": 1.0}


async def test_a_callers_name_cannot_stop_the_journal(database: Database) -> None:
    evil = "a\x00b\ud800c'); DROP TABLE journal; --\u2028\U0001f600"
    async with writing(database) as journal:
        journal.write(written(call_id(1), (1.0, Arrived(LegId("x"), "95105", evil, evil)))[0])
        assert await journal.flush()
    record = await Contacts(database).contact(call_id(1))
    assert record.name == "a\ufffdb\ufffdc'); DROP TABLE journal; --\u2028\U0001f600"


async def test_a_row_that_no_database_takes_is_named_and_left_out(database: Database) -> None:
    said = Said()
    poison = Entry(call_id(1), 2, 1.0, Queued("wealth", 2**80, 1.0))
    nowhere = Entry(call_id(1), 3, float("nan"), Queued("wealth", 1, 1.0))
    async with writing(database, said) as journal:
        for entry in [served(1)[0], poison, nowhere, *served(2)]:
            journal.write(entry)
        assert await journal.flush()
        assert (journal.refused, journal.pending) == (2, 0)
    assert "entry 2 of call-20261122-061530-00000001 (Queued)" in said.troubles[0]
    assert len(said.troubles) == 2
    assert await count(database) == 1 + len(served(2))


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
    assert await count(database) == len(entries)
    assert {row.outcome for row in await Contacts(database).contacts()} == {Outcome.SERVED}


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    found = programs()
    if found is None:
        pytest.skip("no initdb under /usr/lib/postgresql/*/bin: apt-get install postgresql")
    cluster = Cluster(found)
    cluster.start()
    yield cluster
    cluster.remove()


async def test_a_postgresql_that_goes_away_gets_everything_when_it_is_back(own_cluster: Cluster) -> None:
    said = Said()
    async with Database(own_cluster.new_database()) as database, writing(database, said) as journal:
        for entry in served(1)[:3]:
            journal.write(entry)
        assert await journal.flush()
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


# --- versions of the plan


PLAN = PlanFiles("main.yaml", {"main.yaml": "numbers: {}", "队列.yaml": "queues: {}\n"})
OTHER = PlanFiles("main.yaml", {"main.yaml": "numbers: {1: a}"})


async def test_a_version_comes_back_as_it_was_published(database: Database) -> None:
    versions = Versions(database)
    assert await versions.live() is None
    made = await versions.publish(PLAN, "wei", "第一版", 1000.5)
    assert made == MadeLive(1, 1, "wei", "第一版", 1000.5)
    assert await versions.live() == made
    assert await versions.files(1) == PLAN
    assert await versions.versions() == [Version(1, "wei", "第一版", 1000.5, PLAN.digest, 2, live=True)]


async def test_the_same_files_again_add_nothing(database: Database) -> None:
    versions = Versions(database)
    made = await versions.publish(PLAN, "wei", "", 1.0)
    assert await versions.publish(PLAN, "lin", "again", 2.0) == made
    assert len(await versions.versions()) == 1


async def test_going_back_adds_a_line_and_takes_nothing_away(database: Database) -> None:
    versions = Versions(database)
    await versions.publish(PLAN, "wei", "", 1.0)
    await versions.publish(OTHER, "wei", "", 2.0)
    assert await versions.before_live() == 1
    assert await versions.go_back(None, "lin", "too early", 3.0) == MadeLive(3, 1, "lin", "too early", 3.0)
    assert [(each.number, each.live) for each in await versions.versions()] == [(2, False), (1, True)]
    assert (await versions.go_back(None, "lin", "", 4.0)).version == 2
    assert [each.version for each in await versions.history()] == [2, 1, 2, 1]


async def test_files_of_an_older_version_published_again_are_a_new_version(database: Database) -> None:
    versions = Versions(database)
    for at, plan in enumerate((PLAN, OTHER, PLAN)):
        await versions.publish(plan, "wei", "", at)
    assert [each.number for each in await versions.versions()] == [3, 2, 1]


async def test_two_who_publish_at_once_make_two_versions(database: Database, url: str) -> None:
    async with Database(url) as second:
        plans = [PlanFiles("main.yaml", {"main.yaml": f"numbers: {{{count}: a}}"}) for count in range(6)]
        stores = [Versions(database), Versions(second)]
        made = await asyncio.gather(*(stores[n % 2].publish(plan, "wei", "", 1.0) for n, plan in enumerate(plans)))
    assert sorted(each.version for each in made) == [1, 2, 3, 4, 5, 6]
    assert sorted(each.change for each in made) == [1, 2, 3, 4, 5, 6]


async def test_a_version_that_is_not_there(database: Database) -> None:
    versions = Versions(database)
    with pytest.raises(UnknownVersion):
        await versions.files(1)
    with pytest.raises(UnknownVersion):
        await versions.go_back(7, "wei", "", 1.0)
    with pytest.raises(UnknownVersion):
        await versions.go_back(None, "wei", "", 1.0)
    assert await versions.live() is None


@pytest.mark.parametrize(
    ("author", "message"),
    [("", ""), (" ", ""), ("a" * 81, ""), ("a\nb", ""), ("wei", "m" * 501), ("wei", "a\x1b[31m"), ("wei", "\ud800")],
)
async def test_authors_and_messages_are_checked_at_the_door(database: Database, author: str, message: str) -> None:
    with pytest.raises(WrongText):
        await Versions(database).publish(PLAN, author, message, 1.0)
    assert await Versions(database).versions() == []


async def test_digests_tell_plans_apart() -> None:
    same = PlanFiles("main.yaml", dict(reversed(list(PLAN.texts.items()))))
    moved = PlanFiles("main.yaml", {"main.yaml": "numbers: {}queues: {}\n", "队列.yaml": ""})
    assert PLAN.digest == same.digest
    assert PLAN.digest not in (OTHER.digest, moved.digest)


# --- what callers mostly take


async def write_all(database: Database, entries: list[Entry]) -> None:
    """Write these, and wait until they are kept."""
    async with writing(database) as journal:
        for entry in entries:
            journal.write(entry)
        assert await journal.flush()


def _took(number: int, caller: str, *choices: tuple[str, str, str], at: float = 1000.0) -> list[Entry]:
    """A call in which these choices (menu, key, flow) were taken."""
    chosen = ((at, Chose(menu, key, to)) for menu, key, to in choices)
    return written(call_id(number), (at, Arrived(LegId(f"leg-{number}"), "95105", caller, "")), *chosen)


async def test_what_a_caller_took_is_counted_by_menu_key_and_flow(database: Database) -> None:
    calls = [
        *_took(1, "13911111111", ("welcome.3", "1", "orders"), ("orders.1", "2", "desk")),
        *_took(2, "13911111111", ("welcome.3", "1", "orders"), ("welcome.3", "1", "wealth")),
        *_took(3, "13922222222", ("welcome.3", "3", "wealth")),
    ]
    await write_all(database, calls)
    assert await habits.read(database, "13911111111") == {
        "welcome.3": {"1>orders": 2, "1>wealth": 1},
        "orders.1": {"2>desk": 1},
    }


async def test_what_is_written_twice_is_counted_once(database: Database) -> None:
    call = _took(1, "13911111111", ("welcome.3", "1", "orders"))
    await write_all(database, call)
    await write_all(database, call)
    assert await habits.read(database, "13911111111") == {"welcome.3": {"1>orders": 1}}


@pytest.mark.parametrize("number", ["", "nobody' OR 1=1", "13900000000"])
async def test_a_stranger_has_no_habits(database: Database, number: str) -> None:
    await write_all(database, _took(1, "13911111111", ("welcome.3", "1", "orders")))
    assert await habits.read(database, number) == {}


async def test_only_the_newest_calls_count(database: Database) -> None:
    many = [
        entry
        for number in range(1, habits.MOST_CALLS + 6)
        for entry in _took(number, "1", ("m", "1", "new" if number > 5 else "old"), at=float(number))
    ]
    await write_all(database, many)
    assert await habits.read(database, "1") == {"m": {"1>new": habits.MOST_CALLS}}

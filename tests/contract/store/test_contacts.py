"""Calls come back as they were written, and are found, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from typing import Any

import pytest

from calls.causes import Cause, EndedBy
from calls.contact import Outcome, Stage
from calls.happenings.entry import Entry
from calls.happenings.visit import Arrived, Ended
from calls.ids import LegId, PersonId
from calls.record import fold
from store.contacts import Contacts, Wanted
from store.database import Database
from store.errors import AmbiguousCall, UnknownCall, WrongId
from tests.unit.store.samples import call_id, served, waiting
from tests.unit.store.writers import write_all, writing


async def test_a_call_comes_back_as_it_was_written(database: Database) -> None:
    await write_all(database, served(1))
    record = await Contacts(database).contact(call_id(1))
    assert record == fold(served(1))
    assert (record.name, record.ended_by, record.cause) == ("张三", EndedBy.CALLER, Cause.NORMAL)


async def test_a_list_row_has_the_figures_of_the_record(database: Database) -> None:
    await write_all(database, served(1))
    (row,) = await Contacts(database).contacts()
    record = fold(served(1))
    names = ("call", "number", "name", "queue", "person", "outcome", "waited", "talked", "held", "ended_by", "cause")
    assert [getattr(row, name) for name in names] == [getattr(record, name) for name in names]
    assert (row.arrived_at, row.offers, row.scenario) == (1000.0, 1, "wealth.advice")


async def test_open_contacts_are_those_that_have_not_ended(database: Database) -> None:
    await write_all(database, [*served(1), *waiting(3, at=2000.0), *waiting(2, at=1500.0)])
    found = await Contacts(database).open_contacts()
    assert [record.call for record in found] == [call_id(2), call_id(3)]
    assert all((record.stage, record.queue, record.priority) == (Stage.WAITING, "wealth", 5) for record in found)
    async with writing(database) as journal:
        journal.write(Entry(call_id(2), 4, 1600.0, Ended(EndedBy.UNSEEN, Cause.UNKNOWN)))
    assert [record.call for record in await Contacts(database).open_contacts()] == [call_id(3)]


async def test_who_served_a_caller_last_is_known_the_oldest_first(database: Database) -> None:
    await write_all(database, [*served(1), *served(2, at=2000.0), *waiting(3, at=3000.0)])
    number, person = fold(served(1)).number, fold(served(1)).person
    assert await Contacts(database).served_last(10) == [(number, person), (number, person)]
    assert await Contacts(database).served_last(1) == [(number, person)]


async def test_a_call_is_found_by_any_part_that_only_it_has(database: Database) -> None:
    await write_all(database, [*served(0xAAAA0001), *served(0xBBBB0001)])
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

"""What reports read from the store, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import pytest

from acd.measures import By
from calls.contact import Outcome
from calls.ids import CallId, PersonId
from calls.record import fold
from service.reports import Asked, gather
from store import reports
from store.database import Database
from store.people import PersonKept
from store.reports import reading_reports
from tests.unit.acd.measures.days import NINE, RULES, ended, inbound, reported, the_day, waits
from tests.unit.store.samples import served
from tests.unit.store.writers import write_all, writing

ASKED = Asked(By.QUEUE, NINE - 9 * 3600, NINE + 15 * 3600, RULES)
WEI = PersonId("1001")


@pytest.fixture
async def day(database: Database) -> Database:
    await write_all(database, chain.from_iterable(the_day()))
    return database


async def test_a_report_from_the_store_is_that_of_the_records(day: Database) -> None:
    steps: list[tuple[int, int]] = []
    found = await gather(day, ASKED, NINE + 86_400, lambda done, every: steps.append((done, every)))
    by_hand = reported(By.QUEUE)
    assert found.total.outcomes == by_hand.total.outcomes
    assert found.total.waits == by_hand.total.waits
    assert [(name, tally.waited) for name, tally in found.lines] == [
        (name, tally.waited) for name, tally in by_hand.lines
    ]
    assert steps[-1] == (16, 16)


async def test_everything_written_twice_gives_the_same_report(day: Database) -> None:
    once = await gather(day, ASKED, NINE + 86_400)
    await write_all(day, chain.from_iterable(the_day()))
    again = await gather(day, ASKED, NINE + 86_400)
    assert (once.total, once.lines) == (again.total, again.lines)


async def test_small_pages_make_the_same_report(day: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = await gather(day, ASKED, NINE + 86_400)
    monkeypatch.setattr(reports, "CALLS_A_PAGE", 3)
    monkeypatch.setattr(reports, "CHANGES_A_PAGE", 2)
    paged = await gather(day, ASKED, NINE + 86_400)
    assert (whole.total, whole.lines) == (paged.total, paged.lines)


async def test_only_calls_of_the_period(day: Database) -> None:
    halves = Asked(None, NINE + 600, NINE + 1800, RULES)
    assert (await gather(day, halves, NINE + 86_400)).total.calls == 2


async def test_calls_at_the_same_instant_are_all_read(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "CALLS_A_PAGE", 3)
    await write_all(database, chain.from_iterable(served(number, NINE) for number in range(10)))
    async with reading_reports(database) as reading:
        pages = [page async for page in reading.pages(NINE, NINE + 1)]
    assert sorted(record.call for page in pages for record in page) == sorted(
        fold(served(number)).call for number in range(10)
    )


async def test_calls_of_a_number(day: Database) -> None:
    async with reading_reports(day) as reading:
        found = await reading.of_numbers({"13800000001", "13800000009"}, NINE, NINE + 86_400)
    assert [(row.number, row.scenario, row.outcome) for row in found] == [
        ("13800000001", "", Outcome.SERVED),
        ("13800000009", "order.status", Outcome.SELF_SERVED),
    ]


async def test_a_repeat_is_found_after_the_period(day: Database) -> None:
    first = (await gather(day, ASKED, NINE + 86_400)).total
    assert (first.first, first.resolved) == (6, 6)
    again = [replace(entry, call=CallId("call-99")) for entry in inbound(1, NINE + 2 * 86_400, waits(5), ended(20))]
    await write_all(day, again)
    first = (await gather(day, ASKED, NINE + 86_400)).total
    assert (first.first, first.resolved) == (6, 5)
    await write_all(day, served(98, NINE + 2 * 86_400, caller="13800000002"))
    first = (await gather(day, ASKED, NINE + 86_400)).total
    assert (first.first, first.resolved) == (6, 5), "what he chose is another subject"


async def test_peoples_time_is_cut_at_the_period_and_wrap_up_goes_to_its_call(day: Database) -> None:
    async with writing(day) as journal:
        for since, state, reason, until in (
            (NINE - 90_000, "READY", "signed in", None),
            (NINE + 625, "TALKING", "call call-1", None),
            (NINE + 725, "WRAP_UP", "wrap-up", NINE + 755),
            (NINE + 737, "NOT_READY", "lunch", None),
            (NINE + 86_400, "LOGGED_OUT", "", None),
        ):
            journal.keep_person(PersonKept(WEI, state, reason, since, until))
    found = await gather(day, Asked(By.PERSON, *(ASKED.since, ASKED.until), RULES), NINE + 99_999)
    wei = dict(found.lines)["1001"]
    assert wei.wrapped == 12.0
    assert wei.states == {
        "READY": 9 * 3600 + 625.0,
        "TALKING": 100.0,
        "WRAP_UP": 12.0,
        "NOT_READY": 15 * 3600 - 737.0,
    }
    assert wei.pauses == {"lunch": 15 * 3600 - 737.0}

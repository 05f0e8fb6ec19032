"""What is learnt of callers' patience, and what it is learnt from, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acd.patience import Baseline, Hazard, PatienceModel
from acd.personal import Counts
from calls.causes import Cause, EndedBy
from calls.happenings.entry import Entry, Happening
from calls.happenings.leaving import Rated
from calls.happenings.queue import AskedFor, Believed, CallingBack, GivenAway, Queued
from calls.happenings.talk import Connected
from calls.happenings.visit import Arrived, Ended
from calls.ids import CallId, LegId, PersonId
from calls.record import fold
from store.database import Database
from store.patience import VERSIONS_KEPT, ModelKept, PatienceKept, PatienceStore
from store.waits import WaitRow, Waits, row_of
from store.wrap_ups import WrapUpKept, WrapUps
from tests.unit.store.samples import call_id, waiting, written
from tests.unit.store.writers import write_all, writing

MODEL = PatienceModel(
    {"": Baseline(Hazard((0.0, 60.0), (0.0, 0.5)), 1.5, 1.5), "vip@8-40": Baseline(Hazard(), 2.0, 2.5)}
)
LEARNT = ModelKept(0, 5000.0, 900, 90, 300, MODEL)
NUMBER = "13911111111"


def kept(number: str, at: float, hang_ups: float = 1.0) -> PatienceKept:
    return PatienceKept.of(number, Counts(hang_ups, 0.5, 2.0, at, 3, at - 5))


async def test_counts_after_a_call_are_kept_and_the_last_hold(database: Database) -> None:
    async with writing(database) as journal:
        journal.keep_left(kept(NUMBER, 1000.0))
        journal.keep_left(kept(NUMBER, 2000.0, hang_ups=2.0))
    store = PatienceStore(database)
    assert await store.caller(NUMBER) == kept(NUMBER, 2000.0, hang_ups=2.0)
    assert (await store.caller(NUMBER) or kept("", 0)).counts == Counts(2.0, 0.5, 2.0, 2000.0, 3, 1995.0)


@pytest.mark.parametrize("number", ["", "nobody' OR 1=1", "13900000000"])
async def test_of_a_stranger_nothing_is_known(database: Database, number: str) -> None:
    assert await PatienceStore(database).caller(number) is None


async def test_what_was_learnt_comes_back_as_it_was(database: Database) -> None:
    store = PatienceStore(database)
    assert (await store.model(), await store.newest()) == (None, 0)
    assert await store.learnt(LEARNT, [kept(NUMBER, 4000.0)], since=5000.0) == 1
    assert await store.learnt(replace(LEARNT, waits=950), [kept(NUMBER, 4000.0)], since=5000.0) == 2
    assert await store.model() == replace(LEARNT, version=2, waits=950)
    assert await store.newest() == 2


async def test_a_call_that_ended_while_we_learnt_is_not_undone(database: Database) -> None:
    store = PatienceStore(database)
    async with writing(database) as journal:
        journal.keep_left(kept(NUMBER, 5001.0, hang_ups=4.0))
        journal.keep_left(kept("138", 4000.0))
    await store.learnt(LEARNT, [kept(NUMBER, 4000.0, hang_ups=3.0)], since=5000.0)
    assert await store.caller(NUMBER) == kept(NUMBER, 5001.0, hang_ups=4.0)


async def test_who_is_not_among_the_callers_any_more_is_forgotten(database: Database) -> None:
    store = PatienceStore(database)
    await store.learnt(LEARNT, [kept(NUMBER, 4000.0), kept("138", 4000.0)], since=5000.0)
    await store.learnt(LEARNT, [kept("138", 4000.0)], since=6000.0)
    assert await store.caller(NUMBER) is None
    assert await store.forget("138")
    assert not await store.forget("138")


async def test_old_versions_go(database: Database) -> None:
    store = PatienceStore(database)
    for _ in range(VERSIONS_KEPT + 2):
        await store.learnt(LEARNT, [], since=5000.0)
    async with database.reading() as connection:
        left = (await connection.exec_driver_sql("SELECT count(*), min(version) FROM patience_models")).one()
    assert tuple(left) == (VERSIONS_KEPT, 3)


# --- what it is learnt from

ARRIVED = Arrived(LegId("leg"), "95105", NUMBER, "")
VIP = Believed("vip", "8-40", 1.5, 1.5)
HUNG_UP = Ended(EndedBy.CALLER, Cause.NORMAL)


def call(number: int, *then: tuple[float, Happening], at: float = 1000.0) -> list[Entry]:
    later = [(at + after, what) for after, what in then]
    return written(call_id(number), (at, ARRIVED), *later)


STRANGER = Believed("", "8-40", 1.0, 1.0)
KNOWN_LATE = call(1, (5.0, Queued("wealth", 5, 1005.0)), (5.0, STRANGER), (9.0, VIP), (45.0, HUNG_UP))
ABANDONED = call(1, (5.0, Queued("wealth", 5, 1005.0)), (5.0, VIP), (45.0, HUNG_UP))
ANSWERED = call(
    2,
    (5.0, Queued("wealth", 5, 2005.0)),
    (5.0, replace(VIP, segment="low")),
    (15.0, Connected(PersonId("1003"), LegId("leg-2"))),
    (65.0, Rated("after", "satisfied", 1, low=True)),
    (70.0, HUNG_UP),
    at=2000.0,
)
CALLED_BACK = call(
    3, (0.0, CallingBack(CallId("call-1"), NUMBER, "wealth", 1)), (0.0, Queued("wealth", 5, 900.0)), (9.0, HUNG_UP)
)
AWAY = (5.0, Queued("wealth", 5, 1005.0)), (25.0, GivenAway("wealth", "flow message", "waited 20 s", "waited"))
GIVEN_AWAY = call(1, *AWAY, (31.0, HUNG_UP))
BACK_IN_LINE = call(1, *AWAY, (31.0, Queued("orders", 1, 1005.0)), (51.0, HUNG_UP))
IN_MENU = call(4, (9.0, HUNG_UP), at=4000.0)
ASKED = call(
    6,
    (0.0, AskedFor(PersonId("1001"), CallId("call-1"))),
    (0.0, Queued("wealth", 5, 5000.0)),
    (9.0, HUNG_UP),
    at=6000.0,
)


def wait(number: int, seconds: float, hung_up: bool, at: float, segment: str = "", **others: bool) -> WaitRow:
    queue, schedule = ("wealth" if number != 4 else ""), ("8-40" if segment else "")
    return WaitRow(call_id(number), NUMBER, queue, "", seconds, hung_up, at, segment, schedule, **others)


EXPECTED = [
    wait(4, 0.0, False, 4009.0),
    wait(2, 10.0, False, 2070.0, "low", low=True),
    wait(1, 40.0, True, 1045.0, "vip"),
]


async def test_every_call_that_is_over_tells_its_wait(database: Database) -> None:
    await write_all(database, [*ABANDONED, *ANSWERED, *IN_MENU, *waiting(5)])
    waits = Waits(database)
    assert [each async for page in waits.pages(0.0, 100) for each in page] == EXPECTED
    assert [each async for page in waits.pages(1500.0, 100) for each in page] == EXPECTED[:2]
    assert [each async for page in waits.pages(0.0, 1) for each in page] == EXPECTED[:1]
    assert await waits.count(1500.0) == 2
    assert await waits.of(NUMBER) == EXPECTED
    assert await waits.of("138") == []


async def test_pages_meet_without_a_gap(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.waits.PAGE", 2)
    await write_all(database, [entry for number in range(1, 8) for entry in call(number, (9.0, HUNG_UP))])
    pages = [page async for page in Waits(database).pages(0.0, 6)]
    assert [len(page) for page in pages] == [2, 2, 2]
    assert [each.call for page in pages for each in page] == [call_id(number) for number in (7, 6, 5, 4, 3, 2)]


async def test_whom_we_called_did_not_wait_on_the_line(database: Database) -> None:
    await write_all(database, CALLED_BACK)
    (found,) = await Waits(database).of(NUMBER)
    assert found.called_back


async def test_who_asks_about_a_caller_does_not_wait_for_himself(database: Database) -> None:
    await write_all(database, ASKED)
    (found,) = await Waits(database).of(NUMBER)
    assert found.asked_for


@pytest.mark.parametrize(
    "entries", [KNOWN_LATE, ABANDONED, ANSWERED, CALLED_BACK, ASKED, IN_MENU, GIVEN_AWAY, BACK_IN_LINE]
)
async def test_a_record_at_hand_tells_the_same_as_the_store(database: Database, entries: list[Entry]) -> None:
    await write_all(database, entries)
    assert await Waits(database).of(NUMBER) == [row_of(fold(entries))]


@pytest.mark.parametrize(("entries", "hung_up"), [(GIVEN_AWAY, False), (BACK_IN_LINE, True)])
async def test_who_was_given_away_to_a_flow_did_not_give_up_his_wait(
    database: Database, entries: list[Entry], hung_up: bool
) -> None:
    await write_all(database, entries)
    (found,) = await Waits(database).of(NUMBER)
    assert found.hung_up is hung_up
    assert found.seconds == (46.0 if hung_up else 20.0)


async def test_a_complaint_that_was_written_down_is_one(database: Database) -> None:
    await write_all(database, [*ABANDONED, *ANSWERED])
    kept = WrapUpKept(call_id(2), PersonId("1003"), NUMBER, "wealth", 2015.0, "", "complaint", "", complaint=True)
    await WrapUps(database).save(kept, "lei")
    found = {each.call: each.complained for each in await Waits(database).of(NUMBER)}
    assert found == {call_id(1): False, call_id(2): True}

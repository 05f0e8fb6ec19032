"""Who is away when, on every database."""

from __future__ import annotations

import pytest

from calls.ids import PersonId
from store.absences import Absence, Absences
from store.database import Database
from store.errors import WrongId, WrongText

LIN, CHEN = PersonId("1001"), PersonId("1002")


async def test_what_is_over_is_not_told(database: Database) -> None:
    absences = Absences(database)
    await absences.add(
        [Absence(LIN, 100, 200, "leave"), Absence(CHEN, 300, 400, "training"), Absence(LIN, 250, 260, "ill")]
    )
    assert [(each.person, each.starts, each.reason) for each in await absences.since(200)] == [
        (LIN, 250, "ill"),
        (CHEN, 300, "training"),
    ]


async def test_the_same_twice_is_once(database: Database) -> None:
    absences = Absences(database)
    for reason in ("leave", "sick"):
        await absences.add([Absence(LIN, 100, 200, reason)])
    assert [each.reason for each in await absences.since(0)] == ["sick"]


async def test_a_list_replaces_what_it_said_before_and_nothing_else(database: Database) -> None:
    absences = Absences(database)
    await absences.add([Absence(CHEN, 1, 9, "leave")])
    await absences.replace(
        "october.csv", [Absence(LIN, 1, 5, "leave", "october.csv"), Absence(LIN, 6, 9, "ill", "october.csv")]
    )
    await absences.replace("october.csv", [Absence(LIN, 2, 5, "leave", "october.csv")])
    assert [(each.person, each.starts, each.source) for each in await absences.since(0)] == [
        (LIN, 2, "october.csv"),
        (CHEN, 1, "by hand"),
    ]


async def test_who_is_back_is_away_no_longer_but_later_again(database: Database) -> None:
    absences = Absences(database)
    await absences.add([Absence(LIN, 100, 200, "leave"), Absence(LIN, 300, 400, "leave")])
    assert await absences.back(LIN, 150) == 1
    assert await absences.back(LIN, 150) == 0
    assert [each.starts for each in await absences.since(0)] == [300]


async def test_a_name_or_a_reason_that_cannot_be_is_refused(database: Database) -> None:
    absences = Absences(database)
    with pytest.raises(WrongId):
        await absences.add([Absence(PersonId("a'; --"), 1, 2, "leave")])
    with pytest.raises(WrongText):
        await absences.add([Absence(LIN, 1, 2, "two\nlines")])
    assert await absences.since(0) == []

"""Versions of the plan in the store, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import asyncio

import pytest

from store.database import Database
from store.errors import UnknownVersion, WrongText
from store.versions import MadeLive, PlanFiles, Version, Versions

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

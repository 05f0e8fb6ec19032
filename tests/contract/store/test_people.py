"""The states of people, and single values, in the store, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from calls.ids import PersonId
from store.database import Database
from store.people import People, PersonKept
from store.settings import Settings
from tests.unit.store.writers import Said, writing


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

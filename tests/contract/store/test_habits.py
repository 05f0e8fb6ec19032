"""What callers mostly take, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import pytest

from calls.happenings.entry import Entry
from calls.happenings.menu import Chose
from calls.happenings.visit import Arrived
from calls.ids import LegId
from store import habits
from store.database import Database
from tests.unit.store.samples import call_id, written
from tests.unit.store.writers import write_all


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

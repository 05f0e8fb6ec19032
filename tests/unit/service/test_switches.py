"""Switches that people turn: kept in the store, seen by a running service, and named as the plan names them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ivr.switches import switches_of, unknown_switch
from service.alarms import Alarms
from service.metrics import Metrics
from service.switches import Board
from store.database import Database
from store.errors import StoreUnusable, WrongText
from store.switches import Position, Switches, Turned
from tests.fakes.clock import ManualClock
from tests.unit.ivr.plans import plan_of


@pytest.fixture
async def switches(tmp_path: Path) -> AsyncIterator[Switches]:
    async with Database.in_file(tmp_path / "hotline.db") as database:
        yield Switches(database)


def turned(name: str, position: Position, since: float = 0.0, until: float | None = None, by: str = "lin") -> Turned:
    return Turned(name, position, since, until, by)


async def test_what_is_turned_is_kept_until_it_is_given_back(switches: Switches) -> None:
    await switches.turn(turned("hours.office", Position.OFF))
    await switches.turn(turned("notice.storm", Position.ON, 5.0, 9.0))
    await switches.turn(turned("hours.office", Position.ON, 6.0))
    assert await switches.turned() == [
        turned("hours.office", Position.ON, 6.0),
        turned("notice.storm", Position.ON, 5.0, 9.0),
    ]
    await switches.turn(turned("hours.office", Position.AUTO))
    await switches.turn(turned("notice.gone", Position.AUTO))
    assert [each.name for each in await switches.turned()] == ["notice.storm"]


async def test_who_turns_it_has_a_name(switches: Switches) -> None:
    with pytest.raises(WrongText):
        await switches.turn(turned("hours.office", Position.ON, by=" "))


async def test_a_running_service_sees_it_and_forgets_it_in_time(switches: Switches) -> None:
    clock = ManualClock()
    board = Board(switches.turned, clock, Alarms(Metrics()))
    await board.look()
    assert board.forced("notice.storm") is None
    await switches.turn(turned("notice.storm", Position.ON, clock.now(), clock.now() + 60))
    await switches.turn(turned("hours.office", Position.OFF, clock.now()))
    await board.look()
    assert (board.forced("notice.storm"), board.forced("hours.office")) == (True, False)
    await clock.advance(60)
    assert (board.forced("notice.storm"), board.forced("hours.office")) == (None, False)


async def test_a_store_that_cannot_be_read_changes_nothing_and_is_told() -> None:
    clock, broken, metrics = ManualClock(), False, Metrics()

    async def read() -> list[Turned]:
        if broken:
            raise StoreUnusable("locked")
        return [turned("hours.office", Position.OFF)]

    board = Board(read, clock, Alarms(metrics))
    await board.look()
    broken = True
    await board.look()
    assert board.forced("hours.office") is False
    assert metrics.alarm_stands.labels("switches")._value.get() == 1
    broken = False
    await board.look()
    assert metrics.alarm_stands.labels("switches")._value.get() == 0


def test_the_switches_of_a_plan() -> None:
    plan = plan_of(
        "  start:\n    - notice: {name: storm, prompt: greeting}\n    - hours: {of: office, closed: shut}\n"
        "    - branch: [{when: open.desk, go: shut}]\n    - hang_up\n  shut: [hang_up]\n",
        "numbers: {100: start}\nlanguages: [zh]\nhours:\n"
        + "".join(
            f"  {name}: {{zone: UTC, week: {{mon: '09:00-10:00'}}}}\n" for name in ("office", "desk", "managers")
        ),
    )
    assert switches_of(plan) == ("hours.desk", "hours.managers", "hours.office", "notice.storm")
    assert unknown_switch(plan, "hours.office") is None
    assert unknown_switch(plan, "notice.strom") == "did you mean 'notice.storm'?"

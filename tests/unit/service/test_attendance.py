"""The attendance list: read from a file, told to the floor, and by hand at the command line."""

from __future__ import annotations

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from acd.messages import Absent, Away
from calls.errors import HotlineError, WrongSettings
from calls.ids import PersonId
from service.alarms import Alarms
from service.attendance import Attendance, read_list
from service.metrics import Metrics
from store.absences import Absence
from tests.fakes.clock import ManualClock
from tests.unit.service.at_a_terminal import Hotline

SHANGHAI = ZoneInfo("Asia/Shanghai")
LIN = PersonId("1001")
HEAD = "person,from,to,reason\n"


def test_a_date_is_a_whole_day_of_the_centre() -> None:
    (one,) = read_list(f"{HEAD}1001,2026-10-01,2026-10-07,annual leave\n", "october.csv", SHANGHAI, ["1001"])
    assert one == Absence(LIN, 1790784000.0, 1791388800.0, "annual leave", "october.csv")


def test_moments_and_a_byte_order_mark_and_no_reason() -> None:
    text = "\ufeffperson,from,to\n1001,2026-10-01 14:00,2026-10-01 15:30\n"
    (one,) = read_list(text, "x.csv", SHANGHAI, ["1001"])
    assert (one.ends - one.starts, one.reason) == (5400.0, "away")


def test_every_mistake_is_told_with_its_line() -> None:
    lines = "101,2026-10-01,2026-10-02,x\n1001,tomorrow,2026-10-02,x\n1001,2026-10-03,2026-10-01,x\n"
    with pytest.raises(WrongSettings) as refused:
        read_list(HEAD + lines, "x.csv", SHANGHAI, ["1001"])
    told = refused.value.told()
    assert "x.csv:2: nobody is called '101' did you mean '1001'?" in told
    assert "x.csv:3: a moment is written as 2026-10-01" in told
    assert "x.csv:4: it ends before it begins" in told


@pytest.mark.parametrize("line", ["1001,20261001,20261002", "1001,2026-W40-1,2026-10-02", "1001,9999-12-31,9999-12-31"])
def test_a_date_written_otherwise_is_refused_and_not_a_day_shorter(line: str) -> None:
    with pytest.raises(WrongSettings, match="cannot be taken over"):
        read_list(f"person,from,to\n{line}\n", "x.csv", SHANGHAI, ["1001"])


def test_what_is_no_csv_is_refused() -> None:
    with pytest.raises(WrongSettings, match="this is no CSV"):
        read_list(f"{HEAD}{'1' * 140_000},2026-10-01,2026-10-02,x\n", "x.csv", SHANGHAI, ["1001"])


def test_a_list_without_its_columns_is_refused() -> None:
    with pytest.raises(WrongSettings, match="no column from, to"):
        read_list("person,start\n1001,x\n", "x.csv", SHANGHAI, ["1001"])


class List:
    """A list in a store that may fail."""

    def __init__(self) -> None:
        self.absences: list[Absence] = []
        self.broken = False

    async def since(self, _now: float) -> list[Absence]:
        if self.broken:
            raise HotlineError("the disk is full")
        return self.absences


async def test_the_floor_is_told_in_order_of_time_and_of_an_end() -> None:
    kept, alarms, told = List(), Alarms(Metrics()), list[Absent]()
    attendance = Attendance(kept.since, told.append, ManualClock(), alarms)
    kept.absences = [Absence(LIN, 300, 400, "ill"), Absence(LIN, 100, 200, "leave")]
    await attendance.look()
    kept.absences = []
    await attendance.look()
    await attendance.look()
    assert told == [Absent(LIN, (Away(100, 200, "leave"), Away(300, 400, "ill"))), Absent(LIN, ())]


async def test_a_store_in_trouble_changes_nobody_and_is_told() -> None:
    kept, alarms, told = List(), Alarms(Metrics()), list[Absent]()
    attendance = Attendance(kept.since, told.append, ManualClock(), alarms)
    kept.absences = [Absence(LIN, 100, 200, "leave")]
    await attendance.look()
    kept.broken = True
    await attendance.look()
    assert len(told) == 1
    assert "attendance" in alarms.raised


def test_a_list_is_taken_over_and_shown(home: Path, hotline: Hotline) -> None:
    (home / "leave.csv").write_text(
        f"{HEAD}1001,2030-10-01,2030-10-07,年假\nlin,2030-10-02,2030-10-02,training\n", "utf-8"
    )
    assert "2 absences of 2 people would be taken" in hotline("attendance", "import", "leave.csv", "--dry-run").out
    assert json.loads(hotline("attendance", "list", "--json").out) == []
    assert "taken over" in hotline("attendance", "import", "leave.csv").out
    shown = hotline("attendance", "list").out
    assert "年假" in shown
    assert "2030-10-08 00:00" in shown


def test_somebody_is_away_by_hand_and_back(home: Path, hotline: Hotline) -> None:
    assert "away until" in hotline("attendance", "away", "1001", "--to", "2030-10-07", "--reason", "ill").out
    assert json.loads(hotline("attendance", "list", "--json").out)[0]["reason"] == "ill"
    assert "1001 is back" in hotline("attendance", "back", "1001").out
    assert "1001 was not away" in hotline("attendance", "back", "1001").out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("away", "2001", "--to", "2030-10-07"), "nobody is called '2001'"),
        (("away", "1001", "--to", "soon"), "no moment"),
        (("away", "1001", "--to", "2020-10-07"), "is not after now"),
        (("import", "none.csv"), "cannot be read"),
    ],
)
def test_a_mistake_is_told_with_the_remedy(home: Path, hotline: Hotline, words: tuple[str, ...], told: str) -> None:
    said = hotline("attendance", *words)
    assert (said.code, told in said.err) == (2, True), said.err

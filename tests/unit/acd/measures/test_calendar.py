"""Half hours and days by the clock on the wall."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd.measures import By, Report, Rules
from acd.measures.calendar import Slot, begin_of, end_of, label_of, midnight, pieces
from calls.record import fold
from tests.unit.acd.measures.days import ended, inbound, waits

BERLIN, HOWE, NEPAL, BEIRUT = map(ZoneInfo, ("Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "Asia/Beirut"))


def at(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-06-01", 24), ("2026-10-25", 25)])
def test_a_day_is_as_long_as_the_clock_makes_it(day: str, hours: int) -> None:
    begun = midnight(datetime.fromisoformat(day).date(), BERLIN)
    assert end_of(Slot.DAY, begun, BERLIN) - begun == hours * 3600
    halves = list(pieces(Slot.HALF_HOUR, begun, end_of(Slot.DAY, begun, BERLIN), BERLIN))
    assert len(halves) == len({label_of(Slot.HALF_HOUR, half, BERLIN) for half, _ in halves}) == 2 * hours
    assert {seconds for _, seconds in halves} == {1800.0}


def test_an_hour_that_comes_twice_is_told_with_its_offset() -> None:
    first, second = at("2026-10-25T02:10+02:00"), at("2026-10-25T02:10+01:00")
    labels = [label_of(Slot.HALF_HOUR, begin_of(Slot.HALF_HOUR, each, BERLIN), BERLIN) for each in (first, second)]
    assert labels == ["2026-10-25 02:00+0200", "2026-10-25 02:00+0100"]


@given(
    st.floats(at("2000-01-01T00:00+00:00"), at("2037-12-31T00:00+00:00")),
    st.sampled_from([BERLIN, HOWE, NEPAL, BEIRUT, ZoneInfo("America/Havana"), ZoneInfo("America/Santiago")]),
    st.sampled_from(list(Slot)),
)
def test_every_moment_lies_in_its_slot(moment: float, zone: ZoneInfo, slot: Slot) -> None:
    begun = begin_of(slot, moment, zone)
    after = end_of(slot, begun, zone)
    assert begun <= moment < after
    assert begin_of(slot, begun, zone) == begun
    local, start = datetime.fromtimestamp(int(moment), zone), datetime.fromtimestamp(begun, zone)
    assert local.date() == start.date()
    if slot is Slot.HALF_HOUR:
        assert (start.minute in (0, 30), local.hour, local.minute // 30) == (True, start.hour, start.minute // 30)


def test_the_calls_of_a_day_on_which_the_clock_is_turned() -> None:
    """One call in each half hour of the 25 that Berlin has on that Sunday: each in its own line, 50 of them."""
    begun = midnight(datetime.fromisoformat("2026-10-25").date(), BERLIN)
    until = end_of(Slot.DAY, begun, BERLIN)
    report = Report(By.HALF_HOUR, begun, until, Rules(BERLIN))
    for number, (half, _) in enumerate(pieces(Slot.HALF_HOUR, begun, until, BERLIN)):
        report.call(fold(inbound(number, half + 60, waits(1), ended(9))), lambda _who, _call: 0.0)
    assert [tally.calls for _, tally in report.lines] == [1] * 50
    names = [name for name, _ in report.lines]
    assert names[3:9] == [f"2026-10-25 0{each}" for each in
                          ("1:30", "2:00+0200", "2:30+0200", "2:00+0100", "2:30+0100", "3:00")]  # fmt: skip


def test_a_call_across_midnight_belongs_to_the_day_of_its_arrival() -> None:
    late = at("2026-11-22T23:59:50+01:00")
    report = Report(By.DAY, late - 3600, late + 86_400, Rules(BERLIN))
    report.call(fold(inbound(1, late, waits(5), ended(65))), lambda _who, _call: 0.0)
    ((name, tally),) = report.lines
    assert (name, tally.calls, tally.longest) == ("2026-11-22", 1, 60.0)


def test_a_midnight_that_is_not_there() -> None:
    """In Beirut the clock goes from 23:59:59 to 1:00 in spring: the day begins then, and has 23 hours."""
    day = datetime(2025, 3, 30, tzinfo=BEIRUT).date()
    begun = midnight(day, BEIRUT)
    assert datetime.fromtimestamp(begun, BEIRUT) == datetime(2025, 3, 30, 1, 0, tzinfo=BEIRUT)
    assert timedelta(seconds=end_of(Slot.DAY, begun, BEIRUT) - begun) == timedelta(hours=23)

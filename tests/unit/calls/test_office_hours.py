"""Hours in a zone's own clock: over midnight, on holidays, and when the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calls.office_hours import OfficeHours, Span, instant

SHANGHAI, BERLIN, UTC_ZONE = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin"), ZoneInfo("UTC")
DAY_SHIFT, NIGHT, ALL_DAY = Span(time(9), time(18)), Span(time(22), time(6)), Span(time(0), time(0))
WEEKDAYS, EVERY_DAY = range(5), range(7)


def at(text: str, zone: ZoneInfo = SHANGHAI, fold: int = 0) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).timestamp()


def hours(span: Span, days: range, zone: ZoneInfo = SHANGHAI) -> OfficeHours:
    return OfficeHours(zone, dict.fromkeys(days, (span,)))


@pytest.mark.parametrize(
    ("when", "is_open"),
    [
        ("2026-11-20T08:59:59", False),
        ("2026-11-20T09:00", True),
        ("2026-11-20T17:59:59", True),
        ("2026-11-20T18:00", False),
        ("2026-11-21T12:00", False),
    ],
)
def test_a_working_week(when: str, is_open: bool) -> None:
    assert hours(DAY_SHIFT, WEEKDAYS).open_at(at(when)) is is_open


def test_the_next_change_goes_over_the_weekend() -> None:
    office = hours(DAY_SHIFT, WEEKDAYS)
    assert office.next_change(at("2026-11-20T12:00")) == at("2026-11-20T18:00")
    assert office.next_change(at("2026-11-20T18:00")) == at("2026-11-23T09:00")


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    friday = hours(NIGHT, range(4, 5))
    assert friday.open_at(at("2026-11-20T23:00"))
    assert friday.open_at(at("2026-11-21T05:59"))
    assert not friday.open_at(at("2026-11-21T06:00"))
    assert not friday.open_at(at("2026-11-20T05:00"))
    assert friday.next_change(at("2026-11-21T06:00")) == at("2026-11-27T22:00")


def test_a_lunch_break() -> None:
    office = OfficeHours(SHANGHAI, {4: (Span(time(9), time(12)), Span(time(13), time(18)))})
    assert office.next_change(at("2026-11-20T10:00")) == at("2026-11-20T12:00")
    assert not office.open_at(at("2026-11-20T12:30"))
    assert office.next_change(at("2026-11-20T12:30")) == at("2026-11-20T13:00")


def test_a_holiday_and_the_working_day_that_makes_up_for_it() -> None:
    office = OfficeHours(
        SHANGHAI,
        dict.fromkeys(WEEKDAYS, (DAY_SHIFT,)),
        {date(2026, 10, 1): (), date(2026, 10, 10): (Span(time(10), time(16)),)},
    )
    assert not office.open_at(at("2026-10-01T12:00"))
    assert office.next_change(at("2026-09-30T18:00")) == at("2026-10-02T09:00")
    assert office.next_change(at("2026-10-09T18:00")) == at("2026-10-10T10:00")
    assert not office.open_at(at("2026-10-10T16:30"))


def test_a_holiday_does_not_cut_the_night_before() -> None:
    office = OfficeHours(SHANGHAI, dict.fromkeys(EVERY_DAY, (NIGHT,)), {date(2026, 10, 1): ()})
    assert office.open_at(at("2026-10-01T03:00"))
    assert not office.open_at(at("2026-10-01T23:00"))
    assert not office.open_at(at("2026-10-02T03:00"))


def test_spans_that_touch_are_one() -> None:
    office = hours(ALL_DAY, WEEKDAYS)
    assert office.next_change(at("2026-11-17T12:00")) == at("2026-11-21T00:00")


def test_always_and_never_do_not_change() -> None:
    now = at("2026-11-20T12:00")
    always, never = hours(ALL_DAY, EVERY_DAY), OfficeHours(SHANGHAI, {})
    assert (always.open_at(now), always.next_change(now)) == (True, None)
    assert (never.open_at(now), never.next_change(now)) == (False, None)


def test_an_exception_far_ahead_is_seen() -> None:
    always = OfficeHours(SHANGHAI, dict.fromkeys(EVERY_DAY, (ALL_DAY,)), {date(2027, 10, 1): ()})
    assert always.next_change(at("2026-11-20T12:00")) == at("2027-10-01T00:00")
    assert always.next_change(at("2027-10-01T12:00")) == at("2027-10-02T00:00")


def test_the_zone_decides_not_utc() -> None:
    assert hours(DAY_SHIFT, EVERY_DAY).open_at(datetime(2026, 11, 20, 1, 30, tzinfo=UTC).timestamp())


# --- clocks that change: Berlin skips 02:00-03:00 on 2026-03-29 and has it twice on 2026-10-25


def test_hours_keep_to_the_clock_on_the_wall() -> None:
    office = hours(DAY_SHIFT, EVERY_DAY, BERLIN)
    before, after = at("2026-03-28T09:00", BERLIN), at("2026-03-29T09:00", BERLIN)
    assert after - before == 23 * 3600
    assert office.next_change(at("2026-03-28T18:00", BERLIN)) == after


def test_a_night_in_which_the_clock_jumps_is_an_hour_short() -> None:
    office = hours(NIGHT, EVERY_DAY, BERLIN)
    begins = at("2026-03-28T22:00", BERLIN)
    assert office.next_change(begins) == begins + 7 * 3600


def test_a_time_that_is_left_out_is_the_moment_of_the_jump() -> None:
    jump = datetime(2026, 3, 29, 1, 0, tzinfo=UTC).timestamp()
    assert instant(date(2026, 3, 29), time(2, 30), BERLIN) == jump
    assert hours(Span(time(2, 30), time(4)), EVERY_DAY, BERLIN).next_change(jump - 60) == jump


def test_an_hour_that_comes_twice_counts_the_first_time() -> None:
    office = hours(Span(time(2, 30), time(4)), EVERY_DAY, BERLIN)
    assert office.next_change(at("2026-10-25T01:00", BERLIN)) == at("2026-10-25T02:30", BERLIN, fold=0)
    assert office.open_at(at("2026-10-25T02:10", BERLIN, fold=1))


def test_midnight_where_it_is_skipped() -> None:
    beirut = ZoneInfo("Asia/Beirut")
    jump = datetime(2026, 3, 28, 22, 0, tzinfo=UTC).timestamp()
    assert hours(ALL_DAY, EVERY_DAY, beirut).midnight_after(jump - 60) == jump


spans = st.builds(
    Span,
    st.times(timezones=st.none()).map(lambda t: t.replace(microsecond=0)),
    st.times(timezones=st.none()).map(lambda t: t.replace(microsecond=0)),
)


@settings(max_examples=60, deadline=None)
@given(
    week=st.dictionaries(st.integers(0, 6), st.lists(spans, max_size=2), max_size=3),
    now=st.integers(1_774_000_000, 1_794_000_000),
    zone=st.sampled_from([SHANGHAI, BERLIN, UTC_ZONE, ZoneInfo("Australia/Lord_Howe")]),
)
def test_the_next_change_is_a_change_and_the_first(week: dict[int, list[Span]], now: int, zone: ZoneInfo) -> None:
    office = OfficeHours(zone, week)
    change = office.next_change(now)
    before = office.open_at(now)
    end = now + 8 * 86400 if change is None else change
    assert change is None or (change > now and office.open_at(change) is not before)
    assert all(office.open_at(now + (end - now) * part / 200) is before for part in range(200))

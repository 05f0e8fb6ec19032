"""Hours with the holidays of a country, ranges of dates, and the days that are worked to make up for them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.unit.ivr.plans import load_texts

HEAD = "numbers: {100: start}\nlanguages: [zh]\nflows: {start: [hang_up]}\nhours:\n  office:\n    zone: Asia/Shanghai\n"
WEEK = '    week: {mon-fri: "09:00-18:00"}\n'
SHANGHAI = ZoneInfo("Asia/Shanghai")


def _at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).timestamp()


def _open(written: str, moment: str) -> bool:
    loaded = load_texts({"main.yaml": HEAD + WEEK + written})
    assert [problem.told() for problem in loaded.problems] == []
    return loaded.plan.hours["office"].open_at(_at(moment))


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-09-30 10:00", True),
        ("2026-10-01 10:00", False),
        ("2026-10-07 10:00", False),  # a Wednesday off, for which Saturday the 10th is worked
        ("2026-10-08 10:00", True),
        ("2026-10-10 10:00", True),
        ("2026-10-10 18:00", False),
        ("2026-10-17 10:00", False),  # a Saturday like any other
        ("2026-02-17 10:00", False),
        ("2026-02-14 10:00", True),
    ],
)
def test_china(moment: str, is_open: bool) -> None:
    assert _open("    holidays: CN\n", moment) is is_open


@pytest.mark.parametrize(
    ("holidays", "moment", "is_open"),
    [
        ("{country: CN, makeup: no}", "2026-10-10 10:00", False),
        ("{country: CN, hours: '10:00-12:00'}", "2026-10-01 11:00", True),
        ("{country: CN, hours: '10:00-12:00'}", "2026-10-01 13:00", False),
        ("{country: CN, except: Labor Day}", "2026-05-01 10:00", True),
        ("{country: US}", "2026-03-31 10:00", True),
        ("{country: US, region: CA}", "2026-03-31 10:00", False),
        ("{country: US}", "2026-07-03 10:00", False),
        ("{country: US, observed: no}", "2026-07-03 10:00", True),
    ],
)
def test_their_manners(holidays: str, moment: str, is_open: bool) -> None:
    assert _open(f"    holidays: {holidays}\n", moment) is is_open


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [("2026-10-01 10:00", False), ("2026-10-05 10:00", True), ("2026-10-07 10:00", False), ("2026-10-08 10:00", True)],
)
def test_a_range_of_dates_and_a_date_in_it(moment: str, is_open: bool) -> None:
    written = '    exceptions: {2026-10-05: "09:00-12:00", 2026-10-01..2026-10-07: closed}\n'
    assert _open(written, moment) is is_open


def test_an_exception_wins_over_a_holiday() -> None:
    assert _open('    holidays: CN\n    exceptions: {2026-10-01: "10:00-12:00"}\n', "2026-10-01 11:00")


def test_the_next_change_is_found_behind_a_long_holiday() -> None:
    written = "    holidays: CN\n    exceptions: {2026-10-08..2026-10-24: closed}\n"
    office = load_texts({"main.yaml": HEAD + WEEK + written}).plan.hours["office"]
    assert office.next_change(_at("2026-09-30 18:00")) == _at("2026-10-26 09:00")


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("holidays: cn", "8:15: found 'cn', expected a country by its two letters, such as CN (hint: write CN)"),
        ("holidays: XX", "8:15: found 'XX', expected a country by its two letters"),
        ("holidays: {country: US, region: Cali}", "8:37: found 'Cali', expected a region of US"),
        (
            "holidays: {country: CN, except: Labour Day}",
            "8:37: found 'Labour Day', expected a holiday of CN (hint: did",
        ),
        (
            "exceptions: {2026-10-07..2026-10-01: closed}",
            "8:18: found '2026-10-07..2026-10-01', expected dates in their",
        ),
        (
            "exceptions: {2026-01-01..2036-01-01: closed}",
            "8:18: found '2026-01-01..2036-01-01', expected dates in their",
        ),
        ("exceptions: {9999-12-31: closed}", "8:18: found '9999-12-31', expected dates in their order"),
        ("exceptions: {2026-10-01..: closed}", "8:18: found '2026-10-01..', expected a date such as 2026-10-01"),
    ],
)
def test_what_is_wrong(written: str, found: str) -> None:
    [problem] = load_texts({"main.yaml": f"{HEAD}{WEEK}    {written}\n"}).problems
    assert problem.told().startswith(f"main.yaml:{found}")

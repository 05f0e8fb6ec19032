"""`hours:` as written by an admin."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.unit.ivr.plans import load_texts
from tests.unit.ivr.stories import session_of, tell

HEAD = "numbers: {100: start}\nlanguages: [zh]\nflows: {start: [hang_up]}\nhours:\n"
SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = """  office:
    zone: Asia/Shanghai
    week:
      mon-fri: "9:00-18:00"
      sat: ["09:00-12:00", "13:00-17:00"]
      sun: closed
    exceptions: {2026-10-01: closed, 2026-10-04: "10:00-24:00"}
"""


def _at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).timestamp()


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-20 08:59:59", False),
        ("2026-11-20 09:00", True),
        ("2026-11-20 18:00", False),
        ("2026-11-21 12:30", False),
        ("2026-11-21 13:00", True),
        ("2026-11-22 10:00", False),
        ("2026-10-01 10:00", False),
        ("2026-10-04 23:59:59", True),
        ("2026-10-05 00:00", False),
    ],
)
def test_a_week_with_exceptions(moment: str, is_open: bool) -> None:
    loaded = load_texts({"main.yaml": HEAD + OFFICE})
    assert [problem.told() for problem in loaded.problems] == []
    assert loaded.plan.hours["office"].open_at(_at(moment)) is is_open


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("zone: Asia/Shangai\n    week: {mon: closed}", "6:11: found 'Asia/Shangai', expected a time zone"),
        ("zone: ../../etc/passwd\n    week: {mon: closed}", "6:11: found '../../etc/passwd', expected a time zone"),
        ("zone: UTC\n    week: {fri-mon: closed}", "7:12: found 'fri-mon', expected a day or days"),
        ("zone: UTC\n    week: {Funday: closed}", "7:12: found 'Funday', expected a day or days"),
        ("zone: UTC\n    week: {mon-fri: closed, tue: closed}", "7:29: found tue again, expected each day once"),
        ("zone: UTC\n    week: {mon: 9-18}", "7:17: found '9-18', expected hours such as 09:00-18:00"),
        ("zone: UTC\n    week: {mon: 09:00-25:00}", "7:17: found '09:00-25:00', expected hours such as"),
        ("zone: UTC\n    week: {mon: 09:00-24:30}", "7:17: found '09:00-24:30', expected hours such as"),
        ("zone: UTC\n    week: {mon: closed}\n    exceptions: {1.10.: closed}", "8:18: found '1.10.', expected a date"),
        (
            "zone: UTC\n    week: {mon: closed}",
            "6:5: found hours that are never open, expected a day on which it opens",
        ),
        ("zone: UTC\n    week: {}", "7:11: found keys with values, expected days"),
    ],
)
def test_hours_that_are_wrong(written: str, found: str) -> None:
    [problem] = load_texts({"main.yaml": f"{HEAD}  office:\n    {written}\n"}).problems
    assert problem.told().startswith(f"main.yaml:{found}")


@pytest.mark.parametrize(
    ("moment", "ways"),
    [("2026-11-20 12:00", ["enqueue orders"]), ("2026-11-20 20:00", ["play closed"])],
)
def test_the_step_takes_the_way_of_the_moment(moment: str, ways: list[str]) -> None:
    flows = (
        "  start:\n    - hours: {of: office, closed: shut}\n    - enqueue: orders\n  shut: [hang_up: {say: closed}]\n"
    )
    head = "numbers: {100: start}\nlanguages: [zh]\n"
    loaded = load_texts({"main.yaml": f"{head}hours:\n{OFFICE}flows:\n{flows}"})
    assert [problem.told() for problem in loaded.problems] == []
    assert tell(session_of(loaded.plan), ["done"], _at(moment)) == ways

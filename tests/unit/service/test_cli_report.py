"""`hotline report` as a team leader meets it."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from calls.ids import PersonId
from service.report_fields import report_csv
from service.report_told import bar, span
from store.people import PersonKept
from tests.unit.acd.measures.days import NINE, ended, inbound, records, reported, talks, the_day, waits
from tests.unit.service.at_a_terminal import MAIN as WELCOME
from tests.unit.service.at_a_terminal import PEOPLE, Hotline, kept, plan

pytestmark = pytest.mark.usefixtures("home")
DAY = "2026-11-22"


def test_an_empty_day_is_told_so(hotline: Hotline) -> None:
    said = hotline("report", "day", DAY)
    assert (said.code, said.out) == (0, f"no calls on {DAY} (Asia/Shanghai)\n")
    said = hotline("report", "day", "--from", "2026-11-01", "--to", DAY)
    assert said.out == f"no calls on 2026-11-01 to {DAY} (Asia/Shanghai)\n"
    assert hotline("report", "people", DAY).out.startswith("no calls on")


def test_a_day_in_sentences_and_a_table(hotline: Hotline) -> None:
    kept(*the_day())
    said = hotline("report", "day", DAY)
    assert said.code == 0
    assert said.out.startswith(f"{DAY}: 16 calls (1 in progress, ")
    assert "service level 25.0 %: 2 answered in time of 8 who waited (9 less 1 short abandons)" in said.out
    assert "abandonment 12.5 %: 1 of 8; ASA 26 s, longest wait 1:00" in said.out
    assert "of 1 call 5.0 s were not seen" in said.out
    assert "orders †" in said.out
    assert "██" in said.out
    assert said.err == "calls …\n"


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("queue", ["", "orders", "wealth"]),
        ("person", ["", "1001", "1002", "1003"]),
        ("region", [""]),
        ("class", ["", "vip"]),
        ("half-hour", [f"{DAY} {at}" for at in ("09:00", "09:30", "10:00", "10:30", "11:00", "11:30")]),
        ("day", [DAY]),
    ],
)
def test_a_day_for_programs(hotline: Hotline, by: str, names: list[str]) -> None:
    kept(*the_day())
    told = json.loads(hotline("report", "day", DAY, "--by", by, "--json").out)
    assert (told["from"], told["until"]) == ("2026-11-22T00:00:00+08:00", "2026-11-23T00:00:00+08:00")
    assert (told["by"], [line["name"] for line in told["lines"]]) == (by, names)
    assert (told["total"]["service_level"], told["total"]["calls"], told["total"]["short"]) == (0.25, 16, 1)
    assert sum(line["calls"] for line in told["lines"]) == 16
    assert told["rules"]["within"] == {"orders": 20.0}


def test_a_day_for_a_spreadsheet(hotline: Hotline) -> None:
    kept(*the_day())
    rows = list(csv.DictReader(io.StringIO(hotline("report", "day", DAY, "--by", "class", "--csv").out)))
    assert [(row["name"], row["calls"]) for row in rows] == [("", "13"), ("vip", "3"), ("total", "16")]
    assert rows[-1]["abandonment"] == "0.125"


def test_a_name_is_no_formula_of_a_spreadsheet() -> None:
    wild = inbound(1, NINE, waits(5), ended(60), segment="=1+1")
    from acd.measures import By

    assert "'=1+1" in report_csv(reported(By.CLASS, records([wild])))


def test_regions_and_promises_are_those_of_the_plan(hotline: Hotline) -> None:
    plan(WELCOME, people=PEOPLE, queues="queues: {orders: {skill: {orders: 5}, answer_within: 50s}}\n")
    kept(*the_day())
    told = json.loads(hotline("report", "day", DAY, "--json").out)
    assert told["total"]["answered_in_time"] == 4


def test_a_threshold_of_ones_own(hotline: Hotline) -> None:
    kept(*the_day())
    told = json.loads(hotline("report", "day", DAY, "--short", "0", "--json").out)
    assert (told["total"]["short"], told["total"]["abandonment"]) == (0, round(2 / 9, 6))


def test_a_plan_with_mistakes_does_not_hide_the_report(hotline: Hotline) -> None:
    plan("numbers: {}\n")
    kept(*the_day())
    said = hotline("report", "day", DAY, "--json")
    assert json.loads(said.out)["total"]["calls"] == 16
    assert "without it 20 s are promised in every queue" in said.err


def test_people_and_what_they_did(hotline: Hotline) -> None:
    wei = PersonId("1001")
    kept(
        inbound(1, NINE, waits(5), talks(10, "1001"), ended(110)),
        people=[
            PersonKept(wei, "READY", "", NINE - 90),
            PersonKept(wei, "TALKING", "call call-1", NINE + 10),
            PersonKept(wei, "WRAP_UP", "wrap-up", NINE + 110, NINE + 140),
            PersonKept(wei, "NOT_READY", "lunch 午饭", NINE + 130),
            PersonKept(wei, "LOGGED_OUT", "", NINE + 730),
        ],
    )
    said = hotline("report", "people", DAY)
    assert "lunch 午饭 10:00" in said.out
    told = json.loads(hotline("report", "people", DAY, "--json").out)
    (line,) = told["lines"]
    assert (line["name"], line["handled"], line["handling_time"], line["pauses"]) == (
        "1001",
        1,
        120.0,
        {"lunch 午饭": 600.0},
    )
    assert (line["occupancy"], line["seconds_ready"], line["seconds_wrap_up"]) == (round(120 / 220, 6), 100.0, 20.0)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["yesterdy"], "'yesterdy' is no day"),
        (["--to", DAY], "a last day without a first one"),
        (["--from", DAY, "--to", "2026-11-21"], "2026-11-22 is after 2026-11-21"),
    ],
)
def test_days_that_cannot_be_meant_so_are_refused(hotline: Hotline, words: list[str], told: str) -> None:
    said = hotline("report", "day", *words)
    assert said.code == 2
    assert told in said.err


def test_today_is_by_the_centres_clock(hotline: Hotline) -> None:
    today = f"{datetime.now(ZoneInfo('Asia/Shanghai')):%Y-%m-%d}"
    assert json.loads(hotline("report", "day", "--json").out)["from"].startswith(today)


DRAWN = [(0, "        "), (0.5, "████    "), (0.99, "███████▉"), (1, "████████"), (2, "████████")]


@pytest.mark.parametrize(("share", "drawn"), DRAWN)
def test_bars(share: float, drawn: str) -> None:
    assert bar(share) == drawn


def test_durations_in_a_table() -> None:
    assert [span(each) for each in (None, 0.04, 9.96, 59.4, 60, 3599.7, 7323)] == [
        *("", "0.0 s", "10.0 s", "59 s", "1:00", "1:00:00", "2:02:03"),
    ]  # fmt: skip

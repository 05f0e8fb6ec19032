"""The hotline as shipped: no problem in it, every prompt recorded, and its own test cases hold."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from acd.loading import load as load_staff
from calls.problems import Problems
from ivr.case_loading import load_cases
from ivr.checking import check
from ivr.rehearsal import Case, play
from tests.unit.ivr.plans import ROOT, sample

LOADED = sample()
PROBLEMS = Problems()
CASES = [
    case
    for file in sorted((ROOT / "dialplans" / "tests").glob("*.yaml"))
    for case in load_cases(
        str(file), file.read_text("utf-8"), LOADED.plan, ZoneInfo("Asia/Shanghai"), "95105", PROBLEMS
    )
]


def _names(*sections: str) -> set[str]:
    return {key.written for section in sections for key, _ in LOADED.sections[section].items()}


def test_nothing_is_wrong_with_it() -> None:
    assert [problem.told() for problem in LOADED.problems] == []
    problems = check(
        LOADED.plan,
        lambda prompt, language: (ROOT / "prompts" / language / f"{prompt}.wav").is_file(),
        _names("queues"),
        _names("agents", "managers"),
        lambda _: False,
        ways_out=[(way.queue, way.flow, way.place) for way in load_staff(LOADED.sections, LOADED.plan.hours).ways_out],
    )
    assert [problem.told() for problem in problems] == []


def test_its_cases_are_well_written() -> None:
    assert [problem.told() for problem in PROBLEMS] == []
    assert len(CASES) >= 12


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case) -> None:
    [played] = play(LOADED.plan, [case])
    assert played.failures == ()


def test_it_is_open_at_any_time() -> None:
    week = [LOADED.plan.hours["office"].open_at(hour * 3600.0) for hour in range(24 * 7)]
    assert all(week)

"""The test cases beside a dialplan: `tests/*.yaml` in the folder of its main file."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from calls.problems import Place, Problems
from ivr.case_loading import load_cases
from ivr.dialplan import ANY_NUMBER, Plan
from ivr.rehearsal import Case
from service.config import Settings
from service.plans import PlanRefused


def read_cases(settings: Settings, main: Path, plan: Plan) -> list[Case]:
    """Every case of every file, in order. Raises PlanRefused with what is wrong in them, or when there is none."""
    problems = Problems()
    files = sorted((main.parent / "tests").glob("*.yaml"))
    if not files:
        problems.report(
            Place(str(main.parent / "tests"), 1), "no-tests", "no test cases", "files of cases: tests/*.yaml"
        )
    first = next((number for number in plan.numbers if number != ANY_NUMBER), "1")
    zone = ZoneInfo(settings.centre.zone)
    found = [case for file in files for case in load_cases(str(file), _text(file), plan, zone, first, problems)]
    for case in (case for case in found if plan.flow_for(case.scene.number) is None):
        problems.report(case.place, "unknown-number", f"'{case.scene.number}'", "a number of the plan")
    if problems:
        raise PlanRefused(problems.sorted())
    return found


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")

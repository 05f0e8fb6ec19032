"""`hotline check`: is the dialplan good, and does it do what its test cases say?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from calls.problems import Problem
from ivr.rehearsal import Played, play
from ivr.simulator_told import told
from service.cases import read_cases
from service.cli.common import AsJson, SettingsFile, err, out, print_json, read_settings
from service.config import Settings
from service.configuration import Configuration
from service.plans import PlanRefused, load_catalogue, load_configuration
from service.problem_told import with_line


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("check")(check)


def check(
    path: Annotated[Path | None, typer.Argument(help="The dialplan. [default: as in the settings]")] = None,
    tests: Annotated[
        bool, typer.Option("--tests", help="Play the test cases beside the plan, too: tests/*.yaml in its folder.")
    ] = False,
    settings_file: SettingsFile = None,
    json: AsJson = False,
) -> None:
    """Check the settings and the dialplan: every mistake at once, with file, line and a hint. Exit code 2 if any.

    Examples: [bold]hotline check[/bold] · [bold]hotline check new/main.yaml --tests[/bold]
    """
    settings = read_settings(settings_file)
    main = path or settings.centre.dialplan
    found = _checked(settings, main, json)
    played = _played(settings, main, found, json) if tests else []
    failed = [each for each in played if each.failures]
    if json:
        print_json(
            {"ok": not failed, **_summary(found), **({"tests": [_as_json(each) for each in played]} if tests else {})}
        )
    else:
        _show(found, played, failed)
    if failed:
        raise typer.Exit(2)


def _checked(settings: Settings, main: Path, json: bool) -> Configuration:
    try:
        return load_configuration(settings, load_catalogue(settings), main)
    except PlanRefused as error:
        _refuse(error.problems, json)
        raise typer.Exit(2) from None


def _played(settings: Settings, main: Path, found: Configuration, json: bool) -> list[Played]:
    try:
        return list(play(found.plan, read_cases(settings, main, found.plan)))
    except PlanRefused as error:
        _refuse(error.problems, json)
        raise typer.Exit(2) from None


def _refuse(problems: list[Problem], json: bool) -> None:
    """Every problem with its line, as compilers show it."""
    if json:
        print_json({"ok": False, "problems": problems})
        return
    for problem in problems:
        err.print(with_line(problem), markup=False)
    err.print(f"[red]{len(problems)} problem{'s' if len(problems) > 1 else ''}[/red]")


def _summary(found: Configuration) -> dict[str, object]:
    return {
        "numbers": sorted(found.plan.numbers),
        "flows": len(found.plan.flows),
        "queues": len(found.queues),
        "people": len(found.people),
    }


def _show(found: Configuration, played: list[Played], failed: list[Played]) -> None:
    out.print("[green]ok[/green]: " + ", ".join(f"{key} {value}" for key, value in _summary(found).items()))
    for each in failed:
        out.print(f"{each.case.place}: failed: {each.case.name}", style="red", markup=False)
        out.print("\n".join(f"  {failure}" for failure in each.failures), markup=False)
        out.print("\n".join(f"    {line}" for line in told(each.story)), style="dim", markup=False)
    if played:
        colour = "red" if failed else "green"
        out.print(f"[{colour}]{len(played) - len(failed)} of {len(played)} test cases hold[/{colour}]")


def _as_json(played: Played) -> dict[str, object]:
    return {
        "name": played.case.name,
        "place": str(played.case.place),
        "ok": not played.failures,
        "failures": played.failures,
    }

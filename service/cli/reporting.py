"""`hotline report`: how a day went, by queue, person, region, class or half hour; and how people spent it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import typer
from rich.table import Table

from acd.measures import By, Report, Rules
from service.cli.common import AsJson, SettingsFile, err, out, print_json, progress_bars, read_settings, zone
from service.cli.listing import read
from service.config import Settings
from service.plan_versions import running_configuration
from service.plans import PlanRefused, load_catalogue
from service.report_days import period
from service.report_fields import period_of, report_csv, report_fields
from service.report_told import headline, lines_table, people_table
from service.reports import Asked, gather, rules_of

report_app = typer.Typer(
    help="How a day went: service level, abandonment, waits, work, occupancy; and how people spent it."
)
Day = Annotated[str, typer.Argument(help="A date such as 2026-11-22, `today` or `yesterday`, in the centre's zone.")]
From = Annotated[str, typer.Option("--from", help="The first day of a range.")]
To = Annotated[str, typer.Option("--to", help="The last day of a range. [default: today]")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV for a spreadsheet: every count, sum and figure.")]
Short = Annotated[float, typer.Option(min=0, max=600, help="An abandon before so many seconds is a short one.")]
Again = Annotated[float, typer.Option(min=0.01, max=90, help="Days in which a further call is a repeat.")]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a report is printed."""

    json: bool
    csv: bool
    table: Callable[[Report], Table]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(report_app, name="report")


@report_app.command("day")
def day(
    day: Day = "today",
    by: Annotated[By, typer.Option(help="What the lines are.")] = By.QUEUE,
    first: From = "",
    last: To = "",
    short: Short = 5.0,
    again: Again = 7.0,
    settings_file: SettingsFile = None,
    csv: AsCsv = False,
    json: AsJson = False,
) -> None:
    """How a day, or a range of days, went. docs/measures.md tells every formula and its source.

    Examples: [bold]hotline report day yesterday --by half-hour[/bold] ·
    [bold]hotline report day --from 2026-11-01 --to 2026-11-30 --by day --csv[/bold]
    """
    settings = read_settings(settings_file)
    asked = _asked(settings, by, (day, first, last), Rules(zone(settings), short=short, again=again))
    _show(_gathered(settings, asked), Manner(json, csv, lines_table))


@report_app.command("people")
def people(
    day: Day = "today",
    first: From = "",
    last: To = "",
    settings_file: SettingsFile = None,
    csv: AsCsv = False,
    json: AsJson = False,
) -> None:
    """How people spent a day, or a range of days: talk, hold, wrap-up, ready, pauses by reason, occupancy."""
    settings = read_settings(settings_file)
    asked = _asked(settings, By.PERSON, (day, first, last), Rules(zone(settings)))
    _show(_gathered(settings, asked), Manner(json, csv, people_table))


def _asked(settings: Settings, by: By, days: tuple[str, str, str], rules: Rules) -> Asked:
    since, until = period(*days, zone(settings))
    try:
        rules = rules_of(rules, running_configuration(settings, load_catalogue(settings)))
    except PlanRefused as wrong:
        err.print(f"{wrong.told()}\nwithout it 20 s are promised in every queue, and nobody has a region", markup=False)
    return Asked(by, since, until, rules)


def _gathered(settings: Settings, asked: Asked) -> Report:
    with progress_bars() as show:
        told = "calls"
        return read(
            settings, lambda base: gather(base, asked, time.time(), lambda done, every: show(told, done, every))
        )


def _show(report: Report, manner: Manner) -> None:
    if manner.json:
        print_json(report_fields(report))
    elif manner.csv:
        sys.stdout.write(report_csv(report))
    elif not report.total.calls and not report.lines:
        out.print(f"no calls on {period_of(report)} ({report.rules.zone})", markup=False)
    else:
        out.print("\n".join(headline(report)), markup=False)
        out.print(manner.table(report))

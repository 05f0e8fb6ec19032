"""`hotline whatif`: a day again, under other rules or with other staff."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from calls.errors import WrongSettings
from service.cli.common import AsJson, SettingsFile, err, out, print_json, progress_bars, read_settings, zone
from service.cli.listing import read
from service.plan_versions import running_configuration
from service.plans import load_catalogue
from service.whatif import Answer, answer, open_day, recorded_day, with_plan
from service.whatif_svg import svg
from service.whatif_told import as_data, bars, tables


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command("whatif")(whatif)


def whatif(
    day: Annotated[Path, typer.Argument(help="The day as YAML: who is there, who calls, what is to be tried.")],
    chart: Annotated[Path | None, typer.Option(help="Draw the variants side by side into this .svg file.")] = None,
    settings_file: SettingsFile = None,
    json: AsJson = False,
) -> None:
    """A day under other rules or with other staff: service level, who gives up, waits, how busy people are.

    The same dispatcher decides as on the line. docs/whatif.md tells how a day is written.

    Examples: [bold]hotline whatif dialplans/days/monday.yaml[/bold] · [bold]hotline whatif monday.yaml --chart monday.svg[/bold]
    """
    if chart is not None and chart.suffix != ".svg":
        raise WrongSettings(f"{chart}: a chart is .svg, not '{chart.suffix}'")
    found = _answered(day, settings_file)
    if chart is not None:
        chart.write_text(svg(found), encoding="utf-8")
        err.print(f"{chart}: {len(found.tried)} variants", markup=False)
    if json:
        print_json(as_data(found))
        return
    for table in tables(found):
        out.print(table)
    out.print("\n".join(bars(found)), markup=False)
    out.print("\n".join(f"  {remark}" for remark in found.remarks), style="dim", markup=False)


def _answered(file: Path, settings_file: Path | None) -> Answer:
    day, recorded = open_day(file), None
    with progress_bars() as show:
        if day.recorded:
            settings = read_settings(settings_file)
            day = with_plan(day, running_configuration(settings, load_catalogue(settings)))
            recorded = read(settings, lambda base: recorded_day(base, day, zone(settings), show))
        return answer(day, recorded, show)

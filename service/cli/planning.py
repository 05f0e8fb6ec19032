"""`hotline check`: is the dialplan good?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service import bootstrap
from service.cli.common import AsJson, SettingsFile, out, print_json, read_settings
from service.plans import PlanRefused


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("check")(check)


def check(
    path: Annotated[Path | None, typer.Argument(help="The dialplan. [default: as in the settings]")] = None,
    settings_file: SettingsFile = None,
    json: AsJson = False,
) -> None:
    """Check the settings and the dialplan: every mistake at once, with file, line and a hint. Exit code 2 if any."""
    settings = read_settings(settings_file)
    try:
        found = bootstrap.load_configuration(settings, bootstrap.load_catalogue(settings), path)
    except PlanRefused as error:
        if json:
            print_json({"ok": False, "problems": error.problems})
            raise typer.Exit(2) from None
        raise
    summary = {
        "ok": True,
        "numbers": sorted(found.plan.numbers),
        "flows": len(found.plan.flows),
        "queues": len(found.queues),
        "people": len(found.people),
    }
    if json:
        print_json(summary)
    else:
        out.print("[green]ok[/green]: " + ", ".join(f"{k} {v}" for k, v in summary.items() if k != "ok"))

"""`hotline diff`, `hotline graph`, `hotline schema`: a plan compared, drawn, and described to an editor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from calls.errors import WrongSettings
from ivr.graph import graph, mermaid
from ivr.svg import svg
from service.cli.common import AsJson, SettingsFile, err, out, print_json, read_settings
from service.cli.simulating import PlanName
from service.plan_diff import told_differences
from service.plan_sources import open_plan


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("diff")(diff)
    app.command("graph")(draw)
    app.command("schema")(schema)


def diff(
    old: Annotated[str, typer.Argument(help="A dialplan's main file, or the number of a version.")],
    new: PlanName = None,
    settings_file: SettingsFile = None,
    json: AsJson = False,
) -> None:
    """What a new dialplan changes for callers and people, in words. Exit code 1 if anything.

    Examples: [bold]hotline diff 3[/bold] (version 3 and the files) · [bold]hotline diff 3 4[/bold] ·
    [bold]hotline diff old/main.yaml dialplans/main.yaml[/bold]
    """
    settings = read_settings(settings_file)
    lines = told_differences(open_plan(settings, old), open_plan(settings, new))
    if json:
        print_json({"same": not lines, "differences": lines})
    else:
        out.print("\n".join(lines) or "no difference to callers or people", markup=False)
    if lines:
        raise typer.Exit(1)


def draw(
    plan: PlanName = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="An .svg or .mmd (Mermaid) file. [default: Mermaid text, printed]"),
    ] = None,
    settings_file: SettingsFile = None,
) -> None:
    """The dialplan as a picture: flows with their steps, and every way between them.

    Examples: [bold]hotline graph -o plan.svg[/bold] · [bold]hotline graph dialplans/main.yaml > plan.mmd[/bold]
    """
    drawn = graph(open_plan(read_settings(settings_file), plan).plan)
    if output is None:
        out.print(mermaid(drawn), markup=False, end="")
        return
    makers = {".svg": lambda: svg(drawn, str(plan or "dialplan")), ".mmd": lambda: mermaid(drawn)}
    if output.suffix not in makers:
        raise WrongSettings(f"{output}: a picture is .svg or .mmd, not '{output.suffix}'")
    output.write_text(makers[output.suffix](), encoding="utf-8")
    err.print(f"{output}: {len(drawn.nodes)} boxes, {len(drawn.edges)} ways", markup=False)


def schema(
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write. [default: printed]")] = None,
) -> None:
    """The JSON Schema of dialplan YAML, for the completion and red lines of an editor.

    In VS Code, with the YAML extension: [bold]hotline schema -o dialplans/schema.json[/bold], and write
    [bold]# yaml-language-server: $schema=schema.json[/bold] on the first line of a plan's file.
    """
    from ivr.schema import schema_text  # not needed by any other command

    if output is None:
        out.print(schema_text(), markup=False, end="")
    else:
        output.write_text(schema_text(), encoding="utf-8")

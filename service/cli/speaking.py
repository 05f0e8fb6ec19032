"""`hotline prompts`: what the hotline says."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from prompts import commands
from service.cli.common import AsJson, SettingsFile, err, out, print_json, read_settings

prompts = typer.Typer(help="What the hotline says: list, check, render, and use recordings of your own.")


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(prompts, name="prompts")


@prompts.command("list")
def list_prompts(settings_file: SettingsFile = None, json: AsJson = False) -> None:
    """Every prompt in every language: its text, whether it is recorded, and how long it is."""
    settings = read_settings(settings_file)
    rows = commands.list_rows(overrides=settings.centre.recordings)
    if json:
        print_json(rows)
        return
    table = Table("prompt", "language", "seconds", "state", "text")
    for row in rows:
        table.add_row(row.id, row.language, f"{row.seconds:.1f}", row.state.value, escape(row.text))
    out.print(table)


@prompts.command("check")
def check_prompts(settings_file: SettingsFile = None) -> None:
    """Tell everything that is wrong with the recordings. Exit code 2 if anything is."""
    wrong = commands.check(overrides=read_settings(settings_file).centre.recordings)
    for line in wrong:
        out.print(line, markup=False)
    if wrong:
        raise typer.Exit(2)
    out.print("[green]ok[/green]")


@prompts.command("build")
def build_prompts(
    again: Annotated[list[str] | None, typer.Argument(help="Prompts to render anew even if they are fresh.")] = None,
    settings_file: SettingsFile = None,
) -> None:
    """Render what is missing or whose text has changed. Needs the voices: pip install 'hotline\\[voices]'."""
    overrides = read_settings(settings_file).centre.recordings
    made = commands.build(err.print, overrides=overrides, again=tuple(again or ()))
    out.print(f"{len(made)} rendered")


@prompts.command("use")
def use_recording(
    recording: Annotated[Path, typer.Argument(help="Your WAV file, in any rate.")],
    prompt: Annotated[str, typer.Argument(help="The prompt's name, such as greeting.")],
    language: Annotated[str, typer.Argument(help="Its language: zh or en.")],
    settings_file: SettingsFile = None,
) -> None:
    """Take a recording of your own for a prompt: it is made fit for a call, and wins over the shipped one."""
    folder = read_settings(settings_file).centre.recordings
    if folder is None:
        raise typer.BadParameter("set centre.recordings in hotline.toml to a folder of yours first")
    out.print(f"{commands.use(recording, prompt, language, folder)}")

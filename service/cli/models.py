"""`hotline models`: what callers' speech is recognised with."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from calls.errors import HotlineError
from service.cli.common import AsJson, SettingsFile, err, out, print_json, progress_bars, read_settings
from service.config import Settings
from speech.models import MODELS, Model, State, is_ready, known, verify
from speech.models_fetching import fetch

models = typer.Typer(
    help="The models that speech is recognised with: fetch, list, verify. docs/speech.md tells which to take.",
    no_args_is_help=True,
)
Names = Annotated[
    list[str] | None,
    typer.Argument(help="Models, such as vosk-zh. \\[default: all]", show_default=False),
]
MEGABYTE = 1_000_000


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(models, name="models")


@models.command("list", epilog="[bold]hotline models list --json[/bold] gives the digests and addresses too.")
def list_models(settings_file: SettingsFile = None, json: AsJson = False) -> None:
    """Every model that is known: its languages, size, licence, and whether it is here."""
    settings = read_settings(settings_file)
    rows = [_row(model, settings) for model in MODELS]
    if json:
        print_json({"folder": str(settings.models_folder), "models": rows})
        return
    table = Table("model", "engine", "languages", "MB", "licence", "state", caption=f"in {settings.models_folder}")
    for row in rows:
        size = f"{row['bytes'] / MEGABYTE:.0f}"
        table.add_row(
            row["name"], row["engine"], ", ".join(row["languages"]), size, row["licence"], _coloured(row["state"])
        )
    out.print(table)


def _row(model: Model, settings: Settings) -> dict[str, Any]:
    state = State.PRESENT if is_ready(model, settings.models_folder) else State.MISSING
    return {
        "name": model.name,
        "engine": model.engine,
        "languages": model.languages,
        "bytes": model.bytes,
        "licence": model.licence,
        "state": state.value,
        "folder": str(settings.models_folder / model.folder),
        "files": [{"name": f.name, "bytes": f.bytes, "sha256": f.sha256, "urls": f.urls} for f in model.files],
    }


@models.command(
    "fetch",
    epilog="[bold]hotline models fetch vosk-zh[/bold]\n\n[bold]hotline models fetch --from /media/stick[/bold] on a machine "
    "without a network",
)
def fetch_models(
    names: Names = None,
    source: Annotated[
        str | None,
        typer.Option("--from", help="Ask this first: an address, or a folder with the files. Beats speech.mirror."),
    ] = None,
    settings_file: SettingsFile = None,
    json: AsJson = False,
) -> None:
    """Fetch models from the first source that answers, and check them.

    Stopped in the middle it goes on where it was. Exit code 1 if one could not be had; the service starts all the same,
    with keys only for a language that nothing hears.
    """
    settings = read_settings(settings_file)
    mirror = source if source is not None else settings.speech.mirror
    rows = [_fetched(model, settings, mirror) for model in _named(names)]
    if json:
        print_json({"ok": all(row["ok"] for row in rows), "models": rows})
    if not all(row["ok"] for row in rows):
        raise typer.Exit(1)


def _fetched(model: Model, settings: Settings, mirror: str) -> dict[str, Any]:
    passed_over: list[str] = []

    def told(line: str) -> None:
        passed_over.append(line)
        err.print(f"{model.name}: {line}", markup=False)

    try:
        with progress_bars() as progress:
            home = fetch(model, settings.models_folder, progress, told, mirror)
    except HotlineError as error:
        err.print(f"{model.name}: {error.told()}", style="red", markup=False)
        return {"name": model.name, "ok": False, "error": error.told(), "passed_over": passed_over}
    err.print(f"[green]{model.name}[/green] is in {escape(str(home))}")
    return {"name": model.name, "ok": True, "folder": str(home), "passed_over": passed_over}


@models.command("verify")
def verify_models(names: Names = None, settings_file: SettingsFile = None, json: AsJson = False) -> None:
    """Read every byte of the models that are here, and compare it with what was fetched.

    Exit code 1 if one is damaged, or is not here although it was named.
    """
    settings = read_settings(settings_file)
    rows = []
    for model in _named(names):
        state, why = verify(model, settings.models_folder)
        bad = state is State.DAMAGED or (state is State.MISSING and bool(names))
        rows.append({"name": model.name, "ok": not bad, "state": state.value, "why": why})
    if json:
        print_json({"ok": all(row["ok"] for row in rows), "models": rows})
    else:
        for row in rows:
            out.print(f"{row['name']:<14}{_coloured(str(row['state']))}  {escape(str(row['why']))}".rstrip())
    if not all(row["ok"] for row in rows):
        raise typer.Exit(1)


def _named(names: list[str] | None) -> list[Model]:
    return [known(name) for name in names] if names else list(MODELS)


def _coloured(state: str) -> str:
    colour = {"present": "green", "verified": "green", "damaged": "red"}.get(state)
    return f"[{colour}]{state}[/{colour}]" if colour else state

"""`hotline publish`, `rollback`, `versions`: which dialplan is live, who made it so, and how to go back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.markup import escape
from rich.table import Table

from calls.problems import Problem
from service.cli.common import AsJson, SettingsFile, err, out, print_json, read_settings, zone
from service.config import Settings
from service.databases import open_database
from service.plan_versions import find_files, find_version, os_user
from service.plans import FoundPlan, load_catalogue
from service.problem_told import with_line
from store.versions import MadeLive, Version, Versions

T = TypeVar("T")
Author = Annotated[str | None, typer.Option(help="Who publishes. [default: your user name]")]
Message = Annotated[str, typer.Option("--message", "-m", help="Why, in one line: it stands in the list of versions.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("publish")(publish)
    app.command("rollback")(rollback)
    app.command("versions")(versions)


def publish(
    path: Annotated[Path | None, typer.Argument(help="The dialplan. [default: as in the settings]")] = None,
    message: Message = "",
    author: Author = None,
    settings_file: SettingsFile = None,
    json: AsJson = False,
) -> None:
    """Make the dialplan live for calls that begin from now on. One with mistakes is refused, exit code 2.

    Calls in progress finish the version that they began with. The whole text is kept as a new version, for good.
    A running hotline takes it up within seconds. Example: [bold]hotline publish -m "closed on 1 October"[/bold]
    """
    settings = read_settings(settings_file)
    found, files = find_files(str(path or settings.centre.dialplan), load_catalogue(settings), settings)
    _refuse_problems(found, json, "nothing was published")

    async def work(kept: Versions) -> tuple[MadeLive | None, MadeLive]:
        before = await kept.live()
        return before, await kept.publish(files, author or os_user(), message, time.time())

    before, made = _with_versions(settings, work)
    _tell(settings, made, json, nothing_new=made == before)


def rollback(
    version: Annotated[int | None, typer.Argument(help="The version. [default: the one that was live before]")] = None,
    message: Message = "",
    author: Author = None,
    settings_file: SettingsFile = None,
    json: AsJson = False,
) -> None:
    """Make an earlier version live again. One that no longer fits (a prompt is gone, ...) is refused, exit code 2.

    Nothing is lost: going forward again is [bold]hotline rollback[/bold] once more, or with that version's number.
    """
    settings = read_settings(settings_file)
    catalogue = load_catalogue(settings)

    async def look(kept: Versions) -> tuple[int, FoundPlan]:
        number = await kept.before_live() if version is None else version
        return number, find_version(settings, catalogue, number, await kept.files(number))

    number, found = _with_versions(settings, look)
    _refuse_problems(found, json, f"version {number} does not fit any more: nothing was changed")

    async def work(kept: Versions) -> tuple[MadeLive | None, MadeLive]:
        before = await kept.live()
        return before, await kept.go_back(number, author or os_user(), message, time.time())

    before, made = _with_versions(settings, work)
    _tell(settings, made, json, nothing_new=made == before)


def versions(
    settings_file: SettingsFile = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many, newest first.")] = 20,
    json: AsJson = False,
) -> None:
    """List the published versions of the dialplan, newest first, and which one is live."""
    settings = read_settings(settings_file)
    rows = _with_versions(settings, lambda kept: kept.versions(limit))
    if json:
        print_json([asdict(row) for row in rows])
    elif rows:
        out.print(_table(settings, rows))
    else:
        out.print("nothing is published yet: hotline run publishes the dialplan at its first start")


def _with_versions(settings: Settings, work: Callable[[Versions], Awaitable[T]]) -> T:
    async def done() -> T:
        async with open_database(settings) as database:
            return await work(Versions(database))

    return asyncio.run(done())


def _refuse_problems(found: FoundPlan, json: bool, what: str) -> None:
    problems: Sequence[Problem] = sorted({*found.wrong, *found.lacking})
    if not problems:
        return
    if json:
        print_json({"ok": False, "problems": problems})
    else:
        for problem in problems:
            err.print(with_line(problem), markup=False)
        err.print(f"[red]{len(problems)} problem{'s' if len(problems) > 1 else ''}[/red]: {what}")
    raise typer.Exit(2)


def _tell(settings: Settings, made: MadeLive, json: bool, nothing_new: bool) -> None:
    if json:
        print_json({"ok": True, "version": made.version, "new": not nothing_new, "by": made.by, "at": made.at})
    elif nothing_new:
        out.print(f"version {made.version} is live already, with these very files: nothing to do")
    else:
        out.print(f"[green]version {made.version} is live[/green] for calls that begin from now on")
    if settings.centre.watch and not json:
        err.print(
            "[yellow]centre.watch is on[/yellow]: a service that runs with it follows the files, not the versions"
        )


def _table(settings: Settings, rows: Sequence[Version]) -> Table:
    table = Table("version", "", "published", "author", "files", "message")
    for row in rows:
        at = datetime.fromtimestamp(row.published_at, zone(settings))
        live = "[green]live[/green]" if row.live else ""
        told = escape(row.author), str(row.files), escape(row.message)
        table.add_row(str(row.number), live, f"{at:%Y-%m-%d %H:%M:%S}", *told)
    return table

"""`hotline attendance`: who is away when, from a list or by hand."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.markup import escape
from rich.table import Table

from calls.errors import WrongSettings
from calls.ids import PersonId
from service.attendance import moment, read_file
from service.cli.common import AsJson, SettingsFile, out, print_json, read_settings, zone
from service.config import Settings
from service.databases import open_database
from service.plan_sources import open_plan
from store.absences import Absence, Absences
from store.database import Database
from store.versions import Versions

T = TypeVar("T")
BY_HAND = "by hand"
attendance_app = typer.Typer(
    help="Who is away when: leave, training, sickness; from a list or by hand.", no_args_is_help=True
)
Person = Annotated[str, typer.Argument(help="The person, as written under agents: or managers:.")]
From = Annotated[
    str, typer.Option("--from", help='Since when, such as 2026-10-01 or "2026-10-01 14:00". [default: now]')
]
To = Annotated[str, typer.Option("--to", help="Until when; a mere date includes that day.")]
Why = Annotated[str, typer.Option("--reason", help="Why, in a few words: it is shown where people's states are.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(attendance_app, name="attendance")


@attendance_app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A CSV file with the columns person, from, to, reason.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what is wrong and what would be taken.")] = False,
    settings_file: SettingsFile = None,
    json: AsJson = False,
) -> None:
    """Take over an attendance list. What the file of the same name said before is forgotten.

    Example line: [bold]1001,2026-10-01,2026-10-07,annual leave[/bold]
    """
    settings = read_settings(settings_file)
    found = read_file(file, zone(settings), _names(settings))
    if not dry_run:
        _with(settings, lambda database: Absences(database).replace(file.name, found))
    if json:
        print_json({"absences": len(found), "people": len({each.person for each in found}), "taken": not dry_run})
    else:
        done = "would be taken" if dry_run else "taken over: they hold in a few seconds"
        out.print(f"{len(found)} absences of {len({each.person for each in found})} people {done}")


@attendance_app.command()
def away(
    person: Person,
    to: To,
    since: From = "",
    reason: Why = "away",
    settings_file: SettingsFile = None,
    json: AsJson = False,
) -> None:
    """Somebody is away. Example: [bold]hotline attendance away 1001 --to 2026-10-07 --reason "annual leave"[/bold]"""
    settings = read_settings(settings_file)
    starts = _moment(settings, since, 0) if since else time.time()
    absence = Absence(_known(settings, person), starts, _moment(settings, to, 1), reason, BY_HAND)
    if absence.ends <= absence.starts:
        raise WrongSettings(
            f"{to} is not after {since or 'now'}", f"the centre's clock is that of {settings.centre.zone}"
        )
    _with(settings, lambda database: Absences(database).add([absence]))
    if json:
        print_json(asdict(absence))
    else:
        out.print(f"{escape(person)} is away until {_shown(settings, absence.ends)}")


@attendance_app.command()
def back(person: Person, settings_file: SettingsFile = None, json: AsJson = False) -> None:
    """Somebody is there after all: what lasts now is forgotten, what comes later is not."""
    settings = read_settings(settings_file)
    known = _known(settings, person)
    ended = _with(settings, lambda database: Absences(database).back(known, time.time()))
    if json:
        print_json({"person": person, "ended": ended})
    else:
        out.print(f"{escape(person)} is back" if ended else f"{escape(person)} was not away")


@attendance_app.command("list")
def list_(settings_file: SettingsFile = None, json: AsJson = False) -> None:
    """Who is away now, and who will be."""
    settings = read_settings(settings_file)
    found = _with(settings, lambda database: Absences(database).since(time.time()))
    if json:
        print_json([asdict(each) for each in found])
    elif not found:
        out.print("nobody is away, and nobody is going to be")
    else:
        out.print(_table(settings, found))


def _table(settings: Settings, found: list[Absence]) -> Table:
    table, now = Table("person", "from", "to", "reason", "list", "now"), time.time()
    for each in found:
        lasts = "away" if each.starts <= now else ""
        moments = (_shown(settings, each.starts), _shown(settings, each.ends))
        table.add_row(escape(each.person), *moments, escape(each.reason), escape(each.source), lasts)
    return table


def _shown(settings: Settings, at: float) -> str:
    return f"{datetime.fromtimestamp(at, zone(settings)):%Y-%m-%d %H:%M}"


def _moment(settings: Settings, written: str, day_after: int) -> float:
    at = moment(written, zone(settings), day_after)
    if at is None:
        raise WrongSettings(f"{written!r} is no moment", "write it as 2026-10-01 or 2026-10-01 14:00")
    return at


def _known(settings: Settings, person: str) -> PersonId:
    names = _names(settings)
    if person not in names:
        raise WrongSettings(f"nobody is called {person!r}", f"the dialplan knows {', '.join(names[:20])}")
    return PersonId(person)


def _names(settings: Settings) -> list[str]:
    live = None if settings.centre.watch else _with(settings, lambda database: Versions(database).live())
    return sorted(person.id for person in open_plan(settings, str(live.version) if live else None).people)


def _with(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    async def done() -> T:
        async with open_database(settings) as database:
            return await work(database)

    return asyncio.run(done())

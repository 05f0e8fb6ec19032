"""`hotline switch`: what people turn without a publish: forced hours, announcements."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, TypeVar

import typer
from rich.markup import escape
from rich.table import Table

from calls.errors import WrongSettings
from ivr.dialplan import Plan
from ivr.switches import switches_of, unknown_switch
from service.cli.common import AsJson, SettingsFile, out, print_json, read_settings, zone
from service.config import Settings
from service.databases import open_database
from service.plan_sources import open_plan
from service.plan_versions import os_user
from store.database import Database
from store.switches import Position, Switches, Turned
from store.versions import Versions

T = TypeVar("T")
switch_app = typer.Typer(
    help="Switches that people turn without a publish: forced hours, announcements.", no_args_is_help=True
)
Name = Annotated[str, typer.Argument(help="The switch, such as hours.office or notice.storm.")]
Until = Annotated[
    str | None,
    typer.Option("--until", help='Until when, such as "2026-10-01 18:00". [default: until it is turned again]'),
]
By = Annotated[str | None, typer.Option("--by", help="Who turns it. [default: your user name]")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(switch_app, name="switch")


@switch_app.command("list")
def list_(settings_file: SettingsFile = None, json: AsJson = False) -> None:
    """Every switch of the live dialplan, and how it stands."""
    settings = read_settings(settings_file)
    names = _names(settings)
    turned = {each.name: each for each in _with(settings, lambda database: Switches(database).turned())}
    now = time.time()
    rows = [_standing(name, turned.get(name), now) for name in names]
    if json:
        print_json([asdict(row) for row in rows])
    elif rows:
        out.print(_table(settings, rows))
    else:
        out.print("the dialplan has no switches: they come with `hours:` and with `notice` steps")


@switch_app.command()
def on(
    name: Name, until: Until = None, by: By = None, settings_file: SettingsFile = None, json: AsJson = False
) -> None:
    """Open the hours, or let the announcement be heard. Example: [bold]hotline switch on notice.storm[/bold]"""
    _turn(read_settings(settings_file), name, Position.ON, until, by, json)


@switch_app.command()
def off(
    name: Name, until: Until = None, by: By = None, settings_file: SettingsFile = None, json: AsJson = False
) -> None:
    """Close the hours, or silence the announcement."""
    _turn(read_settings(settings_file), name, Position.OFF, until, by, json)


@switch_app.command()
def auto(name: Name, by: By = None, settings_file: SettingsFile = None, json: AsJson = False) -> None:
    """Give the switch back to the dialplan: its clock decides again."""
    _turn(read_settings(settings_file), name, Position.AUTO, None, by, json)


def _turn(settings: Settings, name: str, position: Position, until: str | None, by: str | None, json: bool) -> None:
    now = time.time()
    turned = Turned(name, position, now, _moment(settings, until, now), by or os_user())
    # A switch that the plan has no longer may still be given back.
    wrong = None if position is Position.AUTO else unknown_switch(_plan(settings), name)
    if wrong is not None:
        raise WrongSettings(f"no switch is called {name!r}", wrong)
    _with(settings, lambda database: Switches(database).turn(turned))
    if json:
        print_json(asdict(turned))
    else:
        out.print(f"{escape(name)} is {_shown(settings, turned)}: calls that come a second from now know it")


def _moment(settings: Settings, until: str | None, now: float) -> float | None:
    """In the centre's zone, unless one is written. Raises WrongSettings."""
    if until is None:
        return None
    try:
        moment = datetime.fromisoformat(until)
    except ValueError:
        raise WrongSettings(f"{until!r} is no moment", "write it as 2026-10-01 18:00") from None
    at = (moment if moment.tzinfo else moment.replace(tzinfo=zone(settings))).timestamp()
    if at <= now:
        raise WrongSettings(f"{until} is past", f"the centre's clock is that of {settings.centre.zone}")
    return at


def _names(settings: Settings) -> tuple[str, ...]:
    return switches_of(_plan(settings))


def _plan(settings: Settings) -> Plan:
    """The live one; where nothing was published yet, the files."""
    live = None if settings.centre.watch else _with(settings, lambda database: Versions(database).live())
    return open_plan(settings, str(live.version) if live else None).plan


def _with(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    async def done() -> T:
        async with open_database(settings) as database:
            return await work(database)

    return asyncio.run(done())


def _standing(name: str, turned: Turned | None, now: float) -> Turned:
    if turned is None or not turned.holds(now):
        return Turned(name, Position.AUTO, 0.0, None, "")
    return turned


def _table(settings: Settings, rows: list[Turned]) -> Table:
    table = Table("switch", "stands", "since", "by")
    for row in rows:
        since = f"{datetime.fromtimestamp(row.since, zone(settings)):%Y-%m-%d %H:%M}" if row.since else ""
        table.add_row(escape(row.name), _shown(settings, row), since, escape(row.by))
    return table


def _shown(settings: Settings, turned: Turned) -> str:
    until = f" until {datetime.fromtimestamp(turned.until, zone(settings)):%Y-%m-%d %H:%M}" if turned.until else ""
    return turned.position.value + until

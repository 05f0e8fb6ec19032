"""`hotline calls`, `call-record`, `people`, `accounts`: what happened, and who is who."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, TypeVar

import typer
from rich.markup import escape
from rich.table import Table

from calls.ids import PersonId
from service import told
from service.cli.common import AsJson, SettingsFile, out, print_json, read_settings, zone
from service.config import Settings
from service.databases import open_database
from service.plan_versions import running_configuration
from service.plans import load_catalogue
from service.switchboard import account_names
from store.contacts import Contacts, Wanted
from store.database import Database
from store.people import People

T = TypeVar("T")
ShowNumbers = Annotated[bool, typer.Option("--numbers", help="Show phone numbers in full instead of masked.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("calls")(calls)
    app.command("call-record")(call_record)
    app.command("people")(people)
    app.command("accounts")(accounts)


def read(settings: Settings, ask: Callable[[Database], Awaitable[T]]) -> T:
    """What the database answers."""

    async def work() -> T:
        async with open_database(settings) as database:
            return await ask(database)

    return asyncio.run(work())


def calls(
    settings_file: SettingsFile = None,
    number: Annotated[str | None, typer.Option(help="Only calls from this number.")] = None,
    queue: Annotated[str | None, typer.Option(help="Only calls that waited in this queue.")] = None,
    person: Annotated[str | None, typer.Option(help="Only calls that this person took.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many, newest first.")] = 20,
    numbers: ShowNumbers = False,
    json: AsJson = False,
) -> None:
    """List calls, newest first."""
    settings = read_settings(settings_file)
    wanted = Wanted(number=number, queue=queue, person=PersonId(person) if person else None, limit=limit)
    rows = read(settings, lambda database: Contacts(database).contacts(wanted))
    if json:
        print_json(rows)
    elif rows:
        out.print(told.table(rows, zone(settings), masked=not numbers))
    else:
        out.print("no calls yet")


def call_record(
    call: Annotated[str, typer.Argument(help="The call's id, or the beginning or end of it.")],
    settings_file: SettingsFile = None,
    numbers: ShowNumbers = False,
    json: AsJson = False,
) -> None:
    """Tell one call as a story: every step with its time, every offer with its reasons, who hung up."""
    settings = read_settings(settings_file)
    record = read(settings, lambda database: Contacts(database).contact(call))
    if json:
        out.print(told.to_json(record, masked=not numbers), markup=False)
        return
    for line in told.story(record, zone(settings), masked=not numbers):
        out.print(line, markup=False)


def people(settings_file: SettingsFile = None, json: AsJson = False) -> None:
    """Show what everybody was doing when last seen."""
    settings = read_settings(settings_file)
    kept = read(settings, lambda database: People(database).people())
    if json:
        print_json(kept)
        return
    table = Table("person", "state", "reason", "since")
    for one in kept:
        since = datetime.fromtimestamp(one.since, zone(settings))
        table.add_row(escape(one.person), one.state, escape(one.reason), f"{since:%Y-%m-%d %H:%M:%S}")
    out.print(table)


def accounts(settings_file: SettingsFile = None, json: AsJson = False) -> None:
    """Print the SIP accounts: what a soft phone must be told to register. Keep them to yourself."""
    settings = read_settings(settings_file)
    configuration = running_configuration(settings, load_catalogue(settings))
    server, rows = account_names(settings, configuration)
    if json:
        print_json([{"for": row.whose, "user": row.user, "password": row.secret, "server": server} for row in rows])
        return
    table = Table("for", "user name", "password", "server")
    for row in rows:
        table.add_row(escape(row.whose), row.user, row.secret, server)
    out.print(table)

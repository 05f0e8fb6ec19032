"""`hotline console`, `hotline openapi`: the way in when there is none, and the description of the API."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Annotated

import typer
from rich.table import Table

from calls.errors import WrongSettings
from console.app import application
from console.audit import Audit
from console.security.doors import Doors
from console.security.links import FIRST
from service.cli.common import AsJson, SettingsFile, out, print_json, read_settings
from service.clock import SystemClock
from service.config import Settings
from service.console_running import ADDRESS
from service.databases import open_database
from service.desks.console_settings import settings_of
from service.plan_versions import os_user
from store.accounts import Account
from store.audit import AuditLog
from store.database import Database
from store.settings import Settings as KeptValues

console_app = typer.Typer(help="The console's accounts, for when nobody can sign in.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(console_app, name="console")
    app.command("openapi")(openapi)


@console_app.command()
def link(
    user: Annotated[str, typer.Argument(help="Whose. [default: the first admin's, who has no account yet]")] = "",
    settings_file: SettingsFile = None,
    json: AsJson = False,
) -> None:
    """A new one-time link: for the first admin, or for somebody who has lost his password.

    It ends the link before it. Who can run this can read the database, too: it gives nobody more than he has.
    """
    settings = read_settings(settings_file)
    address = asyncio.run(_link(settings, user))
    if json:
        print_json({"user": user, "address": address})
    else:
        out.print(address, markup=False)


@console_app.command()
def accounts(settings_file: SettingsFile = None, json: AsJson = False) -> None:
    """List who may use the console."""
    found = asyncio.run(_accounts(read_settings(settings_file)))
    if json:
        print_json(
            [{"user": each.user, "roles": each.roles, "parts": each.parts, "active": each.active} for each in found]
        )
    elif found:
        out.print(_table(found))
    else:
        out.print("nobody has an account yet: hotline console link")


def openapi() -> None:
    """Print the OpenAPI document of the console's API."""
    print_json(application().openapi())


async def _link(settings: Settings, user: str) -> str:
    async with open_database(settings) as database:
        doors = await _doors(settings, database)
        empty = await doors.accounts.is_empty()
        if user == FIRST and not empty:
            raise WrongSettings("there are accounts already", "name one: hotline console accounts lists them")
        if user != FIRST:
            await doors.accounts.one(user)
        audit = Audit(AuditLog(database), doors.clock)
        await audit.told("account.link", user, after={"by": os_user(), "how": "hotline console link"})
        return (await doors.links.make(user))[0]


async def _accounts(settings: Settings) -> list[Account]:
    async with open_database(settings) as database:
        return await (await _doors(settings, database)).accounts.all()


async def _doors(settings: Settings, database: Database) -> Doors:
    """Links lead to where the console was last served."""
    clock, known = SystemClock(), settings_of(settings)
    served = await KeptValues(database).value(ADDRESS, known.address)
    return Doors.of(database, clock, replace(known, address=str(served)), Audit(AuditLog(database), clock))


def _table(found: list[Account]) -> Table:
    table = Table("user", "name", "roles", "part", "person", "", box=None, padding=(0, 2, 0, 0))
    for each in found:
        about = "" if each.active else "shut"
        parts = ", ".join(each.parts) or "all"
        table.add_row(
            each.user,
            each.name,
            ", ".join(each.roles),
            parts,
            each.person,
            about or ("" if each.password else "no password yet"),
        )
    return table

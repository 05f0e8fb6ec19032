"""`hotline explain`: why a call went as it did, in plain words."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from calls.contact import ContactRecord
from service import told
from service.cli.common import AsJson, SettingsFile, err, out, print_json, read_settings, zone
from service.cli.listing import ShowNumbers, read
from service.config import Settings
from service.explained_data import as_data
from service.explaining import Explainer
from store.contacts import Contacts, Wanted
from store.database import Database
from store.errors import AmbiguousCall, UnknownCall

LAST = "last"
SHOWN = 5
"""Calls listed when the one asked for is not known."""


class Language(StrEnum):
    """In which a call can be explained."""

    EN = "en"
    ZH = "zh"


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command("explain")(explain)


def explain(
    call: Annotated[str, typer.Argument(help="The call's id, or the beginning or end of it; 'last': the newest call.")],
    settings_file: SettingsFile = None,
    lang: Annotated[Language, typer.Option(help="The language of the explanation.")] = Language.EN,
    numbers: ShowNumbers = False,
    json: AsJson = False,
) -> None:
    """Why a call went as it did: its wait, each offer with its reasons, what would have changed it, what became of it.

    Examples: [bold]hotline explain last[/bold] · [bold]hotline explain 3f9a --lang zh[/bold].
    A call in progress is told as far as it has come.
    """
    settings = read_settings(settings_file)
    try:
        record = read(settings, lambda database: _wanted(database, call))
    except (UnknownCall, AmbiguousCall):
        _show_last(settings, numbers)
        raise
    if json:
        print_json(as_data(record, masked=not numbers))
        return
    for line in Explainer(lang.value, zone(settings), masked=not numbers).lines(record):
        out.print(line, markup=False)


async def _wanted(database: Database, call: str) -> ContactRecord:
    contacts = Contacts(database)
    if call != LAST:
        return await contacts.contact(call)
    newest = await contacts.contacts(Wanted(limit=1))
    if not newest:
        raise UnknownCall("no call is in the journal yet")
    return await contacts.contact(newest[0].call)


def _show_last(settings: Settings, numbers: bool) -> None:
    """So that the right one can be picked."""
    rows = read(settings, lambda database: Contacts(database).contacts(Wanted(limit=SHOWN)))
    if rows:
        err.print("the last calls:", markup=False)
        err.print(told.table(rows, zone(settings), masked=not numbers))

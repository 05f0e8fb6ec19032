"""`hotline messages`, `callbacks`, `surveys`: what callers leave with us."""

from __future__ import annotations

import time
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from calls.masking import mask_number
from service.cli.common import AsJson, SettingsFile, out, print_json, read_settings, zone
from service.cli.listing import ShowNumbers, read
from service.config import Settings
from store.callbacks import Callbacks
from store.messages import MessageRow, Messages
from store.surveys import SurveyRow, Surveys

messages_app = typer.Typer(
    help="Messages that callers left: list them, hear them, delete them.", invoke_without_command=True
)
callbacks_app = typer.Typer(
    help="Callers who are to be called back: list them, cancel them.", invoke_without_command=True
)
Which = Annotated[str, typer.Argument(help="The message's id, or the beginning or end of it.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(messages_app, name="messages")
    app.add_typer(callbacks_app, name="callbacks")
    app.command("surveys")(surveys)


@messages_app.callback()
def messages(
    context: typer.Context,
    settings_file: SettingsFile = None,
    box: Annotated[str, typer.Option(help="Only messages in this box.")] = "",
    new: Annotated[bool, typer.Option("--new", help="Only messages that nobody has heard.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many, newest first.")] = 50,
    numbers: ShowNumbers = False,
    json: AsJson = False,
) -> None:
    """List messages, newest first, with what was said in them."""
    if context.invoked_subcommand is not None:
        return
    settings = read_settings(settings_file)
    rows = read(settings, lambda database: Messages(database).messages(box, new, limit))
    if json:
        print_json([_message_fields(settings, row) for row in rows])
    elif rows:
        out.print(_messages_table(settings, rows, masked=not numbers))
    else:
        out.print("no messages")


def _message_fields(settings: Settings, row: MessageRow) -> dict[str, object]:
    path = settings.messages_folder.absolute() / row.kept.file
    return asdict(row.kept) | {"heard_at": row.heard_at, "path": str(path)}


def _messages_table(settings: Settings, rows: list[MessageRow], masked: bool) -> Table:
    table = Table("id", "left", "box", "from", "seconds", "", "transcript")
    for row in rows:
        left = datetime.fromtimestamp(row.kept.left_at, zone(settings))
        number = mask_number(row.kept.number) if masked else row.kept.number
        new = "new" if row.heard_at is None else ""
        cells = (row.kept.id, f"{left:%Y-%m-%d %H:%M:%S}", row.kept.box, number or "hidden")
        table.add_row(*map(escape, cells), f"{row.kept.seconds:.1f}", new, escape(row.kept.transcript))
    return table


@messages_app.command("path")
def path_of(message: Which, settings_file: SettingsFile = None) -> None:
    """Print where the sound of a message is, for a player of yours."""
    settings = read_settings(settings_file)
    found = read(settings, lambda database: Messages(database).message(message))
    out.print(str(settings.messages_folder.absolute() / found.kept.file), markup=False)


@messages_app.command("heard")
def heard(message: Which, settings_file: SettingsFile = None) -> None:
    """Mark a message as heard."""
    settings = read_settings(settings_file)
    found = read(settings, lambda database: Messages(database).message(message))
    read(settings, lambda database: Messages(database).heard(found.kept.id, time.time()))
    out.print(f"{found.kept.id}: heard", markup=False)


@messages_app.command("delete")
def delete(message: Which, settings_file: SettingsFile = None) -> None:
    """Delete a message: its sound and what was said in it. The record of the call stays."""
    settings = read_settings(settings_file)
    found = read(settings, lambda database: Messages(database).message(message))
    (settings.messages_folder / found.kept.file).unlink(missing_ok=True)
    read(settings, lambda database: Messages(database).deleted(found.kept.id, time.time()))
    out.print(f"{found.kept.id}: deleted", markup=False)


@callbacks_app.callback()
def callbacks(
    context: typer.Context,
    settings_file: SettingsFile = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many, newest first.")] = 50,
    numbers: ShowNumbers = False,
    json: AsJson = False,
) -> None:
    """List callbacks, newest first: who waits for one, and what became of the others."""
    if context.invoked_subcommand is not None:
        return
    settings = read_settings(settings_file)
    rows = read(settings, lambda database: Callbacks(database).callbacks(limit))
    if json:
        print_json(rows)
        return
    table = Table("id", "asked", "queue", "number", "state", "tries", "last try")
    for row in rows:
        asked = datetime.fromtimestamp(row.asked_at, zone(settings))
        number = row.number if numbers else mask_number(row.number)
        cells = (row.id, f"{asked:%Y-%m-%d %H:%M:%S}", row.queue, number, row.state.value, str(row.tries), row.why)
        table.add_row(*map(escape, cells))
    out.print(table if rows else "no callbacks")


@callbacks_app.command("cancel")
def cancel(
    callback: Annotated[str, typer.Argument(help="The callback's id, as it is listed.")],
    settings_file: SettingsFile = None,
) -> None:
    """Cancel a callback. A running service notices within seconds; who talks already is not cut off."""
    settings = read_settings(settings_file)
    cancelled = read(settings, lambda database: Callbacks(database).cancel([callback], time.time()))
    out.print(f"{callback}: {'cancelled' if cancelled else 'no open callback has this id'}", markup=False)
    if not cancelled:
        raise typer.Exit(1)


def surveys(
    settings_file: SettingsFile = None,
    survey: Annotated[str, typer.Option(help="Only this survey.")] = "",
    days: Annotated[float, typer.Option(min=0.01, help="Of so many days until now.")] = 30.0,
    json: AsJson = False,
) -> None:
    """Sum up what callers answered in surveys: response rate, mean, low scores, Net Promoter Score."""
    settings = read_settings(settings_file)
    since = time.time() - timedelta(days=days).total_seconds()
    rows = read(settings, lambda database: Surveys(database).summary(since, survey))
    if json:
        print_json(rows)
    elif rows:
        out.print(_surveys_table(rows))
    else:
        out.print("no answers yet")


def _surveys_table(rows: list[SurveyRow]) -> Table:
    table = Table("survey", "question", "asked", "answered", "response", "mean", "low", "NPS")
    for row in rows:
        mean = "" if row.mean is None else f"{row.mean:.2f}"
        score = "" if row.nps is None else f"{row.nps:+.0f}"
        counts = (str(row.asked), str(row.answered), f"{row.response:.0%}", mean, str(row.low), score)
        table.add_row(escape(row.survey), escape(row.question), *counts)
    return table

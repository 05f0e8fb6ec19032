"""`hotline patience`: how long a caller is believed to wait, and why; learn it anew; forget a number."""

from __future__ import annotations

import asyncio
import time
from enum import StrEnum
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from acd.personal import NO_COUNTS
from service import told_patience
from service.cli.common import AsJson, SettingsFile, out, print_json, progress_bars, read_settings, zone
from service.cli.listing import ShowNumbers, read
from service.databases import open_database
from service.patience_learning import learn_anew
from service.patience_rules import PatienceRules, patience_rules
from service.told_patience import KnownPatience, known_patience
from store.database import Database
from store.doors import checked_number
from store.patience import ModelKept, PatienceStore
from store.waits import Waits


class Language(StrEnum):
    """In which it can be told."""

    EN = "en"
    ZH = "zh"


class NumberOrCommand(TyperGroup):
    """`hotline patience 13911111111` is `hotline patience show 13911111111`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is named; else the one that shows a number."""
        named = args[0] in self.commands or args[0].startswith("-")
        return super().resolve_command(ctx, args if named else ["show", *args])


patience_app = typer.Typer(
    help="How long a caller is believed to wait, and why; learn it anew from all calls.",
    cls=NumberOrCommand,
    no_args_is_help=True,
)
Number = Annotated[str, typer.Argument(help="The caller's number, as it stands in `hotline calls --numbers`.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(patience_app, name="patience")


@patience_app.command("show")
def show(
    number: Number,
    settings_file: SettingsFile = None,
    lang: Annotated[Language, typer.Option(help="The language it is told in.")] = Language.EN,
    numbers: ShowNumbers = False,
    json: AsJson = False,
) -> None:
    """Show what is known of a caller's patience, and why. `show` may be left out."""
    settings = read_settings(settings_file)
    rules = patience_rules(settings)
    known = read(settings, lambda database: _known(database, checked_number(number), rules))
    if json:
        print_json(told_patience.fields(known, masked=not numbers))
        return
    for line in told_patience.lines(known, zone(settings), not numbers, lang.value):
        out.print(line, markup=False)


async def _known(database: Database, number: str, rules: PatienceRules) -> KnownPatience:
    store = PatienceStore(database)
    kept, model, rows = await store.caller(number), await store.model(), await Waits(database).of(number)
    counts = kept.counts if kept else NO_COUNTS
    return known_patience(number, counts, rows, model, rules, time.time())


@patience_app.command("learn")
def learn(settings_file: SettingsFile = None, json: AsJson = False) -> None:
    """Learn patience anew from the calls in the store. A running service takes it up within seconds."""
    settings = read_settings(settings_file)
    rules = patience_rules(settings)

    async def work() -> ModelKept:
        with progress_bars() as show_progress:
            async with open_database(settings) as database:
                return await learn_anew(database, rules, time.time(), show_progress)

    found = asyncio.run(work())
    if json:
        print_json({name: getattr(found, name) for name in ("version", "learnt_at", "waits", "hang_ups", "callers")})
        return
    out.print(f"version {found.version}: {found.waits} waits, {found.hang_ups} hang-ups, {found.callers} callers known")
    for name, baseline in sorted(found.model.baselines.items()):
        out.print(f"  {told_patience.class_line(name, baseline)}", markup=False)
    if not found.model.baselines:
        out.print("  too few waits for a hazard of their own: the one that every centre begins with holds on")


@patience_app.command("forget")
def forget(number: Number, settings_file: SettingsFile = None) -> None:
    """Forget what was counted of a number. His calls stay, and count again at the next learning."""
    settings = read_settings(settings_file)
    gone = read(settings, lambda database: PatienceStore(database).forget(number))
    out.print("forgotten" if gone else "nothing was counted of this number")
    if not gone:
        raise typer.Exit(1)

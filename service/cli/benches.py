"""`hotline bench`: figures, each beside something in the same run, with its target."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from service.cli.common import AsJson, err

if TYPE_CHECKING:
    from service.bench.showing import Work

bench = typer.Typer(help="Measure: each figure beside something else in the same run, with its target.")
LACKING = 2


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(bench, name="bench")


@bench.command("ami")
def ami(
    json: AsJson = False,
    events: int = typer.Option(20_000, min=100, help="Events of the stream."),
    rounds: int = typer.Option(5, min=1, help="Rounds; the median counts."),
) -> None:
    """Our manager client beside panoramisk and asterisk-ami as shipped: speed, and what each gets wrong."""
    from service.bench.ami import run

    raise typer.Exit(run(json, events, rounds))


@bench.command("routing")
def routing(
    json: AsJson = False,
    trials: int = typer.Option(60, min=5, help="Trials of each, one caller at a time."),
    minutes: float = typer.Option(10.0, min=1, max=240, help="Minutes of the crowd, at each of the two."),
) -> None:
    """Beside app_queue: from an agent becoming ready to the INVITE at his phone, and a crowd of callers with patience.

    About six minutes for the first, and twice --minutes for the crowd.
    """
    from service.bench.everything import of_routing, settings_apart

    _run([of_routing(settings_apart(), trials, minutes)], json)


@bench.command("menu")
def menu(json: AsJson = False) -> None:
    """Calls a second through a menu, and their CPU time, beside the same menu as Asterisk dialplan. About five minutes."""
    from service.bench.everything import of_menu, settings_apart

    _run([of_menu(settings_apart())], json)


@bench.command("recovery")
def recovery(
    json: AsJson = False, callers: int = typer.Option(50, min=2, max=200, help="Callers who wait meanwhile.")
) -> None:
    """Callers wait, the service is killed and started again: who is lost, and who lost his place? About a minute."""
    from service.bench.everything import of_recovery, settings_apart

    _run([of_recovery(settings_apart(), callers)], json)


@bench.command("ivr")
def ivr(json: AsJson = False, presses: int = typer.Option(24, min=2, help="Keys pressed in each menu.")) -> None:
    """A plan of 10,000 steps checked, steps of a session, keys over the wire, simulated calls. About three minutes."""
    from service.bench.everything import of_ivr, settings_apart

    _run([of_ivr(settings_apart(), presses)], json)


@bench.command("speech")
def speech(
    json: AsJson = False,
    audio: Path = typer.Option(Path("../shared/audio"), help="Folder with recordings of people."),
) -> None:
    """How well callers are understood, how soon they are answered, barge-in, echoes, and what it costs key callers."""
    from service.bench.everything import of_speech, settings_apart

    _run([of_speech(settings_apart(), audio)], json)


@bench.command("acd")
def acd(
    json: AsJson = False,
    quick: bool = typer.Option(False, help="Fewer and shorter days: minutes, for ratios good to some hundredths."),
    only: list[str] = typer.Option(
        [], help="formulas, contests, optimum, waits, ideal, decisions, growth: only these."
    ),
) -> None:
    """Who is served first, beside formulas, app_queue's way and the exact optimum; and what it costs. About an hour."""
    from service.bench.everything import of_acd

    _run([of_acd(quick, only)], json)


@bench.command("console")
def console(
    json: AsJson = False,
    quick: bool = typer.Option(False, help="Shorter: a first look, marked as no more than that."),
    only: list[str] = typer.Option([], help="floor, calls: only these."),
) -> None:
    """A large floor in a browser, the first page; the API beside calls, the screen pop. About five minutes."""
    from service.bench.everything import of_console, settings_apart

    _run([of_console(settings_apart(), quick, only)], json)


@bench.command("all")
def everything(json: AsJson = False) -> None:
    """All of them, with one verdict. About an hour."""
    from service.bench.everything import everything as every_bench
    from service.bench.everything import settings_apart

    _run(every_bench(settings_apart()), json)


def _run(works: Sequence[Work], json: bool) -> None:
    """0 when every target is reached, 1 when one is missed, 2 when the machine lacks what the benches need."""
    from service.bench.showing import carried_out, shown
    from service.bench.sipp import SippMissing

    try:
        found = carried_out(works)
    except SippMissing as error:
        err.print(error.told(), style="red", markup=False)
        raise typer.Exit(LACKING) from None
    raise typer.Exit(shown(found, json))

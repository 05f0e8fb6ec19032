"""`hotline bench`: figures, each beside something in the same run, with its target."""

from __future__ import annotations

import typer

from service.cli.common import AsJson

bench = typer.Typer(help="Measure: each figure beside something else in the same run, with its target.")


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

"""The command `hotline`: one file a subject. `main` is the entry point."""

from __future__ import annotations

import sys

import typer

from calls.errors import HotlineError, WrongSettings
from service.cli.lazily import LazyCommands

app = typer.Typer(
    name="hotline",
    cls=LazyCommands,
    help="The contact centre a company runs itself: IVR menus, queues and people on one Asterisk.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Begin with [bold]hotline run[/bold], then [bold]hotline call 95105 --press 0@main_menu[/bold] in a second terminal.",
)


@app.callback()
def _hotline() -> None:
    """The contact centre a company runs itself: IVR menus, queues and people on one Asterisk."""


WRONG_SETTINGS = 2


def main() -> None:
    """Run a command. An error of ours is told in its own words; no traceback reaches a user."""
    try:
        app()
    except HotlineError as error:
        from rich.console import Console

        console = Console(stderr=True, highlight=False, soft_wrap=True)
        console.print(f"hotline: {error.told()}", style="red", markup=False)
        sys.exit(WRONG_SETTINGS if isinstance(error, WrongSettings) else 1)
    except KeyboardInterrupt:
        sys.exit(130)

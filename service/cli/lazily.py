"""The program's commands, each imported only when it is used: a command starts as fast as what it needs."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from service.cli.commands import COMMANDS


class LazyCommands(TyperGroup):
    """Knows every command by name and a line of help; imports the one that is called."""

    _listing = False

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the library's signature
        """Their names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the library's signature
        """The command itself; only its line of help while all are listed."""
        if cmd_name not in COMMANDS:
            return None
        module, told = COMMANDS[cmd_name]
        return TyperCommand(cmd_name, help=told) if self._listing else imported(module).commands[cmd_name]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The list of commands, of which none is imported."""
        self._listing = True
        try:
            super().format_help(ctx, formatter)
        finally:
            self._listing = False


def imported(module: str) -> TyperGroup:
    """The commands of this module of `service.cli`."""
    part, app = import_module(f"service.cli.{module}"), typer.Typer(rich_markup_mode="rich")
    app.callback()(_nothing)  # else the only command of a module would be the program itself
    part.add_to(app)
    return typer.main.get_group(app)


def _nothing() -> None:
    """The group itself does nothing."""

"""`hotline run`: the service itself."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import suppress
from typing import Annotated

import typer
import uvloop

from service import bootstrap
from service.cli.common import SettingsFile, err, out, progress_bars, read_settings
from service.config import Settings
from service.service import Console, Service
from service.switchboard import EmbeddedSwitchboard
from store.errors import StoreUnusable


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("run")(run)


def run(
    settings_file: SettingsFile = None,
    leave_asterisk: Annotated[
        bool,
        typer.Option("--leave-asterisk", help="When stopped, leave Asterisk and its calls running for the next start."),
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Development: the dialplan is live as it is saved; nothing is published.")
    ] = False,
) -> None:
    """Run the hotline until Ctrl-C.

    Finds or fetches Asterisk, opens the database, checks the dialplan, and takes calls. With mistakes in the dialplan
    or the settings it tells all of them and starts nothing (exit code 2). A changed dialplan becomes live by
    [bold]hotline publish[/bold], with [bold]--watch[/bold] when it is saved; one with mistakes never does.
    """
    settings = read_settings(settings_file)
    if watch:
        settings = settings.model_copy(update={"centre": settings.centre.model_copy(update={"watch": True})})
    uvloop.run(serve(settings, leave_asterisk))


async def serve(settings: Settings, leave_asterisk: bool) -> None:
    """Bring the service up, say how to try it, and stop on a signal."""
    stop, ready = asyncio.Event(), asyncio.Event()
    this = asyncio.current_task()

    def asked() -> None:
        if ready.is_set() or this is None:
            stop.set()
        else:
            this.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, asked)
    # What is asked while coming up is read while coming up.
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, lambda: None)
    with suppress(asyncio.CancelledError):
        await _serve(settings, leave_asterisk, ready, stop)


async def _serve(settings: Settings, leave_asterisk: bool, ready: asyncio.Event, stop: asyncio.Event) -> None:
    with progress_bars() as progress:
        async with bootstrap.running(settings, progress, err.print) as service:
            service.calls_go_on = leave_asterisk
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, service.reload)
            if settings.metrics.port is not None:
                service.house.metrics.serve(settings.metrics.host, settings.metrics.port)
            ready.set()
            _welcome(service)
            await _welcome_to_console(service)
            out.print("  stop          Ctrl-C")
            await stop.wait()
            err.print("stopping …")


def _welcome(service: Service) -> None:
    """What a newcomer needs to know next."""
    numbers = ", ".join(service.house.configuration.plan.numbers)
    out.print(f"[bold green]hotline is ready[/bold green]: it answers {numbers}")
    board = service.switchboard
    if isinstance(board, EmbeddedSwitchboard):
        out.print(f"  SIP server    {board.rendered.bind}:{board.rendered.sip_port}, UDP and TCP")
    number, hotline = next(iter(service.house.configuration.plan.numbers)), sys.argv[0]
    out.print(f"  try it        {hotline} phone 1001    (an agent's phone, in a second terminal)")
    out.print(f"                {hotline} call {number} --press 0@main_menu --stay 20    (a caller, in a third)")
    out.print(f"  SIP phones    {hotline} accounts          (names and passwords to register with)")
    out.print(f"  what happened {hotline} calls, {hotline} call-record ID")


async def _welcome_to_console(service: Service) -> None:
    """Where the pages are, and how the first admin gets in."""
    console = service.console
    if console is None:
        return
    out.print(f"  console       {console.address}    (agents, managers, team leaders, admins: in a browser)")
    if link := await _first_link(console):
        out.print("  [bold]sign in[/bold]       open this once, and choose a name and a password for the first admin:")
        out.print(f"                {link}", markup=False)
        out.print("                then, in the browser: Try it calls the hotline, and you hear it")


async def _first_link(console: Console) -> str:
    """A store that cannot be written now ends no service that takes calls."""
    try:
        return await console.first_link()
    except StoreUnusable as error:
        err.print(f"  sign in       no link for a first admin: {error.told()}; the next start gives one", markup=False)
        return ""

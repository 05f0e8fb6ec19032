"""`hotline demo`: see it work."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Any

import typer

from calls.errors import HotlineError, WrongSettings
from service import bootstrap, told
from service.cli.common import SettingsFile, err, out, print_json, progress_bars, read_settings, zone
from service.config import Data, Settings
from service.config_lines import SwitchSettings
from service.demo import Demo, conduct
from service.logs import set_up_logs
from telephony.embedded.finding import FOLDER


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("demo")(demo)


def demo(settings_file: SettingsFile = None) -> None:
    """Make one call by itself, from dial to record, on a real Asterisk with real phones.

    A data folder of its own is used and removed. Exit code 0 only if every step was seen; the last line is JSON.
    """
    settings = read_settings(settings_file)
    if settings.switch.mode == "external":
        raise WrongSettings('the demo brings its own Asterisk: it needs switch.mode = "embedded"')
    with tempfile.TemporaryDirectory(prefix="hotline-demo-") as folder:
        raise typer.Exit(asyncio.run(_demonstrate(_apart(settings, Path(folder)), settings)))


def _apart(settings: Settings, folder: Path) -> Settings:
    """The same settings with a data folder of their own, and the Asterisk that is there already."""
    root = settings.switch.root or settings.data.folder.absolute() / FOLDER
    switch = SwitchSettings(root=root if root.is_dir() else None)
    quiet = settings.log.model_copy(update={"level": "warning"})
    return settings.model_copy(update={"data": Data(folder=folder), "switch": switch, "log": quiet})


async def _demonstrate(settings: Settings, shown: Settings) -> int:
    set_up_logs(settings.log)
    seen = Demo(lambda at, text: out.print(f"{at:7.2f} s  {text}", markup=False))
    failed = ""
    try:
        with progress_bars() as progress:
            async with bootstrap.running(settings, progress, err.print) as service:
                await conduct(service, service.catalogue, seen)
    except HotlineError as error:
        failed = error.told()
        out.print(f"FAILED: {failed}", style="red", markup=False)
    if seen.record is not None:
        for line in told.story(seen.record, zone(shown)):
            out.print(f"           {line}", markup=False)
    print_json(_figures(seen, failed))
    return 1 if failed else 0


def _figures(seen: Demo, failed: str) -> dict[str, Any]:
    figures: dict[str, Any] = {"ok": not failed, "steps": seen.steps, "audio": seen.audio}
    return {**figures, "failed": failed} if failed else figures

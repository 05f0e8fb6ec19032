"""What every command shares: where the settings are, and how progress and JSON are shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import orjson
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from service.config import Settings
from service.logs import set_up_logs

SettingsFile = Annotated[
    Path | None,
    typer.Option("--settings", "-c", help="The settings file. [default: hotline.toml here, if there is one]"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program instead of text for people.")]
out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 160)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def read_settings(file: Path | None) -> Settings:
    """The settings of this command, with its logs set up. Raises WrongSettings."""
    settings = Settings.read(file)
    set_up_logs(settings.log)
    return settings


def zone(settings: Settings) -> ZoneInfo:
    """The zone in which times are shown."""
    return ZoneInfo(settings.centre.zone)


def print_json(value: Any) -> None:
    """One JSON document on one line."""
    sys.stdout.buffer.write(orjson.dumps(value, default=str) + b"\n")
    sys.stdout.buffer.flush()


@contextmanager
def progress_bars() -> Iterator[Callable[[str, int, int], None]]:
    """Shows (step, done, total) as bars on a terminal; as one line a step elsewhere."""
    columns = (
        TextColumn("{task.description:<32}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    bars: dict[str, TaskID] = {}
    with Progress(*columns, console=err, disable=not err.is_terminal) as progress:

        def show(step: str, done: int, total: int) -> None:
            if step not in bars:
                bars[step] = progress.add_task(step, total=max(total, 1))
                if not err.is_terminal:
                    err.print(f"{step} …")
            progress.update(bars[step], completed=done, total=max(total, 1))

        yield show

"""How a bench is run and shown: progress on stderr, then tables or JSON on stdout."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import orjson
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from calls.errors import HotlineError, WrongSettings
from service.bench.figures import SHORT_RUN, Figure, Found
from service.bench.sipp import SippMissing


class Steps:
    """How far a bench is. `plan` more steps as they become known; `step` names the one that begins now."""

    def __init__(self, progress: Progress | None = None) -> None:
        self.progress = progress
        self._planned = 0
        self._task = progress.add_task("", total=None) if progress else None

    def plan(self, steps: int) -> None:
        """So many steps more."""
        self._planned += steps
        if self.progress and self._task is not None:
            self.progress.update(self._task, total=self._planned)

    def step(self, what: str) -> None:
        """The one before is done, this one begins. On no terminal nothing is shown."""
        if self.progress and self._task is not None:
            self.progress.update(self._task, advance=1, description=what)


@dataclass(frozen=True, slots=True)
class Work:
    """One bench, ready to run."""

    name: str
    run: Callable[[Steps], Found]


def carried_out(works: Sequence[Work]) -> list[Found]:
    """Run benches one after the other, each with its progress bar. One that breaks off is told, and the rest go on.

    Raises SippMissing and WrongSettings: this machine lacks what is needed.
    """
    found = []
    columns = (TextColumn("{task.description:<48}"), BarColumn(), TimeElapsedColumn())
    for work in works:
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            found.append(_carried_out(work, Steps(progress)))
    return found


def _carried_out(work: Work, steps: Steps) -> Found:
    try:
        return work.run(steps)
    except (SippMissing, WrongSettings):
        raise
    except HotlineError as error:
        return Found(work.name, [Figure("carried out", None, at_least=1)], [error.told()])


def shown(found: Sequence[Found], json: bool) -> int:
    """Print what was found. 0 if every target is reached, else 1."""
    ok = all(one.ok for one in found)
    if json:
        sys.stdout.buffer.write(_document(found, ok) + b"\n")
        return 0 if ok else 1
    console = Console() if sys.stdout.isatty() else Console(width=120)
    for one in found:
        console.print(table(one))
        for remark in one.remarks:
            console.print(f"  {remark}", style="dim", markup=False, highlight=False)
    console.print(_verdict(found), style="green" if ok else "red", markup=False)
    return 0 if ok else 1


def _verdict(found: Sequence[Found]) -> str:
    missed = [name for one in found for name in one.missed]
    if missed:
        return f"FAILED: {'; '.join(missed)}"
    return f"ok ({SHORT_RUN})" if any(one.short for one in found) else "ok"


def table(found: Found) -> Table:
    """The figures for people."""
    shows = Table("figure", "value", "target", "", title=found.bench)
    for one in found.figures:
        shows.add_row(one.name, in_words(one.value, one.unit), one.target, one.verdict)
    return shows


def in_words(value: float | None, unit: str = "") -> str:
    """A value with its unit, and no more digits than it deserves."""
    if value is None:
        return "not measured"
    digits = f"{value:,.0f}" if value == int(value) or abs(value) >= 1000 else f"{value:.3g}"
    return f"{digits} {unit}".strip()


def _document(found: Sequence[Found], ok: bool) -> bytes:
    if len(found) == 1:
        return found[0].as_json()
    benches = [one.as_dict() for one in found]
    short = any(one.short for one in found)
    return orjson.dumps({"bench": "all", "ok": ok, "short": short, "benches": benches}, option=orjson.OPT_INDENT_2)

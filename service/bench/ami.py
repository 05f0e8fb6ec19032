"""`hotline bench ami`: our client beside panoramisk and asterisk-ami as shipped, on one stream, in one run.

The stream comes over a real loopback socket from a process of its own. The clients take turns, so that a noisy machine
is unfair to all of them alike; figures are medians over the rounds.
"""

from __future__ import annotations

import dataclasses
import gc
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson
import uvloop
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from service.bench.ami_clients import Contender, Hotline
from service.bench.ami_peers import AsteriskAmi, Panoramisk
from service.bench.ami_rows import Row, rows

OURS, OURS_UVLOOP = "hotline", "hotline, uvloop"
PEER, PEER_UVLOOP, SHIPPED = "panoramisk", "panoramisk, uvloop", "asterisk-ami"

FEW, ALL = "a few headers read", "every header read"
_READ = ("Channel", "Uniqueid", "Linkedid", "CallerIDNum")
"""What a consumer reads of an event before it decides to do something."""

_COMPARED: dict[str, tuple[tuple[str, str, float | None], ...]] = {
    FEW: ((OURS, PEER, 1.6), (OURS_UVLOOP, PEER, 2.0), (OURS_UVLOOP, PEER_UVLOOP, 2.0), (OURS, SHIPPED, None)),
    ALL: ((OURS, PEER, 1.6), (OURS_UVLOOP, PEER, None), (OURS_UVLOOP, PEER_UVLOOP, None), (OURS, SHIPPED, None)),
}
"""Ours, the peer, and how many times as fast we want to be; None where it is only told.

Our consumer reads a few headers. Reading every one is the worst case of a lazy reader, and must beat the peer too.
"""

_WITHIN = 120.0

Speeds = dict[str, list[float]]
"""Events/s by client, one a round."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times as fast as a peer, and how much is asked. `target` None: for information."""

    name: str
    value: float
    target: float | None

    @property
    def ok(self) -> bool:
        """Whether the target is reached."""
        return self.target is None or self.value >= self.target


@dataclass(frozen=True, slots=True)
class AmiFigures:
    """Everything one run found: events/s by reading and client, ratios, correctness rows."""

    events: int
    rounds: int
    events_per_second: dict[str, dict[str, float]]
    ratios: list[Ratio]
    rows: list[Row]

    @property
    def failed_rows(self) -> list[str]:
        """The rows that our client does not pass."""
        return [row.name for row in self.rows if not (row.passed[OURS] and row.passed[OURS_UVLOOP])]

    @property
    def ok(self) -> bool:
        """Every target reached and no failed row of ours."""
        return not self.failed_rows and all(ratio.ok for ratio in self.ratios)

    def as_json(self) -> bytes:
        """Every figure, its target and the overall `ok`."""
        found = {
            "ok": self.ok,
            "events": self.events,
            "rounds": self.rounds,
            "events_per_second": self.events_per_second,
            "ratios": [{**dataclasses.asdict(ratio), "ok": ratio.ok} for ratio in self.ratios],
            "failed_rows": {"value": len(self.failed_rows), "target": 0, "ok": not self.failed_rows},
            "rows": [{"name": row.name, "passed": row.passed} for row in self.rows],
        }
        return orjson.dumps(found, option=orjson.OPT_INDENT_2)


def contenders() -> list[Contender]:
    """Who is measured; asterisk-ami brings its own thread instead of a loop."""
    return [
        Hotline(OURS),
        Panoramisk(PEER),
        AsteriskAmi(SHIPPED),
        Hotline(OURS_UVLOOP, uvloop.new_event_loop),
        Panoramisk(PEER_UVLOOP, uvloop.new_event_loop),
    ]


def measure(events: int = 20_000, rounds: int = 5, progress: Progress | None = None) -> AmiFigures:
    """Run it all; about a minute. `progress` shows how far it is."""
    clients, checks = contenders(), rows()
    step = _stepper(progress, len(checks) * len(clients) + 2 * rounds * len(clients))
    with _server(events) as port:
        for row in checks:
            for client in clients:
                step(f"{client.name}: {row.name}")
                row.run(client, port)
        speed = {reading: _speeds(clients, port, reading, events, rounds, step) for reading in (FEW, ALL)}
    medians = {
        reading: {name: statistics.median(found) for name, found in speeds.items()} for reading, speeds in speed.items()
    }
    return AmiFigures(events, rounds, medians, _ratios(speed), checks)


def _speeds(
    clients: list[Contender], port: int, reading: str, events: int, rounds: int, step: Callable[[str], None]
) -> Speeds:
    """Events/s of every round by client. The order turns round after each round, so that none is always the first."""
    found: dict[str, list[float]] = {client.name: [] for client in clients}
    for turn in range(rounds):
        for client in clients[:: -1 if turn % 2 else 1]:
            step(f"{client.name}: {reading}, round {turn + 1} of {rounds}")
            found[client.name].append(events / _timed(client, port, reading, events))
    return found


def _timed(client: Contender, port: int, reading: str, events: int) -> float:
    heard = 0

    def few(event: Any) -> None:
        nonlocal heard
        heard += 1
        for name in _READ:
            event[name]

    def every(event: Any) -> None:
        nonlocal heard
        heard += 1
        whole = client.whole(event)
        for name in _READ:
            whole[name]

    gc.collect()
    seconds = client.play(port, "busy", few if reading == FEW else every, _WITHIN)
    if heard < events:
        raise RuntimeError(f"{client.name} heard {heard} of {events} events")
    return seconds


def _ratios(speed: dict[str, Speeds]) -> list[Ratio]:
    """The median over the rounds of the ratio within one round: what slows a round slows both."""
    found = []
    for reading, speeds in speed.items():
        for ours, peer, target in _COMPARED[reading]:
            rounds = (a / b for a, b in zip(speeds[ours], speeds[peer], strict=True))
            found.append(Ratio(f"{ours} / {peer}, {reading}", statistics.median(rounds), target))
    return found


def _stepper(progress: Progress | None, total: int) -> Callable[[str], None]:
    if progress is None:
        return lambda _: None
    task = progress.add_task("", total=total)
    return lambda what: progress.update(task, advance=1, description=what)


@contextmanager
def _server(events: int) -> Iterator[int]:
    """The manager in a process of its own; it ends when its standard input does."""
    command = [sys.executable, "-m", "service.bench.ami_server", str(events)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())


def tables(figures: AmiFigures) -> list[Table]:
    """The figures for people."""
    names = [client.name for client in contenders()]
    speed = Table("events per second (median)", *names, title=f"{figures.rounds} rounds of {figures.events} events")
    for reading, found in figures.events_per_second.items():
        speed.add_row(reading, *(f"{found[name]:,.0f}" for name in names))
    ratios = Table("times as fast", "ratio", "target", "")
    for ratio in figures.ratios:
        ratios.add_row(ratio.name, f"{ratio.value:.2f}", f"{ratio.target or '-'}", "ok" if ratio.ok else "FAILED")
    checks = Table("row", *names)
    for row in figures.rows:
        checks.add_row(row.name, *("pass" if row.passed[name] else "FAILED" for name in names))
    return [checks, speed, ratios]


def run(json: bool = False, events: int = 20_000, rounds: int = 5) -> int:
    """The command: progress on stderr, then tables or JSON on stdout. 0 if every target is reached."""
    with Progress(console=Console(stderr=True), transient=True) as progress:
        figures = measure(events, rounds, progress)
    if json:
        sys.stdout.buffer.write(figures.as_json() + b"\n")
        return 0 if figures.ok else 1
    console = Console() if sys.stdout.isatty() else Console(width=140)
    for table in tables(figures):
        console.print(table)
    console.print("ok" if figures.ok else f"FAILED {', '.join(figures.failed_rows)}")
    return 0 if figures.ok else 1

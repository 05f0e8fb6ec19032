"""`hotline bench console`: the floor of a large centre in a browser, and what it costs; the API beside calls; the first page.

The centre has 4,000 people and 200 queues, of whom 500 a second change what they are, through the real dispatcher and into
the real database; 50 streams look on, one of them a real Chromium. The API is asked while 50 callers are up on a real Asterisk.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from calls.errors import HotlineError
from service.bench.console_calls import of_calls
from service.bench.console_centre import CHANGES, PEOPLE, QUEUES, plan_text, settings_text
from service.bench.console_entry import signed_in
from service.bench.console_page import Shown, browser, first_load, watch
from service.bench.console_viewers import Entry, Read, looking_on
from service.bench.figures import Figure, Found
from service.bench.ground import Ground, ground
from service.bench.hotline_process import DidNotRun, cpu_seconds, environment
from service.bench.showing import Steps
from service.config import Settings
from store.database import Database

VIEWERS = 50
SECONDS, QUICK_SECONDS = 30.0, 8.0
SETTLES = 4.0
UP_WITHIN = 180.0
MOST_BYTES, MOST_LOAD_MS = 300_000, 1500
PAGES_STAND = "main h1, h1"
PARTS = ("floor", "calls")
REMARKS = (
    f"{PEOPLE} people, {QUEUES} queues, {CHANGES} changes a second, {VIEWERS} streams, one of them Chromium",
    "the server's share is of the whole process: dispatcher, database and console together",
)


@dataclass(frozen=True, slots=True)
class Wall:
    """What the wallboard part found. Shares of one core."""

    shown: Shown
    moving: float
    looked_at: float
    rate: float
    read: Read
    seconds: float


async def measure(settings: Settings, steps: Steps, quick: bool = False, parts: Sequence[str] = ()) -> Found:
    """Run it: about four minutes. A part that breaks off is told, and the other goes on. Raises AsteriskMissing."""
    seconds, figures, remarks = QUICK_SECONDS if quick else SECONDS, list[Figure](), list[str]()
    steps.plan(9)
    with ground(settings) as here:
        works = {
            "floor": lambda: _of_floor(here, steps, seconds, quick),
            "calls": lambda: of_calls(here, steps, seconds, quick),
        }
        for name in parts or PARTS:
            try:
                figures += await works[name]()
            except HotlineError as error:
                figures.append(Figure(f"{name}: carried out", None, at_least=1))
                remarks.append(error.told())
    return Found("console", figures, [*REMARKS, *remarks])


async def _of_floor(here: Ground, steps: Steps, seconds: float, quick: bool) -> list[Figure]:
    async with _large_centre(here.place("floor"), steps) as (entry, server):
        loads = await _loads(entry, steps)
        wall = await _wall(entry, server, steps, seconds)
    return [*_of_wall(wall, quick), *_of_loads(loads, quick)]


# --- the wall


@asynccontextmanager
async def _large_centre(folder: Path, steps: Steps) -> AsyncIterator[tuple[Entry, asyncio.subprocess.Process]]:
    (folder / "plan.yaml").write_text(plan_text(), "utf-8")
    file = folder / "hotline.toml"
    file.write_text(settings_text(folder), "utf-8")
    settings = Settings.read(file)
    async with Database.in_file(settings.database_file) as database:
        entry = await signed_in(database, settings)
    steps.step("a centre of 4,000 people starts")
    log = (folder / "service.log").open("wb")
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service.bench.console_server", str(file)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=log,
        env=environment(os.environ, folder / "compiled"),
    )
    try:
        address = await _address(server, folder)
        yield replace(entry, address=address), server
    finally:
        with suppress(ProcessLookupError):
            server.terminate()
        await server.wait()
        log.close()


async def _address(server: asyncio.subprocess.Process, folder: Path) -> str:
    assert server.stdout is not None
    try:
        async with asyncio.timeout(UP_WITHIN):
            line = await server.stdout.readline()
    except TimeoutError:
        line = b""
    if not line.startswith(b"http"):
        words = (folder / "service.log").read_text("utf-8", "replace").strip().splitlines()
        raise DidNotRun(f"the large centre did not come up: {' | '.join(words[-3:])[-600:]}")
    return line.decode().strip()


async def _loads(entry: Entry, steps: Steps) -> list[tuple[int, float]]:
    steps.step("the first page, with nothing cached")
    async with browser() as opened:
        loads = [await first_load(opened, entry, "/", PAGES_STAND) for _ in range(5)]
    return [(each.bytes, each.milliseconds) for each in loads]


async def _wall(entry: Entry, server: asyncio.subprocess.Process, steps: Steps, seconds: float) -> Wall:
    await _moved(server)
    await asyncio.sleep(SETTLES)
    steps.step("it moves, nobody looks on")
    moving, _ = await _share(server, seconds / 3)
    steps.step(f"{VIEWERS} look on")
    async with looking_on(entry, VIEWERS - 1) as read, browser() as opened:
        watching = asyncio.create_task(watch(opened, entry, seconds))
        await asyncio.sleep(SETTLES + 6)
        looked_at, rate = await _share(server, max(4.0, seconds - 4))
        shown = await watching
        return Wall(shown, moving, looked_at, rate, read, seconds)


async def _share(server: asyncio.subprocess.Process, seconds: float) -> tuple[float, float]:
    """CPU time of the server over time, and the changes that there were a second."""
    before, moved, began = cpu_seconds(server.pid), await _moved(server), time.monotonic()
    await asyncio.sleep(seconds)
    took, changes = cpu_seconds(server.pid) - before, await _moved(server) - moved
    passed = time.monotonic() - began
    return took / passed, changes / passed


async def _moved(server: asyncio.subprocess.Process) -> int:
    """The changes that there were by now; the first asking begins them."""
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(b"how many\n")
    return int(await server.stdout.readline())


def _of_wall(wall: Wall, quick: bool) -> list[Figure]:
    shown = wall.shown
    return [
        Figure("event to pixels, median", _rounded(shown.median), "ms", at_most=250, short=quick),
        Figure("changes that were in sight", len(shown.milliseconds)),
        Figure("browser's main thread, busy", round(100 * shown.busy, 1), "%", at_most=50, short=quick),
        Figure("of it scripts", round(100 * shown.script, 1), "%"),
        Figure("of it layout", round(100 * shown.layout, 1), "%"),
        Figure(f"server, {VIEWERS} look on", round(100 * wall.looked_at, 1), "% of a core", at_most=25, short=quick),
        Figure("server, nobody looks on", round(100 * wall.moving, 1), "% of a core"),
        Figure("changes a second that there were", round(wall.rate), "", at_least=round(0.95 * CHANGES), short=quick),
        Figure("streams that ended early", wall.read.over, "", at_most=0),
        Figure("read by one stream", round(wall.read.bytes / (VIEWERS - 1) / wall.seconds / 1000, 1), "kB a second"),
    ]


def _of_loads(loads: list[tuple[int, float]], quick: bool) -> list[Figure]:
    return [
        Figure("first load, compressed", max(size for size, _ in loads), "bytes", at_most=MOST_BYTES, short=quick),
        Figure(
            "first load, median of five",
            round(median(took for _, took in loads)),
            "ms",
            at_most=MOST_LOAD_MS,
            short=quick,
        ),
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)

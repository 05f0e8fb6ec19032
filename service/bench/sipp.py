"""SIPp as the load: finding it, running it in its own process, reading what it counted."""

from __future__ import annotations

import asyncio
import csv
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from calls.errors import HotlineError
from service.bench.figures import Spread
from service.bench.ground import HERE, free_udp_port

STOP_WITHIN = 5.0


class SippMissing(HotlineError):
    """There is no SIPp on this machine, and the bench's load is made by it."""

    code = "HL412"
    remedy = "install it: apt-get install sip-tester"


@dataclass(frozen=True, slots=True)
class Load:
    """So many calls at so many a second. `within`: seconds after which SIPp is stopped, done or not."""

    scenario: str
    sip_port: int
    rate: float
    calls: int
    within: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a load. `setups`: seconds from INVITE to its 200; `rate`: calls/s as they were really made."""

    calls: int
    failed: int
    setups: list[float] = field(repr=False)
    rate: float = 0.0
    reasons: tuple[str, ...] = ()

    @property
    def spread(self) -> Spread | None:
        """How the set-up times lie."""
        return Spread.of(self.setups) if self.setups else None


def find_sipp() -> str:
    """The program. Raises SippMissing."""
    found = shutil.which("sipp")
    if found is None:
        raise SippMissing("sipp was not found")
    return found


class Sipp:
    """One SIPp at work: `async with Sipp(load, folder) as sipp:`, then `done`. Leaving it stops it."""

    def __init__(self, load: Load, folder: Path) -> None:
        self.load, self.folder = load, folder
        self.folder.mkdir(parents=True, exist_ok=True)

    async def __aenter__(self) -> Sipp:
        (self.folder / "load.xml").write_text(self.load.scenario, encoding="utf-8")
        self._log = (self.folder / "sipp.log").open("wb")
        self.process = await asyncio.create_subprocess_exec(
            find_sipp(),
            *_options(self.load),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            cwd=self.folder,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        self._log.close()
        if self.process.returncode is None:
            self.process.terminate()
            try:
                await asyncio.wait_for(self.process.wait(), STOP_WITHIN)
            except TimeoutError:
                self.process.kill()
                await self.process.wait()

    async def done(self) -> Outcome:
        """Wait for its end and read what it counted."""
        try:
            await asyncio.wait_for(self.process.wait(), self.load.within + STOP_WITHIN)
        except TimeoutError:
            self.process.kill()
            await self.process.wait()
        return read_outcome(self.folder, self.load.calls)


def _options(load: Load) -> list[str]:
    return [
        *("-sf", "load.xml", "-i", HERE, "-p", str(free_udp_port()), "-m", str(load.calls), "-r", f"{load.rate:g}"),
        *("-l", str(load.calls + 1), "-mi", HERE, "-mp", str(free_udp_port())),
        *("-trace_stat", "-stf", "counts.csv", "-fd", "1", "-trace_rtt", "-rtt_freq", "1", "-trace_err"),
        *("-timeout", f"{load.within:g}s", "-timeout_error", "-nostdin", "-cp", str(free_udp_port())),
        f"{HERE}:{load.sip_port}",
    ]


# --- reading


def read_outcome(folder: Path, calls: int) -> Outcome:
    """What SIPp left in its folder. Calls it never made, or never finished, have failed."""
    counts = last_counts(folder / "counts.csv")
    good = int(counts.get("SuccessfulCall(C)", 0))
    times = [row for file in sorted(folder.glob("load_*_rtt.csv")) for row in response_times(file)]
    reasons = tuple(reason for file in sorted(folder.glob("load_*_errors.log")) for reason in errors(file))
    return Outcome(calls, calls - good, [seconds for _, seconds in times], _rate([at for at, _ in times]), reasons)


def last_counts(file: Path) -> dict[str, str]:
    """The last row of `-trace_stat`: what was counted in all."""
    rows = list(_table(file))
    return rows[-1] if rows else {}


def response_times(file: Path) -> Iterator[tuple[float, float]]:
    """(when, seconds) of every answer that `-trace_rtt` noted."""
    for row in _table(file):
        yield float(row["Date_ms"]) / 1000, float(row["response_time_ms"]) / 1000


def errors(file: Path) -> Iterator[str]:
    """The first line of each complaint of `-trace_err`, without its time."""
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        stamp, _, text = line.rpartition("\t")
        if stamp[:2] == "20" and ":" in text:
            yield text.partition(": ")[2][:160]


def _table(file: Path) -> Iterator[dict[str, str]]:
    if not file.is_file():
        return
    with file.open(encoding="utf-8", errors="replace", newline="") as lines:
        yield from csv.DictReader(lines, delimiter=";")


def _rate(times: list[float]) -> float:
    """Calls/s over the time in which answers came."""
    if len(times) < 2 or max(times) == min(times):
        return 0.0
    return (len(times) - 1) / (max(times) - min(times))

"""`hotline bench menu`: calls a second through a menu, and their CPU time, beside the same menu as Asterisk dialplan.

Both run in the same minutes on the same machine with the same callers: SIPp, whose callers send sound all the time. The
two ladders of rates are climbed in turn, step by step. A step passes when no call failed, the load reached its rate, and
95 of 100 calls were answered within half a second.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from service.bench.figures import Figure, Found
from service.bench.ground import Ground, ground
from service.bench.hotline_process import HotlineProcess, cpu_seconds, hotline_process
from service.bench.ladder import Ladder
from service.bench.plain import plain_asterisk
from service.bench.plans import PROMPT, QUEUE, THROUGH_A_MENU, plain_menu, settings_file
from service.bench.scenarios import through_the_menu
from service.bench.showing import Steps
from service.bench.sipp import Load, Outcome, Sipp, find_sipp
from service.config import Settings
from store.contacts import Wanted

OURS, PLAIN = "hotline", "dialplan"
FIRST, MOST = 10.0, 400.0
STEP_SECONDS, FEWEST = 6.0, 40
SETUP_WITHIN = 0.5
RATE_REACHED = 0.9
REACH = 0.6
"""Our calls a second over those of the dialplan."""
CPU_RATE, CPU_CALLS, CPU_ROUNDS = 15.0, 150, 2
GRACE = 20.0
RECORDS_WITHIN, LOOK_EVERY = 3.0, 0.2


Queued = Callable[[float], Awaitable[int]]
"""How many calls that began at this time (epoch seconds) or later have come to the queue."""


@dataclass(slots=True)
class Contender:
    """One of the two: where its calls go, and the processes that they cost.

    In both a caller whose key is not heard is hung up on, and fails. Ours has records too: `queued` reads them.
    """

    name: str
    sip_port: int
    pids: dict[str, Callable[[], int]]
    queued: Queued | None = None
    ladder: Ladder = field(default_factory=lambda: Ladder(FIRST, MOST))
    steps: list[dict[str, Any]] = field(default_factory=list)
    cpu: dict[str, float] = field(default_factory=dict)
    made: int = 0

    @property
    def best(self) -> dict[str, Any]:
        """The step at its highest rate."""
        return next((step for step in self.steps if step["passed"] and step["rate"] == self.ladder.best), {})


async def measure(settings: Settings, steps: Steps) -> Found:
    """Run it: about five minutes. Raises SippMissing, AsteriskMissing, DidNotRun."""
    find_sipp()
    with ground(settings) as here:
        async with _both(here) as both:
            steps.plan(2 * CPU_ROUNDS + 24)
            await _climb(here, both, steps)
            await _spend(here, both, steps)
    return _found(both)


@asynccontextmanager
async def _both(here: Ground) -> AsyncIterator[list[Contender]]:
    ours, plain = here.ports(0), here.ports(1)
    dialplan = plain_menu(here.prompt(PROMPT))
    async with (
        hotline_process(settings_file(here, OURS, THROUGH_A_MENU, ours)) as process,
        plain_asterisk(here, PLAIN, plain, dialplan) as asterisk,
    ):
        of_ours = {"hotline": lambda: process.pid, "asterisk": lambda: process.asterisk_pid}
        yield [
            Contender(OURS, ours.sip, of_ours, lambda since: _queued(process, since)),
            Contender(PLAIN, plain.sip, {"asterisk": lambda: asterisk.exchange.pid}),
        ]


async def _queued(process: HotlineProcess, since: float) -> int:
    return len(await process.calls(Wanted(since=since, queue=QUEUE, limit=10_000)))


# --- calls a second


async def _climb(here: Ground, both: list[Contender], steps: Steps) -> None:
    """One step of each in turn, until both are done."""
    while climbing := [(one, rate) for one in both if (rate := one.ladder.rate()) is not None]:
        for one, rate in climbing:
            steps.step(f"{one.name}: {rate:g} calls a second")
            began = time.time()
            outcome = await _load(here, one, rate, max(FEWEST, int(rate * STEP_SECONDS)))
            astray = await _astray(one, outcome.calls, began)
            passed = carried(outcome, rate) and not astray
            (one.ladder.passed if passed else one.ladder.failed)(rate)
            one.steps.append(_step(outcome, rate, passed) | {"astray": astray})


async def _load(here: Ground, one: Contender, rate: float, calls: int) -> Outcome:
    folder = here.place(f"load-{one.name}-{one.made}")
    load = Load(through_the_menu(folder), one.sip_port, rate, calls, calls / rate + GRACE)
    async with Sipp(load, folder) as sipp:
        outcome = await sipp.done()
    one.made += calls
    return outcome


async def _astray(one: Contender, calls: int, began: float) -> int:
    """Calls that never came to the queue, by the records, which follow a moment later."""
    if one.queued is None:
        return 0
    deadline = time.monotonic() + RECORDS_WITHIN
    while True:
        missing = calls - await one.queued(began)
        if missing <= 0 or time.monotonic() > deadline:
            return missing
        await asyncio.sleep(LOOK_EVERY)


def carried(outcome: Outcome, rate: float) -> bool:
    """Whether a step passed."""
    spread = outcome.spread
    if outcome.failed or spread is None or spread.p95 > SETUP_WITHIN:
        return False
    return outcome.rate >= RATE_REACHED * rate


def _step(outcome: Outcome, rate: float, passed: bool) -> dict[str, Any]:
    spread = asdict(outcome.spread) if outcome.spread else None
    reasons = sorted(set(outcome.reasons))[:3]
    return {
        "rate": rate,
        "passed": passed,
        "calls": outcome.calls,
        "failed": outcome.failed,
        "rate_made": round(outcome.rate, 2),
        "setup_seconds": spread,
        "reasons": reasons,
    }


# --- CPU


async def _spend(here: Ground, both: list[Contender], steps: Steps) -> None:
    """The same calls at the same quiet rate for each; CPU seconds are added up by process."""
    for turn in range(CPU_ROUNDS):
        for one in both[:: -1 if turn % 2 else 1]:
            steps.step(f"{one.name}: CPU time of {CPU_CALLS} calls")
            pids = {name: pid() for name, pid in one.pids.items()}
            before = {name: cpu_seconds(pid) for name, pid in pids.items()}
            await _load(here, one, CPU_RATE, CPU_CALLS)
            for name, pid in pids.items():
                one.cpu[name] = one.cpu.get(name, 0.0) + cpu_seconds(pid) - before[name]


def per_thousand(seconds: float) -> float:
    """CPU seconds of all rounds, as of a thousand calls."""
    return round(seconds / (CPU_ROUNDS * CPU_CALLS) * 1000, 2)


# --- what was found


def _found(both: list[Contender]) -> Found:
    ours, plain = both
    share = ours.ladder.best / plain.ladder.best if plain.ladder.best else None
    figures = [
        Figure("calls through our menu", ours.ladder.best, "calls/s"),
        Figure("calls through the dialplan's menu", plain.ladder.best, "calls/s"),
        Figure("ours / dialplan", share, "", at_least=REACH),
        *(Figure(f"{one.name}, p95 of set-up at its highest rate", _p95(one), "ms") for one in both),
        Figure("CPU of 1,000 calls, hotline's process", per_thousand(ours.cpu["hotline"]), "s"),
        Figure("CPU of 1,000 calls, Asterisk under hotline", per_thousand(ours.cpu["asterisk"]), "s"),
        Figure("CPU of 1,000 calls, Asterisk with the dialplan", per_thousand(plain.cpu["asterisk"]), "s"),
    ]
    remarks = [
        f"a step: {STEP_SECONDS:g} s of calls of about 3 s with sound both ways; it fails at the first failed call, "
        f"a p95 of set-up above {SETUP_WITHIN * 1000:g} ms, a load below {RATE_REACHED:.0%} of its rate, or (ours) a call "
        "that its record does not show in the queue, twice",
        "SIPp, Asterisk and we share the machine: the highest rate is that of the machine, the ratio is ours",
    ]
    return Found("menu", figures, remarks, {one.name: one.steps for one in both})


def _p95(one: Contender) -> float | None:
    spread = one.best.get("setup_seconds")
    return round(spread["p95"] * 1000, 1) if spread else None

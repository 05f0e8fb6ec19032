"""One decision in a very large centre, beside a plain scan of everybody who waits.

10,000 callers wait for 4,000 people of 40 skills and 8 dialects (acd_large.py). A person is done and is given the best caller;
then the offer is taken, and another caller takes the place. The scan asks each caller in turn whether the person may take him,
and scores those by the same formulas. Both are timed by the CPU they take, in turn, in the same run.

What else the machine does makes a decision of a millisecond two or three times as long, for it finds its caches taken. So the
same decisions are made again and again, each time by a copy of the same process, and of each the shortest time counts.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from calls.ids import CallId, PersonId
from service.bench.acd_large import Place, plain_scan
from service.bench.copies import in_a_copy
from service.bench.figures import Figure
from service.bench.showing import Steps
from service.collecting import MIDDLE, begin

AGENTS, WAITING = 4000, 10_000
QUICK_AGENTS, QUICK_WAITING = 800, 2000
ROUNDS, SCANS, REPLAYS = 1000, 20, 15
"""Decisions, scans among them, and how often all of that is done again."""
A_SECOND = 100
"""Decisions of a second: after so many the collector works, as it does in the service (service/collecting.py)."""
LOOP = 10_000
"""Steps of a bare loop that is timed beside them, for comparisons between machines."""
P99, SHARE_OF_SCAN = 1.0, 1 / 8


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was found; times in milliseconds of CPU."""

    agents: int
    waiting: int
    mean: float
    p99: float
    p99_as_it_came: float
    scan_mean: float
    arrival_mean: float
    loop: float

    @property
    def share_of_scan(self) -> float:
        """Our mean / the scan's."""
        return self.mean / self.scan_mean


@dataclass(frozen=True, slots=True)
class Replay:
    """The decisions once: seconds of CPU of each, of each scan in between, and of a bare loop; and who was served."""

    ours: Sequence[float]
    scans: Sequence[float]
    loop: float
    served: Sequence[CallId]


def decisions(agents: int = AGENTS, waiting: int = WAITING, rounds: int = ROUNDS) -> Decisions:
    """Measure it."""
    place = Place(agents, waiting)
    people = list(place.talks)[:rounds]
    replays = [in_a_copy(partial(_replay, place, people)) for _ in range(REPLAYS)]
    ours, scans = (_shortest([getattr(each, name) for each in replays]) for name in ("ours", "scans"))
    if len({tuple(each.served) for each in replays}) > 1:
        raise RuntimeError("the same events led to other decisions: the shortest times are not of the same work")
    return Decisions(
        agents=agents,
        waiting=len(place.waiting),
        mean=statistics.mean(ours) * 1000,
        p99=_p99(ours) * 1000,
        p99_as_it_came=statistics.median(_p99(each.ours) for each in replays) * 1000,
        scan_mean=statistics.mean(scans) * 1000,
        arrival_mean=statistics.mean(place.arrivals) * 1000,
        loop=min(each.loop for each in replays) * 1000,
    )


def _shortest(replays: Sequence[Sequence[float]]) -> list[float]:
    return [min(times) for times in zip(*replays, strict=True)]


def _p99(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=100)[98]


def _replay(place: Place, people: Sequence[PersonId]) -> Replay:
    begin()
    ours, scans = [], []
    for number, person in enumerate(people):
        if number % A_SECOND == 0:
            gc.collect(MIDDLE)
        ours.append(place.serve(person))
        if number % (len(people) // SCANS or 1) == 0:
            scans.append(_timed(partial(plain_scan, place, place.people[person])))
    return Replay(ours, scans, min(_timed(_bare_loop) for _ in range(SCANS)), [*place.talks.values()])


def _bare_loop() -> int:
    total = 0
    for number in range(LOOP):
        total += number
    return total


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def figures(steps: Steps, quick: bool) -> list[Figure]:
    """The rows of the policy about one decision."""
    steps.plan(1)
    found = decisions(QUICK_AGENTS, QUICK_WAITING) if quick else decisions()
    steps.step("one decision")
    where = f"{found.waiting:,} waiting, {found.agents:,} agents"
    return [
        Figure(f"a decision, {where}: mean", round(found.mean, 3), "ms"),
        Figure("… p99", round(found.p99, 3), "ms", at_most=P99, short=quick),
        Figure("… p99 of one time, as it came", round(found.p99_as_it_came, 3), "ms"),
        Figure(f"… p99 / a bare loop of {LOOP:,} steps", round(found.p99 / found.loop, 2), ""),
        Figure("… a plain scan: mean", round(found.scan_mean, 3), "ms"),
        Figure("… mean / that of the scan", round(found.share_of_scan, 4), "", at_most=SHARE_OF_SCAN, short=quick),
        Figure(f"a caller comes, up to {found.agents:,} free: mean", round(found.arrival_mean, 3), "ms"),
    ]

"""`hotline bench routing`, second part: a crowd with patience of its own, at our service and at app_queue.

30 agents' phones, 60 callers' phones, ten minutes each, the same callers at both (`crowd_day`). Who gives up hangs up
himself. Weighted abandonment: the weights of those who gave up over the weights of all who were in line, as in the policy.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from service.bench.crowd import Seen, Visit
from service.bench.crowd_contests import at_ours, at_theirs
from service.bench.crowd_day import AGENTS, FASTER, LOAD, PROMISE, WEIGHTS, CrowdDay, crowd_day
from service.bench.figures import Figure, Found, Spread
from service.bench.ground import ground
from service.bench.showing import Steps
from service.config import Settings

MINUTES, SEED = 10.0, 20261122
RATIO = 0.9
"""Our weighted abandonment over app_queue's, at most."""
FAULTS = 0.01
"""Of the calls: more that went wrong, and the rest would prove nothing."""


async def measure(settings: Settings, steps: Steps, minutes: float = MINUTES, seed: int = SEED) -> Found:
    """Run it: twice as many minutes, and a few. Raises AsteriskMissing, NoAnswer, DidNotRun."""
    steps.plan(2 * _steps(minutes) + 1)
    with ground(settings) as here:
        day = crowd_day(minutes, seed, time.time())
        mine, cpu = await at_ours(here, day, here.ports(0), _telling(steps, "hotline", minutes))
        theirs = await at_theirs(here, day, here.ports(1), _telling(steps, "app_queue", minutes))
    return found(day, mine, theirs, cpu)


def found(day: CrowdDay, mine: Seen, theirs: Seen, cpu: float) -> Found:
    """The figures."""
    ours, queue = _counted(day, mine), _counted(day, theirs)
    loss, their_loss = weighted_abandonment(ours), weighted_abandonment(queue)
    figures = [
        Figure("callers counted at each", min(len(ours), len(queue)), ""),
        Figure("weighted abandonment, hotline", loss, ""),
        Figure("weighted abandonment, app_queue", their_loss, ""),
        Figure(
            "weighted abandonment, hotline / app_queue", loss / their_loss if their_loss else None, "", at_most=RATIO
        ),
        Figure(f"answered within {PROMISE:.2g} s, hotline", in_time(ours), ""),
        Figure(f"answered within {PROMISE:.2g} s, app_queue", in_time(queue), ""),
        *_latencies("hotline", mine),
        *_latencies("app_queue", theirs),
        Figure("calls that went wrong, hotline", _faults(mine) / max(1, len(ours)), "of all", at_most=FAULTS),
        Figure("calls that went wrong, app_queue", _faults(theirs) / max(1, len(queue)), "of all"),
        Figure("agents rung while they talked, hotline", mine.rung_while_busy, "", at_most=0),
        Figure("agents rung while they talked, app_queue", theirs.rung_while_busy, ""),
        Figure("CPU of the service", cpu / day.seconds, "of a core"),
    ]
    remark = f"mix A at load {LOAD:g}: {AGENTS} agents; the policy's times, {FASTER:g} times as fast"
    kept = "from free to ring: ours keeps a person free on purpose now and then (the reserve); the trials above do not"
    return Found("routing, a crowd", figures, [remark, kept], {"hotline": _detail(ours), "app_queue": _detail(queue)})


def weighted_abandonment(visits: Iterable[Visit]) -> float:
    """Weights of those who gave up / weights of all who were in line."""
    told = [(visit.call.weight, visit.gave_up) for visit in visits]
    whole = sum(weight for weight, _ in told)
    return sum(weight for weight, gone in told if gone) / whole if whole else 0.0


def in_time(visits: Iterable[Visit]) -> float:
    """Picked up within the promise / all who were in line."""
    waits = [visit.waited if visit.picked_up else float("inf") for visit in visits]
    return sum(wait <= PROMISE for wait in waits) / len(waits) if waits else 0.0


def _counted(day: CrowdDay, seen: Seen) -> list[Visit]:
    return [visit for visit in seen.visits.values() if visit.joined and visit.call.arrives >= day.warm_up]


def _faults(seen: Seen) -> int:
    return seen.turned_away + sum(bool(visit.fault) for visit in seen.visits.values())


def _latencies(name: str, seen: Seen) -> list[Figure]:
    spread = Spread.of(seen.free_to_ring) if seen.free_to_ring else None
    values = {"median": spread.median, "p95": spread.p95} if spread else {"median": None, "p95": None}
    told = "from free to ring while somebody waits"
    return [
        Figure(f"{told}, {name}, {which}", None if value is None else round(value * 1000, 1), "ms")
        for which, value in values.items()
    ]


def _detail(visits: list[Visit]) -> dict[str, Any]:
    """By class: who was in line, who gave up, and the mean wait of the others."""
    told = {}
    for name in WEIGHTS:
        mine = [visit for visit in visits if visit.call.segment == name]
        waits = [visit.waited for visit in mine if visit.picked_up]
        mean = sum(waits) / len(waits) if waits else None
        told[name] = {"callers": len(mine), "gave_up": sum(visit.gave_up for visit in mine), "mean_wait": mean}
    faults = sorted({visit.fault for visit in visits if visit.fault})
    return {**told, "faults": faults}


def _steps(minutes: float) -> int:
    return max(1, round(minutes))


def _telling(steps: Steps, name: str, minutes: float) -> Any:
    """Tells each minute that is over, once."""
    told = 0

    def tell(share: float) -> None:
        nonlocal told
        while told < share * _steps(minutes):
            told += 1
            steps.step(f"{name}: minute {told} of {_steps(minutes)}")

    return tell

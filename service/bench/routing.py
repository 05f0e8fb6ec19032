"""`hotline bench routing`: how soon a waiting caller's agent is rung once he is ready, beside Asterisk's own app_queue.

The trials of the three take turns, so that what else the machine does meets all of them. A caller waits between one
and two seconds first, at random: app_queue's callers look round once a second, and any moment between two looks is fair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from calls.errors import HotlineError
from service.bench.chances import seeded
from service.bench.contests import Contest, ours, theirs
from service.bench.figures import Figure, Found, Spread
from service.bench.ground import ground
from service.bench.plain import plain_asterisk
from service.bench.plans import PLAIN_QUEUE, QUEUES_CONF
from service.bench.showing import Steps
from service.config import Settings

TRIALS = 60
WAITED = (1.0, 2.0)
SHARE = 0.05
"""Our median over app_queue's."""

Seconds = dict[str, list[float]]
"""Every trial by contest, in order."""


class QueueMissing(HotlineError):
    """This Asterisk has no app_queue to be compared with."""

    code = "HL414"
    remedy = "use an Asterisk with the module app_queue: Debian's package asterisk-modules has it"


async def measure(settings: Settings, steps: Steps, trials: int = TRIALS) -> Found:
    """Run it: about six minutes. Raises AsteriskMissing, QueueMissing, NoAnswer."""
    with ground(settings) as here:
        if not here.installation.has("app_queue"):
            raise QueueMissing("app_queue is not there")
        steps.step("two Asterisks start")
        async with (
            ours(here, here.ports(0)) as hotline,
            plain_asterisk(here, "plain", here.ports(1), PLAIN_QUEUE, QUEUES_CONF) as asterisk,
            theirs(asterisk) as (queue, originate),
        ):
            return found(await _take_turns([hotline, queue, originate], trials, steps))


async def _take_turns(contests: Sequence[Contest], trials: int, steps: Steps) -> Seconds:
    steps.plan(trials * len(contests) + 1)
    seconds: Seconds = {contest.name: [] for contest in contests}
    chance = seeded(1)
    for turn in range(trials):
        for contest in contests:
            steps.step(f"{contest.name}: trial {turn + 1} of {trials}")
            seconds[contest.name].append(await contest.trial(chance.uniform(*WAITED)))
    return seconds


def found(seconds: Seconds) -> Found:
    """The figures."""
    spreads = {name: Spread.of(values) for name, values in seconds.items()}
    mine, queue = spreads["hotline"], spreads["app_queue"]
    figures = [
        Figure("trials of each", min(spread.count for spread in spreads.values()), ""),
        *(figure for name, spread in spreads.items() for figure in _figures(name, spread)),
        Figure("hotline / app_queue, median", mine.median / queue.median, "", at_most=SHARE),
        Figure("hotline / app_queue, p95", mine.p95 / queue.p95, ""),
    ]
    detail: dict[str, Any] = {name: {"seconds": seconds[name], **asdict(spread)} for name, spread in spreads.items()}
    remark = "from the agent becoming ready to the kernel's time stamp of the INVITE at his phone, a caller waiting"
    return Found("routing", figures, [remark], detail)


def _figures(name: str, spread: Spread) -> list[Figure]:
    return [
        Figure(f"{name}, median", round(spread.median * 1000, 2), "ms"),
        Figure(f"{name}, p95", round(spread.p95 * 1000, 2), "ms"),
    ]

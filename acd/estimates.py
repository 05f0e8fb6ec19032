"""How long a caller will wait: from his place, the people who serve, the handling time, and the patience of those ahead.

Ahead of him are Q callers. As long as all n people are busy, one of the k callers still ahead leaves the line at the rate
`n / AHT + k * theta`: somebody becomes free, or one of the k gives up. So the wait of a caller who stays is

    QLa = sum over k = 0..Q of 1 / (n / AHT + k * theta)

the "queue length with abandonment" predictor of R. Ibrahim and W. Whitt, "Real-Time Delay Estimation in Overloaded
Multiserver Queues with Abandonments", Management Science 55 (2009), section 3. With theta = 0 it is (Q + 1) AHT / n, the
classical one of W. Whitt, "Improving Service by Informing Customers About Anticipated Delays", Management Science 45 (1999).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from acd.queues import Queue, fits
from acd.snapshot import PersonView, Snapshot
from acd.states import PersonState

SERVING = frozenset(
    {PersonState.READY, PersonState.RESERVED, PersonState.RINGING, PersonState.TALKING, PersonState.WRAP_UP}
)
"""The states of who serves now, or will when done with the caller he has."""

LOW, HIGH = 0.6, 1.6
"""A single number is mostly wrong: what is announced is from so many times the estimate to so many times."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What may be told to a caller: his place (from 1), and the seconds until his turn, as a number and as a range."""

    position: int
    expected: float
    low: float
    high: float


def ql_a(ahead: int, servers: int, handling: float, theta: float = 0.0) -> float:
    """QLa in seconds, for a caller with so many ahead of him.

    `handling` is the mean handling time AHT (s), `theta` the rate (1/s) at which one waiting caller gives up.
    `servers` and `handling` must be above 0.
    """
    served = servers / handling
    if theta <= 0:
        return (ahead + 1) / served
    if ahead < 32:
        return sum(1.0 / (served + left * theta) for left in range(ahead + 1))
    return float((1.0 / (served + theta * np.arange(ahead + 1))).sum())


def outlook(position: int, servers: int, handling: float | None, theta: float = 0.0) -> Outlook | None:
    """The outlook of the caller at this place (from 1) when everybody is busy.

    None where nobody can tell: nobody serves, or how long a call takes is not known.
    """
    if servers <= 0 or handling is None or handling <= 0:
        return None
    expected = ql_a(max(0, position - 1), servers, handling, theta)
    return Outlook(position, expected, LOW * expected, HIGH * expected)


def expected_wait(waiting: int, ready: int, serving: int, handling: float | None, theta: float = 0.0) -> float | None:
    """Seconds for who joins now; None where nobody can tell: nobody serves, or no call was handled yet."""
    if ready > waiting:
        return 0.0
    told = outlook(waiting + 1, serving, handling, theta)
    return told.expected if told else None


def app_queue_hold(mean_hold: float, waited: float) -> float:
    """What Asterisk's app_queue tells a caller (s): `|mean hold + 30 - waited|`, 30 s being there to round to minutes.

    For comparison only: it knows neither place nor people, and grows again once the caller has waited longer (the absolute
    value is `labs` in `say_position` of apps/app_queue.c, Asterisk 22).
    """
    return abs(mean_hold + 30.0 - waited)


def app_queue_mean_hold(before: float, waited: float) -> float:
    """app_queue's running mean of waits after one more caller was answered (`recalc_holdtime`): a quarter is the new one."""
    return (3.0 * before + waited) / 4.0


def able(snapshot: Snapshot, queue: Queue) -> list[PersonView]:
    """The people who serve this queue now."""
    return [person for person in snapshot.people if person.state in SERVING and fits(queue, person.skills)]

"""How long a caller who joins now will wait: the simplest predictor that is about right.

With n callers before him, s people who serve and a mean handling time 1/mu, every one of the n + 1 services ahead of his
turn ends at rate s * mu: expected wait = (n + 1) / (s * mu). It holds when all s are busy; with somebody free it is 0.
W. Whitt, "Improving Service by Informing Customers About Anticipated Delays", Management Science 45 (1999), section 2.
"""

from __future__ import annotations

from acd.queues import Queue, fits
from acd.snapshot import PersonView, Snapshot
from acd.states import PersonState

SERVING = frozenset(
    {PersonState.READY, PersonState.RESERVED, PersonState.RINGING, PersonState.TALKING, PersonState.WRAP_UP}
)
"""The states of who serves now, or will when done with the caller he has."""


def expected_wait(waiting: int, ready: int, serving: int, handling: float | None) -> float | None:
    """Seconds for who joins now; None where nobody can tell: nobody serves, or no call was handled yet."""
    if ready > waiting:
        return 0.0
    if serving == 0 or handling is None:
        return None
    return (waiting + 1) * handling / serving


def able(snapshot: Snapshot, queue: Queue) -> list[PersonView]:
    """The people who serve this queue now."""
    return [person for person in snapshot.people if person.state in SERVING and fits(queue, person.skills)]

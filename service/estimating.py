"""The queues as a plan's conditions see them: who waits, who is ready, how long it will take."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from statistics import fmean

from acd.estimates import able, expected_wait
from acd.queues import Queue
from acd.snapshot import Snapshot
from acd.states import PersonState
from calls.clock import Clock
from calls.contact import ContactRecord
from ivr.surroundings import QueueState

LATEST = 30
"""Calls whose mean handling time counts, for each queue."""
FRESH = 0.5
"""Seconds for which one look at the floor serves all who ask."""


class Queues:
    """Looks at the floor, and learns from every call that ends how long one takes."""

    def __init__(
        self,
        snapshot: Callable[[float], Snapshot],
        queues: Callable[[], Sequence[Queue]],
        clock: Clock,
        theta: Callable[[str], float] = lambda _queue: 0.0,
    ) -> None:
        """`theta`: the rate (1/s) at which callers of a queue give up, by its name."""
        self._snapshot, self._queues, self._clock, self._theta = snapshot, queues, clock, theta
        self._talked: dict[str, deque[float]] = {}
        self._seen: Snapshot | None = None

    def ended(self, record: ContactRecord) -> None:
        """A call is over: if somebody talked in it, its handling time counts."""
        if record.queue and record.talked > 0:
            self._talked.setdefault(record.queue, deque(maxlen=LATEST)).append(record.talked)

    def state(self, name: str) -> QueueState:
        """A queue as it is now; one that there is not is empty."""
        queue = next((each for each in self._queues() if each.name == name), None)
        if queue is None:
            return QueueState()
        snapshot = self._look()
        serving = able(snapshot, queue)
        ready = sum(person.state is PersonState.READY for person in serving)
        waiting = sum(len(view.waiting) for view in snapshot.queues if view.name == name)
        expected = expected_wait(waiting, ready, len(serving), self.handling(queue), self._theta(name))
        return QueueState(waiting, ready, expected)

    def handling(self, queue: Queue) -> float:
        """Seconds that a call of this queue takes: as the latest did, or as the plan believes."""
        talked = self._talked.get(queue.name)
        return fmean(talked) if talked else queue.handling

    def _look(self) -> Snapshot:
        now = self._clock.now()
        if self._seen is None or not 0 <= now - self._seen.at < FRESH:
            self._seen = self._snapshot(now)
        return self._seen

"""Which waiting callers are looked at again because time has passed: everybody's turn comes, but only so many at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

from acd.onlooking import Onlooking
from calls.ids import CallId

EVERY = 2.0
"""Seconds after which a queue's callers are looked at again."""
OF_A_QUEUE, AT_ONCE = 60, 100
"""Of one queue are looked at who is served next, who may leave, and some others in turn; of all queues together, so many."""
FIRST = 40
NOW_AND_THEN = 1.0


class Due:
    """Goes from queue to queue, round and round."""

    def __init__(self, look: Onlooking, now: Callable[[], float]) -> None:
        self._look, self._now = look, now
        self._next: deque[tuple[float, str]] = deque()
        self._rest: dict[str, int] = {}
        self._then = 0.0

    def begin(self) -> None:
        """The queues may be others."""
        self._next = deque((0.0, queue) for queue in self._look.queues)
        self._rest.clear()

    def now_and_then(self) -> bool:
        """True once a second."""
        now = self._now()
        due = not 0 <= now - self._then < NOW_AND_THEN
        if due:
            self._then = now
        return due

    def callers(self) -> Iterator[tuple[CallId, int]]:
        """Callers to be looked at now, each with his place in his queue."""
        now, left = self._now(), AT_ONCE
        for _ in range(len(self._next)):
            at, queue = self._next[0]
            if at > now or left <= 0:
                return
            self._next.popleft()
            if self._look.waiting(queue):
                for found in self._of(queue, now):
                    left -= 1
                    yield found
            self._next.append((now + EVERY, queue))

    def _of(self, queue: str, now: float) -> list[tuple[CallId, int]]:
        """The first in order, and as many of the others as there is room for, going on where the last look ended."""
        order = [(call, place) for place, call in enumerate(self._look.in_order(queue, now), start=1)]
        first, others = order[:FIRST], order[FIRST:]
        begin = self._rest.get(queue, 0) % len(others) if others else 0
        turn = (others[begin:] + others[:begin])[: OF_A_QUEUE - len(first)]
        self._rest[queue] = begin + len(turn)
        return first + turn

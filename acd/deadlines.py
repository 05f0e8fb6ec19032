"""Everything that is to happen by itself, soonest first."""

from __future__ import annotations

from enum import StrEnum
from heapq import heappop, heappush


class Due(StrEnum):
    """What a deadline is about. At the same instant they come in the order of these words."""

    OFFER = "offer"
    PERSON = "person"
    REFUSALS = "refusals"
    OVERFLOW = "overflow"
    CALL_OUT = "call out"
    KEPT = "kept"
    RING = "ring"
    RESERVE = "reserve"
    WATCH = "watch"


class Deadlines:
    """At most one deadline for each thing; setting it again moves it, at the cost of log n."""

    def __init__(self) -> None:
        self._at: dict[tuple[Due, str], float] = {}
        self._heap: list[tuple[float, Due, str]] = []

    def put(self, kind: Due, name: str, at: float | None) -> None:
        """Let this happen at `at`, and at no other time; None takes the deadline away."""
        if at is None:
            self._at.pop((kind, name), None)
        elif self._at.get((kind, name)) != at:
            self._at[kind, name] = at
            heappush(self._heap, (at, kind, name))

    def has(self, kind: Due, name: str) -> bool:
        """Whether this is to happen at all."""
        return (kind, name) in self._at

    def next(self) -> float | None:
        """When the soonest is due."""
        while self._heap and self._stale(self._heap[0]):
            heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def take(self, now: float) -> tuple[Due, str] | None:
        """The soonest that is due, taken out; None if nothing is."""
        soonest = self.next()
        if soonest is None or soonest > now:
            return None
        _, kind, name = heappop(self._heap)
        del self._at[kind, name]
        return kind, name

    def _stale(self, entry: tuple[float, Due, str]) -> bool:
        at, kind, name = entry
        return self._at.get((kind, name)) != at

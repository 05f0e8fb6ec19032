"""Who waits in one queue, in the order in which they will be served."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator

from acd.live import LiveContact
from acd.strategies import Order, Rank


class WaitingLine:
    """Callers sorted by the queue's order. Coming, going and asking for a position cost log n searches."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self._ranks: list[Rank] = []
        self._contacts: dict[Rank, LiveContact] = {}

    def add(self, contact: LiveContact) -> None:
        """The caller takes his place: by his rank, wherever that is."""
        rank = self.order.rank(contact)
        insort(self._ranks, rank)
        self._contacts[rank] = contact

    def remove(self, contact: LiveContact) -> None:
        """The caller leaves the line."""
        rank = self.order.rank(contact)
        del self._ranks[bisect_left(self._ranks, rank)]
        del self._contacts[rank]

    def position(self, contact: LiveContact) -> int:
        """His place, counted from 1."""
        return bisect_left(self._ranks, self.order.rank(contact)) + 1

    def __iter__(self) -> Iterator[LiveContact]:
        """The callers as they stood when this began: who is served meanwhile does not disturb."""
        return (self._contacts[rank] for rank in list(self._ranks) if rank in self._contacts)

    def __len__(self) -> int:
        return len(self._ranks)

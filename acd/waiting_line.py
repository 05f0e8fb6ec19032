"""Who waits in one queue, in the order in which they will be served."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator

from acd.columns import Columns
from acd.live import LiveContact
from acd.strategies import Order, Rank
from calls.ids import CallId


class WaitingLine:
    """Callers sorted by the queue's order. Coming, going and asking for a position cost log n searches.

    `narrow`: callers with wishes that still hold; `refusing`: whom somebody did not take. `columns`: the numbers of all callers
    where the order goes by score.
    """

    def __init__(self, order: Order) -> None:
        self.order = order
        self.narrow: dict[CallId, LiveContact] = {}
        self.refusing: dict[CallId, LiveContact] = {}
        self.columns = Columns() if order.scored else None
        self._ranks: list[Rank] = []
        self._contacts: dict[Rank, LiveContact] = {}

    def add(self, contact: LiveContact) -> None:
        """The caller takes his place: by his rank, wherever that is."""
        rank = self.order.rank(contact)
        insort(self._ranks, rank)
        self._contacts[rank] = contact
        standing = contact.standing
        if standing and standing.ring < standing.last:
            self.narrow[contact.id] = contact
        if contact.refused:
            self.refusing[contact.id] = contact
        if standing and self.columns is not None:
            self.columns.add(contact, standing)

    def remove(self, contact: LiveContact) -> None:
        """The caller leaves the line."""
        rank = self.order.rank(contact)
        del self._ranks[bisect_left(self._ranks, rank)]
        del self._contacts[rank]
        self.narrow.pop(contact.id, None)
        self.refusing.pop(contact.id, None)
        if self.columns is not None:
            self.columns.remove(contact)

    def widen(self, contact: LiveContact) -> None:
        """A wider ring is open to the caller."""
        standing = contact.standing
        if standing and standing.ring == standing.last:
            self.narrow.pop(contact.id, None)
        if standing and self.columns is not None:
            self.columns.ring(contact, standing)

    def position(self, contact: LiveContact) -> int:
        """His place, counted from 1."""
        return bisect_left(self._ranks, self.order.rank(contact)) + 1

    def in_order(self) -> Iterator[LiveContact]:
        """The callers; nobody may come or go meanwhile."""
        return (self._contacts[rank] for rank in self._ranks)

    def __iter__(self) -> Iterator[LiveContact]:
        """The callers as they stood when this began: who is served meanwhile does not disturb."""
        return (self._contacts[rank] for rank in list(self._ranks) if rank in self._contacts)

    def __len__(self) -> int:
        return len(self._ranks)

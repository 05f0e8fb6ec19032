"""The callers of a queue as columns of numbers, in no order: all of them are scored in one step when a person frees."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from acd.curves import Floats, Ints, Mask
from acd.live import LiveContact
from acd.rings import Need
from acd.standing import Standing
from acd.traits import Trait
from calls.ids import CallId

JOINED, WEIGHT, A, B, KEPT_AT, KEPT_FOR = range(6)
ROW, NEED, WISHED = range(3)
NOBODY = 0
"""The need that the queue's people cannot meet: one certain person is waited for."""
FIRST_SIZE = 16
MOST_MET = 1024
"""People of whom it is remembered what needs they meet."""


class Table:
    """The numbers and keys of some callers, side by side."""

    def __init__(self, numbers: Floats, keys: Ints) -> None:
        self._numbers, self._keys = numbers, keys

    def __len__(self) -> int:
        return int(self._numbers.shape[1])

    def number(self, name: int) -> Floats:
        """One column of numbers."""
        return self._numbers[name, :]

    def key(self, name: int) -> Ints:
        """One column of keys."""
        return self._keys[name, :]


class Columns:
    """One caller a column. Coming, going and another ring cost the same however many wait.

    `changes` counts who came and went. `looked_at`: when all of them were last weighed against people who are kept in reserve.
    """

    def __init__(self) -> None:
        self.contacts: list[LiveContact] = []
        self.changes = 0
        self.looked_at = float("-inf")
        self.kinds: dict[frozenset[Trait], int] = {frozenset(): NOBODY}
        self._met: dict[frozenset[Trait], tuple[Floats, Floats]] = {}
        self._at: dict[CallId, int] = {}
        self._numbers: Floats = np.zeros((6, FIRST_SIZE))
        self._keys: Ints = np.zeros((3, FIRST_SIZE), dtype=np.int64)

    def __len__(self) -> int:
        return len(self.contacts)

    def add(self, contact: LiveContact, standing: Standing) -> None:
        """He waits."""
        self.changes += 1
        at = self._at[contact.id] = len(self.contacts)
        if at == self._numbers.shape[1]:
            self._grow()
        self.contacts.append(contact)
        patience = standing.patience
        self._numbers[:, at] = (contact.joined_at, standing.weight, patience.a, patience.b, -np.inf, 0.0)
        self._keys[:, at] = (standing.row, self._kind(standing.need), self._wished(standing))

    def remove(self, contact: LiveContact) -> None:
        """He does not wait any more; the last caller takes his column."""
        self.changes += 1
        at, last = self._at.pop(contact.id), self.contacts.pop()
        if last is not contact:
            end = len(self.contacts)
            self.contacts[at], self._at[last.id] = last, at
            self._numbers[:, at] = self._numbers[:, end]
            self._keys[:, at] = self._keys[:, end]

    def ring(self, contact: LiveContact, standing: Standing) -> None:
        """Another ring is open to him."""
        self._keys[NEED, self._at[contact.id]] = self._kind(standing.need)

    def redraw(self) -> None:
        """The curves' rows are others than before."""
        for at, contact in enumerate(self.contacts):
            if contact.standing:
                self._keys[ROW, at] = contact.standing.row

    def part(self) -> tuple[Floats, Ints]:
        """All numbers and keys, as long as there are callers."""
        count = len(self.contacts)
        return self._numbers[:, :count], self._keys[:, :count]

    def number(self, name: int) -> Floats:
        """One column of numbers, as long as there are callers."""
        return self._numbers[name, : len(self.contacts)]

    def key(self, name: int) -> Ints:
        """One column of keys."""
        return self._keys[name, : len(self.contacts)]

    def of(self, contact: LiveContact, name: int) -> float:
        """One number of one caller."""
        return float(self._numbers[name, self._at[contact.id]])

    def note_kept(self, contact: LiveContact, now: float, value: float) -> None:
        """Somebody was kept from him."""
        at = self._at[contact.id]
        self._numbers[KEPT_AT, at], self._numbers[KEPT_FOR, at] = now, value

    def note_all_kept(self, kept: Mask, now: float, values: Floats) -> None:
        """Somebody was kept from these."""
        self.number(KEPT_AT)[kept] = now
        self.number(KEPT_FOR)[kept] = values[kept]

    def kept_between(self, begin: float, end: float, most: int) -> list[LiveContact]:
        """From whom somebody was kept in this time, the last of it excluded; so many at most."""
        at = self.number(KEPT_AT)
        return [self.contacts[each] for each in np.flatnonzero((at >= begin) & (at < end))[:most]]

    def met(self, traits: frozenset[Trait]) -> tuple[Floats, Floats]:
        """By kind of need: 1 where somebody with these traits meets it, and 0 there, minus infinity where he does not.

        Worked out anew only when there are more kinds.
        """
        found = self._met.get(traits)
        if found is None or len(found[0]) < len(self.kinds):
            met = np.array([kind <= traits for kind in self.kinds])
            met[NOBODY] = False
            found = met.astype(np.float64), np.where(met, 0.0, -np.inf)
            if len(self._met) >= MOST_MET:
                self._met.clear()
            self._met[traits] = found
        return found

    def _kind(self, need: Need) -> int:
        if need.person:
            return NOBODY
        return self.kinds.setdefault(frozenset(need.traits), len(self.kinds))

    def _wished(self, standing: Standing) -> int:
        return self._kind(standing.rings[0]) if standing.last else NOBODY

    def _grow(self) -> None:
        self._numbers = np.concatenate((self._numbers, np.zeros_like(self._numbers)), axis=1)
        self._keys = np.concatenate((self._keys, np.zeros_like(self._keys)), axis=1)


def joined(parts: Sequence[Columns]) -> Table:
    """The callers of several queues, one queue after the other."""
    if len(parts) == 1:
        return Table(*parts[0].part())
    numbers, keys = zip(*(part.part() for part in parts), strict=True)
    return Table(np.concatenate(numbers, axis=1), np.concatenate(keys, axis=1))

"""The cumulative hazards of all classes on one fine grid, so that 10,000 callers are looked up in one step.

The grid is even in the square root of time: fine where callers have just come (0.1 s), coarse where they have waited for
hours (7 s). Between its points H0 is taken for straight; beyond the last, as the last step goes on.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from acd.patience import Hazard

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
FINENESS = 32.0
"""Cells per square root of a second."""
CELLS = 3840
"""Cells of a row: four hours."""
TIMES = (np.arange(CELLS + 1) / FINENESS) ** 2


class Curves:
    """A row for each hazard in use. A row's number is where it begins in the flat arrays."""

    def __init__(self) -> None:
        self._rows: dict[int, tuple[int, Hazard]] = {}
        self._base: Floats = np.empty(0)
        self._rise: Floats = np.empty(0)
        self._rate: Floats = np.empty(0)

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, hazard: Hazard) -> int:
        """The row of this hazard, made when it is new."""
        found = self._rows.get(id(hazard))
        if found is None:
            found = self._rows[id(hazard)] = (len(self._rows) * CELLS, hazard)
            self._append(hazard)
        return found[0]

    def cumulative(self, rows: Ints, waited: Floats) -> Floats:
        """H0 of each caller's class after his seconds."""
        at = np.sqrt(waited)
        at *= FINENESS
        cell = np.minimum(at, CELLS - 1).astype(np.int64)
        at -= cell
        cell += rows
        at *= self._rise.take(cell)
        at += self._base.take(cell)
        return at

    def cumulative_from(self, rows: Ints, waited: Floats, more: float | Floats) -> tuple[Floats, Floats]:
        """`cumulative` after his seconds, and after so many more: in one go."""
        count = len(waited)
        both = np.empty(2 * count)
        both[:count] = waited
        np.add(waited, more, out=both[count:])
        found = self.cumulative(np.concatenate((rows, rows)), both)
        return found[:count], found[count:]

    def rates(self, rows: Ints, waited: Floats) -> Floats:
        """h0 of each caller's class, per second."""
        cell = (np.sqrt(waited) * FINENESS).astype(np.int64)
        np.minimum(cell, CELLS - 1, out=cell)
        cell += rows
        return self._rate[cell]

    def at(self, row: int, waited: float) -> float:
        """H0 of one row: the same number as `cumulative` gives."""
        at = sqrt(waited) * FINENESS
        cell = min(int(at), CELLS - 1)
        return float(self._base[row + cell] + (at - cell) * self._rise[row + cell])

    def rate(self, row: int, waited: float) -> float:
        """h0 of one row: the same number as `rates` gives."""
        return float(self._rate[row + min(int(sqrt(waited) * FINENESS), CELLS - 1)])

    def _append(self, hazard: Hazard) -> None:
        values = _values(hazard)
        rise = np.diff(values)
        self._base = np.concatenate((self._base, values[:-1]))
        self._rise = np.concatenate((self._rise, rise))
        self._rate = np.concatenate((self._rate, rise / np.diff(TIMES)))


def _values(hazard: Hazard) -> Floats:
    """H0 on the grid."""
    times, cumulative = np.asarray(hazard.times), np.asarray(hazard.cumulative)
    slope = (cumulative[-1] - cumulative[-2]) / (times[-1] - times[-2])
    beyond = np.maximum(TIMES - times[-1], 0.0)
    values: Floats = np.interp(TIMES, times, cumulative) + beyond * slope
    return values

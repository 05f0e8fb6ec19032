"""Whether a free person is better kept for callers who are worth more and may come any moment.

`V = sum over kinds c of callers with w_c > w_j and w_c h_c > w_j h_j of r^i lambda_c max(0, w_c - pi) h_c / (cover + h_c)`: what
is lost per second, on average, by not keeping him. i other people are free as well; cover is how many of the queue's people are
done per second; `r = lambda / (lambda + cover)` is the chance that one more of the free is taken before anybody is done. The
person is kept while `w_j h_j + pi / AHT < V`: serving caller j avoids the left side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from acd.columns import JOINED, KEPT_AT, KEPT_FOR, ROW, WEIGHT, A, B, Columns
from acd.curves import Curves
from acd.standing import Standing

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Comer:
    """Callers of one kind who may come: how often (1/s), what one is worth, how fast he gives up (1/s)."""

    often: float
    weight: float
    leaving: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """One of the queues that a person serves: who may come, what his time is worth, who else is there.

    `cover`: people of the queue who are done, per second; `others`: free people of the queue besides him.
    """

    comers: Sequence[Comer]
    price: float
    cover: float
    others: int


@dataclass(frozen=True, slots=True)
class Gain:
    """What is avoided per second by keeping a person for one kind of callers, whose weight and `w h` these are."""

    weight: float
    at_stake: float
    value: float


@dataclass(frozen=True, slots=True)
class Keeping:
    """What keeping the person is worth, and what serving the caller is worth; both are losses avoided per second."""

    value: float
    worth: float

    @property
    def better(self) -> bool:
        """Whether he had better be kept."""
        return self.worth < self.value


def gains(outlooks: Iterable[Outlook]) -> list[Gain]:
    """By kind of callers who may come."""
    return [gain for outlook in outlooks for gain in _gains(outlook)]


def _gains(outlook: Outlook) -> list[Gain]:
    often = sum(comer.often for comer in outlook.comers)
    if often <= 0.0:
        return []
    taken_first = (often / (often + outlook.cover)) ** outlook.others
    return [
        Gain(comer.weight, comer.weight * comer.leaving, taken_first * _avoided(comer, outlook))
        for comer in outlook.comers
    ]


def _avoided(comer: Comer, outlook: Outlook) -> float:
    lost = comer.leaving / (outlook.cover + comer.leaving)
    return comer.often * max(0.0, comer.weight - outlook.price) * lost


def value(found: Iterable[Gain], weight: float, at_stake: float) -> float:
    """V, for a caller of this weight with `at_stake = w h`."""
    return sum(gain.value for gain in found if gain.weight > weight and gain.at_stake > at_stake)


def at_stake(standing: Standing, curves: Curves, waited: float) -> float:
    """`w h` of one caller now."""
    patience = standing.patience
    leaving = patience.a * curves.rate(standing.row, waited) / (patience.b + curves.at(standing.row, waited))
    return standing.weight * leaving


def keep_from(columns: Columns, curves: Curves, found: Sequence[Gain], price: float, most: float, now: float) -> Mask:
    """Where it is better to keep the person than to serve the caller: a mask over the columns. It is noted in them."""
    waited = np.maximum(now - columns.number(JOINED), 0.0)
    weight, rows = columns.number(WEIGHT), columns.key(ROW)
    stake = weight * columns.number(A) * curves.rates(rows, waited)
    stake /= columns.number(B) + curves.cumulative(rows, waited)
    worth = np.zeros(len(columns))
    for gain in found:
        worth += gain.value * ((gain.weight > weight) & (gain.at_stake > stake))
    kept: Mask = (stake + price < worth) & (waited < most)
    columns.number(KEPT_AT)[kept] = now
    columns.number(KEPT_FOR)[kept] = worth[kept]
    return kept

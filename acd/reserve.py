"""Whether a free person is better kept for callers who are worth more and may come any moment.

`V = r^i * sum over kinds c of callers with w_c > w_j and w_c h_c > w_j h_j of lambda_c max(0, w_c - pi) h_c / (cover + h_c)`:
what is lost per second, on average, by not keeping him. i other people are free as well; cover is how many of the queue's people
are done per second; `r = lambda / (lambda + cover)`, lambda the sum of those lambda_c, is the chance that one more of the free is
taken by somebody better before anybody is done. The person is kept while `w_j h_j + pi / AHT + PROMISED / SL < V`, the third
only as long as the promise of SL seconds can be kept: serving caller j avoids the left side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic

import numpy as np

from acd.columns import JOINED, KEPT_AT, KEPT_FOR, ROW, WEIGHT, A, B, Columns, Table
from acd.curves import Curves, Floats, Mask
from acd.side_by_side import Figure, per_caller
from acd.standing import Standing

PROMISED = 0.25
"""What it is worth to answer a caller in time, here: spread over the seconds of the promise."""


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
    """Callers of one kind, whose weight and `w h` these are: how often they come, and what keeping a person avoids per second."""

    weight: float
    at_stake: float
    often: float
    avoided: float


@dataclass(frozen=True, slots=True)
class Prospect:
    """One of the queues that a person serves: what he may be kept for, and `cover` and `others` as in its outlook."""

    gains: tuple[Gain, ...]
    cover: float
    others: int


@dataclass(frozen=True, slots=True)
class Bounds(Generic[Figure]):
    """What speaks for the callers of a queue: pi / AHT, the promise (s), and the most that anybody is made to wait (s)."""

    price: Figure
    promise: Figure
    most: Figure


def side_by_side(bounds: Sequence[Bounds[float]], counts: Sequence[int]) -> Bounds[float] | Bounds[Floats]:
    """The bounds of several queues with so many callers each."""
    if len(bounds) == 1:
        return bounds[0]
    return Bounds(*per_caller([(each.price, each.promise, each.most) for each in bounds], counts))


@dataclass(frozen=True, slots=True)
class Keeping:
    """What keeping the person is worth, and what serving the caller is worth; both are losses avoided per second."""

    value: float
    worth: float

    @property
    def better(self) -> bool:
        """Whether he had better be kept."""
        return self.worth < self.value


def prospects(outlooks: Iterable[Outlook]) -> list[Prospect]:
    """By queue: what keeping the person is worth, for each kind of callers who may come."""
    return [Prospect(tuple(_gain(comer, each) for comer in each.comers), each.cover, each.others) for each in outlooks]


def _gain(comer: Comer, outlook: Outlook) -> Gain:
    lost = comer.leaving / (outlook.cover + comer.leaving)
    avoided = comer.often * max(0.0, comer.weight - outlook.price) * lost
    return Gain(comer.weight, comer.weight * comer.leaving, comer.often, avoided)


def value(found: Iterable[Prospect], weight: float, at_stake: float) -> float:
    """V, for a caller of this weight with `at_stake = w h`."""
    return sum(_value(each, weight, at_stake) for each in found)


def _value(prospect: Prospect, weight: float, at_stake: float) -> float:
    better = [gain for gain in prospect.gains if gain.weight > weight and gain.at_stake > at_stake]
    often = sum(gain.often for gain in better)
    if often <= 0.0:
        return 0.0
    taken_first = (often / (often + prospect.cover)) ** prospect.others
    return taken_first * sum(gain.avoided for gain in better)


def worth(at_stake: float, bounds: Bounds[float], waited: float) -> float:
    """What is avoided per second by serving a caller now."""
    return at_stake + bounds.price + (PROMISED / bounds.promise if waited < bounds.promise else 0.0)


def at_stake(standing: Standing, curves: Curves, waited: float) -> float:
    """`w h` of one caller now."""
    patience = standing.patience
    leaving = patience.a * curves.rate(standing.row, waited) / (patience.b + curves.at(standing.row, waited))
    return standing.weight * leaving


def keep_from(
    callers: Columns | Table,
    curves: Curves,
    found: Sequence[Prospect],
    bounds: Bounds[float] | Bounds[Floats],
    now: float,
) -> tuple[Mask, Floats]:
    """From whom it is better to keep the person than to serve him, and what that is worth: of each caller."""
    waited = np.maximum(now - callers.number(JOINED), 0.0)
    stake = _stakes(callers, curves, waited)
    kept_for = np.zeros(len(callers))
    for prospect in found:
        kept_for += _values(prospect, callers.number(WEIGHT), stake)
    kept: Mask = (_worths(stake, bounds, waited) < kept_for) & (waited < bounds.most)
    return kept, kept_for


def still_better(columns: Columns, curves: Curves, bounds: Bounds[float], since: float, now: float) -> bool:
    """Whether all from whom somebody was kept since then had better go on waiting, by what keeping was worth then.

    True renews the notes; nothing but time must have passed.
    """
    kept: Mask = columns.number(KEPT_AT) >= since
    waited = np.maximum(now - columns.number(JOINED), 0.0)
    worths = _worths(_stakes(columns, curves, waited), bounds, waited)
    better: Mask = (worths < columns.number(KEPT_FOR)) & (waited < bounds.most)
    if not kept.any() or (kept & ~better).any():
        return False
    columns.number(KEPT_AT)[kept] = now
    return True


def _stakes(columns: Columns | Table, curves: Curves, waited: Floats) -> Floats:
    rows = columns.key(ROW)
    stake = columns.number(WEIGHT) * columns.number(A) * curves.rates(rows, waited)
    stake /= columns.number(B) + curves.cumulative(rows, waited)
    return stake


def _worths(stake: Floats, bounds: Bounds[float] | Bounds[Floats], waited: Floats) -> Floats:
    return stake + bounds.price + (PROMISED / bounds.promise) * (waited < bounds.promise)


def _values(prospect: Prospect, weight: Floats, at_stake: Floats) -> Floats:
    often, avoided = np.zeros(len(weight)), np.zeros(len(weight))
    for gain in prospect.gains:
        better = (gain.weight > weight) & (gain.at_stake > at_stake)
        often += gain.often * better
        avoided += gain.avoided * better
    taken_first: Floats = (
        (often / (often + prospect.cover)) ** prospect.others if prospect.cover > 0 else np.ones(len(weight))
    )
    return taken_first * avoided

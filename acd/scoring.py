"""What it is worth to serve a caller now, in four terms. Every term is kept for the explanation.

`score = w P(leaves within tau | has waited t) x 180 s / AHT + 0.4 if t < SL <= t + tau/8 + max(0, t - 300 s)/60 s + 0.3 if the
person meets all his wishes`, with tau about as long as it takes until the callers now waiting have been served eight times.
The first term is the loss that serving him avoids, per second of a person's time (the c-mu rule, with leaving in place of
holding cost: J. A. Van Mieghem, "Dynamic scheduling with convex delay costs", Annals of Applied Probability 5 (1995)).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

import numpy as np

from acd.columns import JOINED, ROW, WEIGHT, A, B, Columns, Table
from acd.curves import Curves, Floats
from acd.explanation import Term
from acd.side_by_side import Figure, per_caller
from acd.standing import Standing

TYPICAL = 180.0
"""Handling time (s) for which the first term is not stretched."""
PROMISE, IDEAL = 0.4, 0.3
PATIENT_FOR, A_POINT_EACH = 300.0, 60.0
"""Seconds of waiting after which a caller gains a point every so many seconds, whoever he is."""
SHORTEST, LONGEST = 5.0, 900.0


@dataclass(frozen=True, slots=True)
class Pace(Generic[Figure]):
    """How fast a queue moves, at one instant: `tau` (s), 180 s / AHT, and the seconds within which it promised to answer."""

    tau: Figure
    speed: Figure
    promise: Figure


def side_by_side(paces: Sequence[Pace[float]], counts: Sequence[int]) -> Pace[float] | Pace[Floats]:
    """The paces of several queues with so many callers each."""
    if len(paces) == 1:
        return paces[0]
    return Pace(*per_caller([(pace.tau, pace.speed, pace.promise) for pace in paces], counts))


def horizon(waiting: int, handling: float, people: int) -> float:
    """tau: `8 (Q + 1) AHT / n`, between 5 and 900 seconds."""
    if people < 1:
        return LONGEST
    return min(max(8.0 * (waiting + 1) * handling / people, SHORTEST), LONGEST)


def terms(standing: Standing, curves: Curves, pace: Pace[float], waited: float, ideal: bool) -> tuple[Term, ...]:
    """The score of one caller, by its terms."""
    return (
        Term("patience", _at_risk(standing, curves, pace, waited)),
        Term("promise", PROMISE if waited < pace.promise <= waited + pace.tau / 8.0 else 0.0),
        Term("long wait", max(0.0, waited - PATIENT_FOR) / A_POINT_EACH),
        Term("ideal", IDEAL if ideal else 0.0),
    )


def score(standing: Standing, curves: Curves, pace: Pace[float], waited: float, ideal: bool) -> float:
    """The score of one caller."""
    return sum(term.value for term in terms(standing, curves, pace, waited, ideal))


def _at_risk(standing: Standing, curves: Curves, pace: Pace[float], waited: float) -> float:
    return standing.weight * leaving(standing, curves, waited, pace.tau) * pace.speed


def leaving(standing: Standing, curves: Curves, waited: float, within: float) -> float:
    """P(gives up within so many seconds | has waited so long)."""
    b = standing.patience.b
    stays = (b + curves.at(standing.row, waited)) / (b + curves.at(standing.row, waited + within))
    return float(1.0 - stays**standing.patience.a)


def scores(columns: Columns | Table, curves: Curves, pace: Pace[float] | Pace[Floats], now: float) -> Floats:
    """The scores of all these callers without the last term, which depends on the person."""
    waited = np.maximum(now - columns.number(JOINED), 0.0)
    before, after = curves.cumulative_from(columns.key(ROW), waited, pace.tau)
    b = columns.number(B)
    before += b
    after += b
    stays = np.divide(before, after, out=before)
    np.log(stays, out=stays)
    stays *= columns.number(A)
    leaves = np.expm1(stays, out=stays)
    leaves *= columns.number(WEIGHT)
    leaves *= -pace.speed
    leaves += PROMISE * ((waited < pace.promise) & (waited >= pace.promise - pace.tau / 8.0))
    if waited.max(initial=0.0) > PATIENT_FOR:
        waited -= PATIENT_FOR
        waited *= 1.0 / A_POINT_EACH
        leaves += np.maximum(waited, 0.0, out=waited)
    return leaves

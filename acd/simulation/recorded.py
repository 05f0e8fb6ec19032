"""A recorded day as calls to be simulated: who came when, for which queue, how long he was spoken with.

Who was answered would have waited longer than he did, nobody knows how long. His patience is drawn from what was learnt of
callers like him, given that he was still there: with `S(t) = (b / (b + H0(t)))^a` and U uniform,
`H0(T) = (b + H0(w)) U^(-1/a) - b`. The talk of who gave up is drawn from the talks of those who were answered in his queue. Both
are said with the results.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from acd.patience import PatienceModel, under
from acd.simulation.callers import Call
from acd.simulation.distributions import Floats, accumulated, reached

TYPICAL = 180.0
"""Seconds of talk where nobody of a queue was answered."""


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """One call of the journal. `waited` and `handled` in seconds; `handled` None: he was not answered.

    `gave_up`: he hung up while he waited, so `waited` is his patience; else his wait was ended by somebody else.
    """

    arrived: float
    queue: str
    segment: str
    priority: int
    waited: float
    gave_up: bool
    handled: float | None = None
    schedule: str = ""


def calls_of_records(records: Sequence[RecordedCall], model: PatienceModel, seed: int) -> list[Call]:
    """The calls, by arrival; the same seed imputes the same."""
    ordered = sorted(records, key=lambda record: record.arrived)
    talks = _talks(ordered)
    chance = np.random.default_rng([seed, 11])
    patience = _patience(ordered, model, np.random.default_rng([seed, 12]))
    return [
        Call(
            record.arrived,
            record.queue,
            record.segment,
            weight=float(max(1, record.priority)),
            priority=record.priority,
            patience=waits,
            handling=record.handled if record.handled is not None else float(chance.choice(talks[record.queue])),
            belief=None,
        )
        for record, waits in zip(ordered, patience.tolist(), strict=True)
    ]


def _talks(records: Sequence[RecordedCall]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for record in records:
        talks = found.setdefault(record.queue, [])
        if record.handled is not None:
            talks.append(record.handled)
    every = [talk for talks in found.values() for talk in talks] or [TYPICAL]
    return {queue: talks or every for queue, talks in found.items()}


def _patience(records: Sequence[RecordedCall], model: PatienceModel, chance: np.random.Generator) -> Floats:
    waited = np.array([record.waited for record in records], dtype=np.float64)
    drawn = chance.random(len(records))
    found = waited.copy()
    names = [under(record.segment, record.schedule) for record in records]
    for name in sorted(set(names)):
        theirs = np.array(
            [mine == name and not record.gave_up for mine, record in zip(names, records, strict=True)], dtype=np.bool_
        )
        if theirs.any():
            baseline = model.baseline(name)
            stood = baseline.b + accumulated(baseline.hazard, waited[theirs])
            found[theirs] = reached(baseline.hazard, stood * drawn[theirs] ** (-1.0 / baseline.a) - baseline.b)
    return np.maximum(found, waited)

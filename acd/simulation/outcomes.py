"""What became of every call of a simulated day, and what everybody did."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from math import nan

from acd.simulation.callers import Call
from acd.states import PersonState
from calls.ids import PersonId


class End(IntEnum):
    """How a call ended for the queues; every arrival has exactly one end. OPEN only while the day runs."""

    OPEN = 0
    ANSWERED = 1
    ABANDONED = 2
    GIVEN_AWAY = 3
    UNSERVED = 4


@dataclass(slots=True)
class Outcomes:
    """By call, in order of arrival: how it ended, after which wait, by whom it was answered, what wait was foretold.

    `spent`: seconds by person and state, from `counts_from` until the last arrival. `events`: what the dispatcher was told.
    """

    calls: Sequence[Call]
    end: bytearray
    waited: array[float]
    by: list[PersonId | None]
    foretold: array[float]
    spent: dict[PersonId, dict[PersonState, float]] = field(default_factory=dict)
    events: int = 0
    alarms: int = 0
    missed: int = 0

    @classmethod
    def of(cls, calls: Sequence[Call]) -> Outcomes:
        """Before anything happened."""
        count = len(calls)
        return cls(calls, bytearray(count), array("d", [nan]) * count, [None] * count, array("d", [nan]) * count)

    def close(self, number: int, end: End, at: float, by: PersonId | None = None) -> None:
        """A call ended. Raises RuntimeError if it had ended before: then the simulation itself is wrong."""
        if self.end[number] != End.OPEN:
            raise RuntimeError(f"call {number} ended twice: {End(self.end[number]).name}, then {end.name}")
        self.end[number] = end
        self.waited[number] = at - self.calls[number].arrives
        self.by[number] = by

"""Waits that are announced in a simulated day, to be compared with what became of them."""

from __future__ import annotations

from typing import Protocol

from acd.simulation.callers import Call


class Foretelling(Protocol):
    """Who would announce a wait. Told of every caller; what `joined` gives is kept with the outcome."""

    def joined(self, call: Call, ahead: int) -> float | None:
        """A caller joined and was not offered at once; `ahead` wait in his queue already. The wait to announce, in seconds."""

    def over(self, call: Call, waited: float, answered: bool) -> None:
        """His wait is over, by an answer or without one."""

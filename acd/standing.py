"""Where a waiting caller stands: what he is worth, how patient he is believed to be, and which ring of wishes is open to him."""

from __future__ import annotations

from dataclasses import dataclass

from acd.patience import Hazard, Patience
from acd.rings import Need


@dataclass(slots=True)
class Standing:
    """What the decisions about one caller need. It is made once; only `ring`, the widest open one, grows.

    `row`: where the hazard of his class begins in the curves. `opens`: seconds of waiting after which 0, 1, 2, ... rings are
    relaxed.
    """

    weight: float
    patience: Patience
    hazard: Hazard
    row: int
    segment: str
    rings: tuple[Need, ...]
    opens: tuple[float, ...]
    ring: int = 0

    @property
    def need(self) -> Need:
        """What is asked of a person now."""
        return self.rings[self.ring]

    @property
    def last(self) -> int:
        """The number of the ring in which everybody is who serves the queue."""
        return len(self.rings) - 1


def weight_of(priority: int) -> float:
    """What a caller of this priority is worth: the priority itself; below 1 it falls towards 0 and never reaches it."""
    return float(priority) if priority >= 1 else 1.0 / (2.0 - priority)

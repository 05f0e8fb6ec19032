"""How far a rate can be raised: up by half until it fails, then in between, until the last two steps are close.

A step that fails is tried once more, so that another program's moment on the same machine does not decide.
"""

from __future__ import annotations

from dataclasses import dataclass

UP = 1.5
CLOSE = 1.1
"""Good and bad rates within this ratio of each other: that is precise enough for a figure of this kind."""


@dataclass(slots=True)
class Ladder:
    """Ask `rate()` what to try, tell `passed` or `failed`, until it is None; `best` is the highest rate that passed."""

    first: float
    most: float
    best: float = 0.0
    worst: float | None = None
    _tries: int = 0

    def rate(self) -> float | None:
        """The rate to try now, in whole calls a second; None when it is known."""
        if self.worst is None:
            wanted = max(self.first, round(self.best * UP))
            return wanted if self.best < self.most and wanted <= self.most else None
        if not self.best:
            wanted = float(self.worst // 2)
            return wanted if wanted >= 1 else None
        middle = float(round((self.best * self.worst) ** 0.5))
        return middle if self.worst > self.best * CLOSE and self.best < middle < self.worst else None

    def passed(self, rate: float) -> None:
        """This rate was carried."""
        self.best, self._tries = rate, 0

    def failed(self, rate: float) -> None:
        """This rate was not carried: once more, or it is too high."""
        self._tries += 1
        if self._tries == 2:
            self.worst, self._tries = rate, 0

"""How many refusals of one person are written down: enough to see what he tries, too few to fill a disk.

A machine without a clock: `now` is an argument (epoch seconds).
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

EACH, ALL, WINDOW = 30, 600, 3600.0
"""Lines of one person, and of all together, within WINDOW seconds."""
MOST_KNOWN = 10_000


@dataclass(slots=True)
class _Count:
    since: float
    noted: int = 0
    left_out: int = 0


@dataclass(slots=True)
class Refusals:
    """Counts them."""

    _each: OrderedDict[str, _Count] = field(default_factory=OrderedDict)
    _all: _Count = field(default_factory=lambda: _Count(0.0))

    def room(self, user: str, now: float) -> int | None:
        """How many of his were left out before this one; None: this one is left out as well, and counted."""
        his = self._each.setdefault(user, _Count(now))
        self._each.move_to_end(user)
        while len(self._each) > MOST_KNOWN:
            self._each.popitem(last=False)
        for count in (his, self._all):
            if not 0.0 <= now - count.since < WINDOW:
                count.since, count.noted = now, 0
        if his.noted >= EACH or self._all.noted >= ALL:
            his.left_out += 1
            return None
        left_out, his.left_out = his.left_out, 0
        his.noted += 1
        self._all.noted += 1
        return left_out

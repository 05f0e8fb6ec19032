"""Answers that are given again for a while: by the question and this call's values. Bounded; the oldest goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

from calls.profile import Values
from ivr.sources import Inquiry

MOST = 10_000
"""Answers kept."""
Key = tuple[str, tuple[tuple[str, str], ...]]


class Cache:
    """What was found, until it is too old. A failure is never kept. Times are seconds of a steady clock."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Key, tuple[float, Values]] = OrderedDict()

    def find(self, inquiry: Inquiry, values: Mapping[str, str], now: float) -> Values | None:
        """The answer, if it is known and fresh."""
        found = self._kept.get(_key(inquiry, values))
        return found[1] if found is not None and now < found[0] else None

    def keep(self, inquiry: Inquiry, values: Mapping[str, str], answer: Values, now: float) -> None:
        """Keep it as long as the plan says."""
        if inquiry.cache_for <= 0:
            return
        key = _key(inquiry, values)
        self._kept[key] = (now + inquiry.cache_for, answer)
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def __len__(self) -> int:
        return len(self._kept)


def _key(inquiry: Inquiry, values: Mapping[str, str]) -> Key:
    """The whole question as text: a new plan that asks otherwise never gets an old plan's answer."""
    return (repr((inquiry.source, sorted(inquiry.wanted.items()))), tuple(sorted(values.items())))

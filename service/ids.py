"""Fresh ids: the clock and the machine's randomness meet here."""

from __future__ import annotations

import secrets

from calls.clock import Clock
from calls.ids import CallId, LegId, OfferId, new_id


class Ids:
    """Makes ids that no earlier or other service has made."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def call(self) -> CallId:
        """For a new call."""
        return CallId(self._new("call"))

    def leg(self) -> LegId:
        """For a leg that we ring."""
        return LegId(self._new("leg"))

    def offer(self, now: float) -> OfferId:
        """For an offer made now."""
        return OfferId(new_id("offer", now, secrets.token_bytes(4)))

    def _new(self, kind: str) -> str:
        return new_id(kind, self._clock.now(), secrets.token_bytes(4))

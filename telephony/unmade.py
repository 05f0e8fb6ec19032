"""Calls that Asterisk reports as failed before it has told of their channel.

`OriginateResponse` is sent at once, the news of a channel go through a queue of Asterisk's own (Stasis): from a busy machine an
engaged phone's refusal is heard before the phone's channel is. With a reason of nought it may also mean that there never was a
channel, because no phone is registered. So the leg is given a moment in which its channel, and with it the true cause of its
end, may still be told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from calls.causes import Cause
from calls.clock import Clock
from calls.events import LegEnded
from calls.ids import LegId
from telephony.channels import Channels

CHANNEL_FOLLOWS = 0.5
"""Seconds in which Asterisk tells of a channel that was made."""


class Unmade:
    """Ends the legs that never had a channel: `ended` is told of each."""

    def __init__(self, channels: Channels, clock: Clock, ended: Callable[[LegEnded], None]) -> None:
        self._channels, self._clock, self._ended = channels, clock, ended

    def told(self, leg: LegId) -> None:
        """Asterisk says that it could not make it."""
        asyncio.get_running_loop().call_later(CHANNEL_FOLLOWS, self._lapsed, leg)

    def _lapsed(self, leg: LegId) -> None:
        channel = self._channels.by_leg.get(leg)
        if channel is not None and not channel.exists:
            self._channels.drop(leg)
            self._ended(LegEnded(leg, self._clock.now(), Cause.ABSENT))

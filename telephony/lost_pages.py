"""Pages that vanish in a call: the browser's contact goes at once, its leg would stay up in silence.

A websocket that only broke comes back in about two seconds, and the call goes on. A page that does not come back has
its legs ended.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from calls.ids import LegId
from telephony.browser import is_browser
from telephony.channels import Channels
from telephony.contacts import Registrations
from telephony.naming import endpoint_of

GRACE = 4.5
"""Seconds that a page has to register again. Measured: 2 s after a broken websocket, 4 s after a restart of ours."""


class LostPages:
    """Ends the legs of browsers that are gone for good."""

    def __init__(self, channels: Channels, registrations: Registrations, hang_up: Callable[[LegId], None]) -> None:
        self._channels, self._registrations, self._hang_up = channels, registrations, hang_up
        self._gone: dict[str, asyncio.TimerHandle] = {}

    def changed(self, endpoints: Iterable[str]) -> None:
        """These phones have registered, or are no longer registered."""
        for endpoint in endpoints:
            if not is_browser(endpoint):
                continue
            if self._registrations.there(endpoint):
                self._back(endpoint)
            elif endpoint not in self._gone and self._legs(endpoint):
                self._gone[endpoint] = asyncio.get_running_loop().call_later(GRACE, self._lapsed, endpoint)

    def read_anew(self) -> None:
        """The registrations were read anew: whose browser is not there has the grace from now."""
        self.changed({endpoint_of(channel.name) for channel in self._channels.by_leg.values()})

    def lost(self) -> None:
        """The link is down: nothing can be ended, and nothing is known."""
        for endpoint in list(self._gone):
            self._back(endpoint)

    def _back(self, endpoint: str) -> None:
        if handle := self._gone.pop(endpoint, None):
            handle.cancel()

    def _lapsed(self, endpoint: str) -> None:
        self._gone.pop(endpoint, None)
        for leg in self._legs(endpoint):
            self._hang_up(leg)

    def _legs(self, endpoint: str) -> list[LegId]:
        return [leg for leg, channel in self._channels.by_leg.items() if endpoint_of(channel.name) == endpoint]

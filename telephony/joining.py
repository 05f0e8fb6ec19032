"""Joining two legs, known to be done when both are in the conversation."""

from __future__ import annotations

import asyncio

from calls.errors import HotlineError, LegGone, SwitchLost, SwitchRefused
from calls.events import LegEnded, LegsJoined
from calls.ids import LegId
from telephony.channels import Channels
from telephony.commands import HANG_UP_FOLLOWS, Commands, fail

JOIN_WITHIN = 3.0
"""Seconds; measured 2-3 ms."""


class Joining:
    """Bridges being made."""

    def __init__(self, commands: Commands, channels: Channels) -> None:
        self._commands, self._channels = commands, channels
        self._awaited: dict[LegId, tuple[LegId, asyncio.Future[None]]] = {}

    async def bridge(self, leg: LegId, other: LegId) -> None:
        """Join two legs; whatever plays on them stops."""
        for one in (leg, other):
            if not self._channels.of(one).answered and self._channels.of(one).rung:
                raise SwitchRefused(f"leg {one} cannot be joined before it is answered")
        joined = self.expect(leg, other)
        try:
            await self._order(leg, other, joined)
            async with asyncio.timeout(JOIN_WITHIN):
                await joined
        except TimeoutError:
            raise SwitchRefused(f"legs {leg} and {other} were not joined within {JOIN_WITHIN} s") from None
        finally:
            self.forget(leg)

    def expect(self, leg: LegId, other: LegId) -> asyncio.Future[None]:
        """Done when this leg is together with the other. `forget` it afterwards."""
        joined: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._awaited[leg] = (other, joined)
        return joined

    def forget(self, leg: LegId) -> None:
        """Nobody waits for this leg's joining any more."""
        self._awaited.pop(leg, None)

    async def _order(self, leg: LegId, other: LegId, joined: asyncio.Future[None]) -> None:
        both = {"Channel1": self._channels.unique(leg), "Channel2": self._channels.unique(other)}
        try:
            await self._commands.act("Bridge", **both, Tone="no")
        except SwitchRefused:
            # One who has just left is the reason, most often; the news of it comes before the refusal or just after.
            await asyncio.wait({joined}, timeout=HANG_UP_FOLLOWS)
            if joined.done():
                joined.result()
            raise

    def joined(self, event: LegsJoined) -> None:
        """Two legs are together."""
        other, joined = self._awaited.get(event.leg, (None, None))
        if joined is not None and other == event.other and not joined.done():
            joined.set_result(None)

    def ended(self, event: LegEnded) -> None:
        """A leg that was to be joined is gone."""
        for leg, (other, _) in list(self._awaited.items()):
            if event.leg in (leg, other):
                self._fail(leg, LegGone(event.leg, event.cause))

    def lost(self, why: str) -> None:
        """The link is down."""
        for leg in list(self._awaited):
            self._fail(leg, SwitchLost(why))

    def _fail(self, leg: LegId, error: HotlineError) -> None:
        _, joined = self._awaited[leg]
        fail(joined, error)

"""A leg that overhears a conversation, and may speak into one ear of it.

Asterisk's ChanSpy does it on the channel of the one overheard: an audiohook, so that the conversation itself is not touched.
Listening, whispering and being one of three are three places of the dialplan; a Redirect goes from one to the other.
"""

from __future__ import annotations

import asyncio

from calls.errors import HotlineError, LegGone, SwitchLost, SwitchRefused
from calls.events import LegEnded
from calls.ids import LegId
from telephony.channels import Channels
from telephony.commands import Commands, fail
from telephony.notes import Overhearing
from telephony.translate import SUPERVISE

BEGUN_WITHIN = 3.0
"""Seconds; measured 3-25 ms."""
LISTENING = "quES"
"""Quietly, by the channel's unique id, gone with him or when there is nobody to be heard. `*` (the next channel) ends it,
which no option takes away; `#` makes it louder."""
WHISPERING = LISTENING + "w"


class Supervising:
    """Legs that overhear."""

    def __init__(self, commands: Commands, channels: Channels) -> None:
        self._commands, self._channels = commands, channels
        self._beginning: dict[LegId, asyncio.Future[None]] = {}

    async def overhear(self, leg: LegId, talking: LegId, whispering: bool) -> None:
        """Let a leg hear another and whom it talks with. Returns when it does."""
        self._check(leg, talking)
        options = WHISPERING if whispering else LISTENING
        await self._commands.on_leg(leg, "Setvar", Variable="HOTLINE_TARGET", Value=self._channels.unique(talking))
        await self._commands.on_leg(leg, "Setvar", Variable="HOTLINE_MANNER", Value=options)
        begun = self._beginning[leg] = asyncio.get_running_loop().create_future()
        try:
            await self._commands.on_leg(leg, "Redirect", Context=SUPERVISE, Exten="s", Priority=1)
            async with asyncio.timeout(BEGUN_WITHIN):
                await begun
        except TimeoutError:
            raise SwitchRefused(f"leg {leg} did not come to hear leg {talking} within {BEGUN_WITHIN} s") from None
        finally:
            self._beginning.pop(leg, None)

    def _check(self, leg: LegId, talking: LegId) -> None:
        """It is free, overhears, or is one of three: nobody's only partner is taken away."""
        channel = self._channels.of(leg)
        if not self._channels.with_it(talking) or leg == talking:
            raise SwitchRefused(f"leg {talking} talks with nobody else")
        if not (channel.commandable or channel.overhears or len(self._channels.with_it(leg)) > 1):
            raise SwitchRefused(f"leg {leg} takes no commands now")

    # --- news

    def begun(self, note: Overhearing) -> None:
        """A leg overhears now: whatever was done on it before is over."""
        self._commands.interrupted(note.leg)
        future = self._beginning.get(note.leg)
        if future is not None and not future.done():
            future.set_result(None)

    def ended(self, event: LegEnded) -> None:
        """A leg is gone."""
        self._fail(event.leg, LegGone(event.leg, event.cause))

    def lost(self, why: str) -> None:
        """The link is down."""
        for leg in list(self._beginning):
            self._fail(leg, SwitchLost(why))

    def _fail(self, leg: LegId, error: HotlineError) -> None:
        if leg in self._beginning:
            fail(self._beginning[leg], error)

"""Conversations in progress: parting them, joining a third leg to them, and a word into one ear."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from pathlib import Path

from asterisk.ami import SimpleAction

from calls.errors import HotlineError, LegGone, SwitchLost, SwitchRefused
from calls.events import LegEnded, LegParted
from calls.ids import LegId
from telephony.channels import Channels
from telephony.commands import Commands, fail
from telephony.joining import JOIN_WITHIN, Joining
from telephony.translate import ASK, JOIN, WHISPER

PART_WITHIN = 3.0
"""Seconds in which all legs of a conversation take commands again."""
MADE_WITHIN = 5000
"""Milliseconds for the channel that plays a sound into an ear."""
_NO_LIST = re.compile(r"[&,]")


class Talking:
    """Changes conversations."""

    def __init__(self, commands: Commands, channels: Channels, joining: Joining) -> None:
        self._commands, self._channels, self._joining = commands, channels, joining
        self._parting: dict[LegId, asyncio.Future[None]] = {}

    async def part(self, leg: LegId) -> None:
        """Take all legs out of their bridge: one alone where there are three, and the last two by one action."""
        legs = [leg, *self._with(leg)]
        futures = {each: self._expect(each) for each in legs}
        try:
            while legs:
                await self._order(*legs[-2:])
                del legs[-2:]
            async with asyncio.timeout(PART_WITHIN):
                await asyncio.gather(*futures.values())
        except TimeoutError:
            raise SwitchRefused(f"the conversation of leg {leg} did not end within {PART_WITHIN} s") from None
        finally:
            for each in futures:
                self._parting.pop(each, None)

    def _with(self, leg: LegId) -> list[LegId]:
        others = self._channels.with_it(leg)
        if not others:
            raise SwitchRefused(f"leg {leg} talks with nobody")
        return others

    def _expect(self, leg: LegId) -> asyncio.Future[None]:
        future = self._parting[leg] = asyncio.get_running_loop().create_future()
        return future

    async def _order(self, leg: LegId, other: LegId | None = None) -> None:
        extra = self._back(other, "Extra") if other else {}
        await self._commands.on_leg(leg, "Redirect", **self._back(leg), **extra)

    def _back(self, leg: LegId, extra: str = "") -> dict[str, str]:
        """Where a leg is given to us again: the headers of a Redirect."""
        context, exten = self._channels.of(leg).place
        at = {f"{extra}Context": context, f"{extra}Exten": exten, f"{extra}Priority": ASK}
        return {"ExtraChannel": self._channels.unique(leg), **at} if extra else at

    async def add(self, leg: LegId, talking: LegId) -> None:
        """Send a leg into the bridge of another."""
        self._with(talking)
        if not self._channels.of(leg).overhears:
            await self._commands.when_free(leg)
        await self._commands.on_leg(leg, "Setvar", Variable="HOTLINE_TARGET", Value=self._channels.of(talking).name)
        joined = self._joining.expect(leg, talking)
        try:
            await self._commands.on_leg(leg, "Redirect", Context=JOIN, Exten="s", Priority=1)
            async with asyncio.timeout(JOIN_WITHIN):
                await joined
        except TimeoutError:
            raise SwitchRefused(f"leg {leg} did not come to leg {talking} within {JOIN_WITHIN} s") from None
        finally:
            self._joining.forget(leg)

    async def whisper(self, leg: LegId, sounds: Sequence[Path]) -> None:
        """A channel of Asterisk's own plays, and its other end speaks into the ear of the leg."""
        self._with(leg)
        action = SimpleAction(
            "Originate",
            Channel=f"Local/s@{WHISPER}/n",
            Application="Playback",
            Data="&".join(_playable(sound) for sound in sounds),
            Async="true",
            Timeout=MADE_WITHIN,
        )
        action["HOTLINE_TARGET"] = self._channels.unique(leg)
        await self._commands.send(action)

    # --- news

    def parted(self, event: LegParted) -> None:
        """A leg takes commands again."""
        future = self._parting.get(event.leg)
        if future is not None and not future.done():
            future.set_result(None)

    def ended(self, event: LegEnded) -> None:
        """A leg is gone; that it was to part is no matter any more, unless it is the one that was asked for."""
        self._fail(event.leg, LegGone(event.leg, event.cause))

    def lost(self, why: str) -> None:
        """The link is down."""
        for leg in list(self._parting):
            self._fail(leg, SwitchLost(why))

    def _fail(self, leg: LegId, error: HotlineError) -> None:
        if leg in self._parting:
            fail(self._parting[leg], error)


def _playable(sound: Path) -> str:
    """A file as Playback wants it. What would begin another file or an option is refused."""
    name = str(sound.with_suffix(""))
    if _NO_LIST.search(name) or not sound.is_absolute():
        raise SwitchRefused(f"not a safe name of a sound: {name!r}")
    return name

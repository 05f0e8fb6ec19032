"""Prompts and digits on a leg. Digits are taken from AMI's DTMF events, not from AGI results: AsyncAGI drops what is
keyed between two commands, the events do not."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from calls.clock import Clock
from calls.digit_entry import DigitEntry
from calls.errors import SwitchRefused
from calls.events import DigitPressed, LegEnded, SwitchEvent
from calls.ids import LegId
from calls.switch import Collected, InputRules
from telephony import agi
from telephony.channels import Channel, Channels
from telephony.commands import Commands

STOPS_BY_ITSELF = 0.15
"""Seconds in which Asterisk stops a prompt by a digit itself; a digit keyed just before it began needs our help."""


class Input:
    """Plays and collects; wakes whoever waits for a digit."""

    def __init__(self, commands: Commands, channels: Channels, clock: Clock, sounds_here: bool) -> None:
        self._commands, self._channels, self._clock = commands, channels, clock
        self._sounds_here = sounds_here
        self._waiting: dict[LegId, asyncio.Future[None]] = {}

    # --- playing

    async def play(self, leg: LegId, sounds: Sequence[Path], stop_on: str) -> str:
        """Play to the end, or until one of `stop_on`; that digit is consumed."""
        channel = await self._commands.when_free(leg)
        for sound in sounds:
            if not channel.bridge and not _pick(channel, stop_on):
                await self._stream(channel, sound, stop_on)
        return self._consume(channel, stop_on)

    def _consume(self, channel: Channel, stop_on: str) -> str:
        digit = _pick(channel, stop_on)
        if digit:
            channel.digits.remove(digit)
        return digit

    async def _stream(self, channel: Channel, sound: Path, stop_on: str) -> None:
        """One sound. A digit in `stop_on` ends it: by Asterisk's hand if it can, by ours if it was keyed too early."""
        self._check(sound)
        if not stop_on:
            await self._commands.run(channel.leg, agi.stream_file(sound, ""))
            return
        playing = asyncio.create_task(self._commands.run(channel.leg, agi.stream_file(sound, stop_on)))
        try:
            await self._until_stopped(channel, stop_on, playing)
            await playing
        finally:
            playing.cancel()
            await asyncio.gather(playing, return_exceptions=True)

    async def _until_stopped(self, channel: Channel, stop_on: str, playing: asyncio.Task[agi.AgiResult]) -> None:
        while not playing.done() and not _pick(channel, stop_on):
            either: set[asyncio.Future[Any]] = {playing, self._news(channel.leg)}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait({playing}, timeout=STOPS_BY_ITSELF)
        if not playing.done():
            await self._commands.interrupt(channel)

    async def announce(self, leg: LegId, sounds: Sequence[Path], then: str) -> None:
        """Play sounds, then the command `then`, as one order: Asterisk finishes it even without us."""
        for sound in sounds:
            self._check(sound)
        await self._commands.run(leg, *(agi.stream_file(sound, "") for sound in sounds), then)

    def _check(self, sound: Path) -> None:
        if self._sounds_here and not sound.is_file():
            # Asterisk would take the failure for a hang-up, and end the call.
            raise SwitchRefused(f"there is no sound file {sound}")

    # --- collecting

    async def collect(self, leg: LegId, sounds: Sequence[Path], rules: InputRules) -> Collected:
        """Play, then take digits until the rules are satisfied."""
        channel, entry = await self._commands.when_free(leg), DigitEntry(rules)
        self._feed(channel, entry)
        await self._prompt(channel, sounds, entry, rules)
        self._feed(channel, entry)
        entry.prompt_over(self._clock.now())
        while entry.result is None:
            await self._digit_or_deadline(leg, entry.next_deadline())
            self._feed(channel, entry)
            entry.tick(self._clock.now())
        return entry.result

    async def _prompt(self, channel: Channel, sounds: Sequence[Path], entry: DigitEntry, rules: InputRules) -> None:
        stop_on = agi.ALL_DIGITS if rules.barge_in else ""
        for sound in sounds:
            if entry.begun or channel.bridge:
                return
            await self._stream(channel, sound, stop_on)
            self._feed(channel, entry)

    def _feed(self, channel: Channel, entry: DigitEntry) -> None:
        while channel.digits and entry.result is None:
            entry.receive(channel.digits.popleft(), self._clock.now())

    # --- waiting

    async def _digit_or_deadline(self, leg: LegId, deadline: float | None) -> None:
        if not self._channels.of(leg).digits and deadline is not None:
            await asyncio.wait({self._news(leg)}, timeout=max(0.0, deadline - self._clock.now()))
            self._channels.of(leg)

    def _news(self, leg: LegId) -> asyncio.Future[None]:
        """Done when a digit comes or the leg ends."""
        news = self._waiting.get(leg)
        if news is None or news.done():
            news = self._waiting[leg] = asyncio.get_running_loop().create_future()
        return news

    def heard(self, event: SwitchEvent) -> None:
        """A digit wakes who waits for it."""
        if isinstance(event, DigitPressed):
            self._wake(event.leg)

    def ended(self, event: LegEnded) -> None:
        """The leg is gone: whoever waits finds it gone."""
        self._wake(event.leg)

    def lost(self) -> None:
        """The link is down: whoever waits finds it down."""
        for leg in list(self._waiting):
            self._wake(leg)

    def _wake(self, leg: LegId) -> None:
        if (waiting := self._waiting.pop(leg, None)) and not waiting.done():
            waiting.set_result(None)


def _pick(channel: Channel, wanted: str) -> str:
    """The first digit keyed that is one of those wanted; '' if none."""
    return next((digit for digit in channel.digits if digit in wanted), "")

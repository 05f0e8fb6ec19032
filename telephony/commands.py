"""AsyncAGI commands in flight, each with a future that its event, a hang-up or a lost link ends."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence
from typing import Any, Protocol

from asterisk.ami import Action, SimpleAction

from calls.errors import HotlineError, LegGone, SwitchLost, SwitchRefused
from calls.events import LegEnded
from calls.ids import LegId
from telephony.agi import AgiResult, parse_result
from telephony.ami.errors import ActionFailed, ActionTimedOut, LinkLost, UnsafeValue
from telephony.ami.messages import AmiResponse
from telephony.channels import Channel, Channels
from telephony.notes import CommandDone
from telephony.translate import ASK

INTERRUPTED = AgiResult(200, 0, "interrupted")
HANG_UP_FOLLOWS = 0.5
"""Seconds in which a hang-up follows a command that failed because of it."""


class AmiSender(Protocol):
    """Who carries our actions to Asterisk."""

    async def send(self, action: Action, timeout: float | None = None) -> AmiResponse:  # noqa: ASYNC109 - one a action
        """Send one action; its whole answer."""
        ...

    def send_action(self, action: Action) -> object:
        """Send one action without waiting."""
        ...


class Commands:
    """Sends actions and AGI commands, and knows which leg each belongs to."""

    def __init__(self, sender: AmiSender, channels: Channels) -> None:
        self._sender = sender
        self._channels = channels
        self._numbers = itertools.count(1)
        self._running: dict[LegId, dict[str, asyncio.Future[AgiResult]]] = {}
        self._awaiting: dict[LegId, asyncio.Future[None]] = {}

    async def act(self, name: str, **headers: object) -> AmiResponse:
        """One AMI action. Raises SwitchLost or SwitchRefused."""
        return await self.send(SimpleAction(name, **headers))

    async def send(self, action: Action) -> AmiResponse:
        """One AMI action, made by the caller."""
        try:
            return await self._sender.send(action)
        except (LinkLost, ActionTimedOut) as error:
            raise SwitchLost(str(error)) from error
        except (ActionFailed, UnsafeValue) as error:
            raise SwitchRefused(str(error)) from error

    def act_later(self, name: str, **headers: object) -> None:
        """Send an action now without waiting for its answer: whatever comes of it shows in events."""
        self._sender.send_action(SimpleAction(name, **headers))

    async def on_leg(self, leg: LegId, name: str, **headers: object) -> AmiResponse:
        """One AMI action about a leg. A leg that died under it raises LegGone."""
        unique = self._channels.unique(leg)
        try:
            return await self.act(name, Channel=unique, **headers)
        except SwitchRefused:
            await self._let_hang_up_arrive(leg)
            raise

    def free(self, leg: LegId) -> Channel:
        """The channel of a leg that takes commands now; SwitchRefused for one that rings, talks or is handed over."""
        channel = self._channels.of(leg)
        if not channel.commandable:
            raise SwitchRefused(f"leg {leg} takes no commands now")
        return channel

    async def when_free(self, leg: LegId) -> Channel:
        """As `free`; a leg that has just stopped listening is hanging up, and that is told (LegGone), not a refusal."""
        channel = self._channels.of(leg)
        rings = channel.rung and not channel.answered
        if not channel.commandable and not channel.bridge and not rings:
            await self._let_hang_up_arrive(leg)
        return self.free(leg)

    async def run(self, leg: LegId, *commands: str) -> AgiResult:
        """AGI commands one after the other, to the end of the last; its result.

        All are handed to Asterisk at once: it goes on with them even if we die meanwhile. A bridge, or a redirection,
        ends them early as INTERRUPTED.
        """
        channel = self._channels.of(leg)
        if channel.stale:
            await self.interrupt(channel)
        await self.when_free(leg)
        pending = [(f"hl{next(self._numbers)}", command) for command in commands]
        futures = [self._expect(leg, number) for number, _ in pending]
        channel.newest = pending[-1][0]
        try:
            for number, command in pending:
                await self.on_leg(leg, "AGI", Command=command, CommandID=number)
            results = [await future for future in futures]
        except asyncio.CancelledError:
            channel.stale = any(future.cancelled() or not future.done() for future in futures)
            raise
        finally:
            self._forget(leg, [number for number, _ in pending])
        return await self._good(leg, commands, results)

    async def _good(self, leg: LegId, commands: Sequence[str], results: list[AgiResult]) -> AgiResult:
        for command, result in zip(commands, results, strict=True):
            if result.value < 0:
                await self._let_hang_up_arrive(leg)
                raise SwitchRefused(f"the switch could not do {command.split()[0]}: {result.code} {result.rest}")
        return results[-1]

    def _expect(self, leg: LegId, number: str) -> asyncio.Future[AgiResult]:
        future: asyncio.Future[AgiResult] = asyncio.get_running_loop().create_future()
        self._running.setdefault(leg, {})[number] = future
        return future

    def _forget(self, leg: LegId, numbers: Sequence[str]) -> None:
        for number in numbers:
            future = self._running.get(leg, {}).pop(number, None)
            if future is not None:
                future.cancel()
        if not self._running.get(leg):
            self._running.pop(leg, None)

    async def interrupt(self, channel: Channel) -> None:
        """Break what runs on a leg, so that it takes the next command at once."""
        channel.stale = False
        again: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._awaiting[channel.leg] = again
        context, exten = channel.place
        await self.on_leg(channel.leg, "Redirect", Context=context, Exten=exten, Priority=ASK)
        await again

    async def _let_hang_up_arrive(self, leg: LegId) -> None:
        """A refusal because the leg just died comes before the news of its death: wait for the news a moment."""
        gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._channels.of(leg)
        self._awaiting[leg] = gone
        try:
            async with asyncio.timeout(HANG_UP_FOLLOWS):
                await gone
        except TimeoutError:
            self._awaiting.pop(leg, None)

    # --- news

    def done(self, note: CommandDone) -> None:
        """A command ended. The end of one that was given up on only frees the leg."""
        future = self._running.get(note.leg, {}).get(note.command)
        if future is not None and not future.done():
            future.set_result(parse_result(note.result))
        elif (channel := self._channels.by_leg.get(note.leg)) and note.command == (channel.newest or note.command):
            channel.stale = False

    def commandable(self, leg: LegId) -> None:
        """The leg is at the start of AsyncAGI again: what ran there was interrupted."""
        self.interrupted(leg)
        if (again := self._awaiting.pop(leg, None)) and not again.done():
            again.set_result(None)

    def interrupted(self, leg: LegId) -> None:
        """The leg was taken away from its command, into a conversation."""
        if channel := self._channels.by_leg.get(leg):
            channel.stale = False
        for future in self._running.get(leg, {}).values():
            if not future.done():
                future.set_result(INTERRUPTED)

    def ended(self, event: LegEnded) -> None:
        """The leg is gone: so is its command."""
        self._fail(event.leg, LegGone(event.leg, event.cause))

    def lost(self, why: str) -> None:
        """The link is down: nothing in flight will be answered."""
        for leg in {*self._running, *self._awaiting}:
            self._fail(leg, SwitchLost(why))

    def _fail(self, leg: LegId, error: HotlineError) -> None:
        for future in self._running.get(leg, {}).values():
            fail(future, error)
        if (awaiting := self._awaiting.pop(leg, None)) is not None:
            fail(awaiting, error)


def fail(future: asyncio.Future[Any], error: HotlineError) -> None:
    """Let whoever waits for it find the error. That nobody does any more is no fault to be logged."""
    if not future.done():
        future.set_exception(error)
        future.exception()

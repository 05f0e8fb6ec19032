"""Listening to a leg: Asterisk sends its audio to our server while the context is open."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from calls.errors import SwitchRefused
from calls.ids import LegId
from calls.switch import Hearing
from telephony import agi
from telephony.agi import AgiResult
from telephony.audiosocket import AudioSocketServer, Conversation
from telephony.commands import Commands

CONNECT_WITHIN = 3.0
"""Seconds; measured 20 ms."""


@asynccontextmanager
async def listening(
    leg: LegId, commands: Commands, audio: AudioSocketServer, keys: deque[str]
) -> AsyncIterator[Hearing]:
    """Open the leg's audio; close it properly, so that the leg takes commands again. `keys`: those that wait on the leg."""
    name, arriving = audio.expect()
    command = asyncio.create_task(commands.run(leg, agi.audio_socket(str(name), audio.address)))
    either: set[asyncio.Future[Any]] = {command, arriving}
    try:
        await asyncio.wait(either, timeout=CONNECT_WITHIN, return_when=asyncio.FIRST_COMPLETED)
        if not arriving.done():
            await _why_not(command)
        conversation = arriving.result()
        try:
            yield _Heard(conversation, command, keys)
        finally:
            conversation.end()
            await asyncio.wait({command}, timeout=1.0)
            await conversation.close()
    finally:
        audio.forget(name)
        command.cancel()
        await asyncio.gather(command, return_exceptions=True)


class _Heard:
    """The audio of the leg; a hang-up in the middle of it is LegGone, as in every other command."""

    def __init__(self, conversation: Conversation, command: asyncio.Task[AgiResult], keys: deque[str]) -> None:
        self._conversation, self._command, self._keys = conversation, command, keys

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for frame in self._conversation:
            yield frame
        await asyncio.shield(self._command)

    def key(self) -> str:
        """The next key that was pressed, or ''."""
        return self._keys.popleft() if self._keys else ""

    async def say(self, frame: bytes) -> None:
        """Send 20 ms of audio to the leg."""
        await self._conversation.say(frame)


async def _why_not(command: asyncio.Task[object]) -> None:
    """No connection came: the command's own error if it has one."""
    if command.done():
        await command
    raise SwitchRefused("the switch did not open the audio of the leg")

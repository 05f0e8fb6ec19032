"""Listening to a leg: Asterisk sends its audio to our server while the context is open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from calls.errors import SwitchRefused
from calls.ids import LegId
from calls.switch import Hearing
from telephony import agi
from telephony.audiosocket import AudioSocketServer
from telephony.commands import Commands

CONNECT_WITHIN = 3.0
"""Seconds; measured 20 ms."""


@asynccontextmanager
async def listening(leg: LegId, commands: Commands, audio: AudioSocketServer) -> AsyncIterator[Hearing]:
    """Open the leg's audio; close it properly, so that the leg takes commands again."""
    name, arriving = audio.expect()
    command = asyncio.create_task(commands.run(leg, agi.audio_socket(str(name), audio.address)))
    either: set[asyncio.Future[Any]] = {command, arriving}
    try:
        await asyncio.wait(either, timeout=CONNECT_WITHIN, return_when=asyncio.FIRST_COMPLETED)
        if not arriving.done():
            await _why_not(command)
        conversation = arriving.result()
        try:
            yield conversation
        finally:
            conversation.end()
            await asyncio.wait({command}, timeout=1.0)
            await conversation.close()
    finally:
        audio.forget(name)
        command.cancel()
        await asyncio.gather(command, return_exceptions=True)


async def _why_not(command: asyncio.Task[object]) -> None:
    """No connection came: the command's own error if it has one."""
    if command.done():
        await command
    raise SwitchRefused("the switch did not open the audio of the leg")

"""Asterisk's side of an AudioSocket: it connects, speaks in frames, and sees the door."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telephony.audiosocket import (
    AUDIO,
    FRAME_BYTES,
    HEADER,
    ID,
    AudioSocketServer,
    Conversation,
)
from tests.waiting import patient

SILENCE = bytes(FRAME_BYTES)


def frame(kind: int, payload: bytes = b"") -> bytes:
    return HEADER.pack(kind, len(payload)) + payload


def spoken(number: int) -> bytes:
    return frame(AUDIO, number.to_bytes(2, "little") * 160)


class Asterisk:
    """The side that connects."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def send(self, data: bytes, at_once: int = 1 << 20) -> None:
        for start in range(0, len(data), at_once):
            self.writer.write(data[start : start + at_once])
            await self.writer.drain()

    async def shown_the_door(self) -> bool:
        """The server has closed without a word."""
        async with asyncio.timeout(patient(3)):
            return await self.reader.read() == b""


@asynccontextmanager
async def connected(server: AudioSocketServer) -> AsyncIterator[Asterisk]:
    host, port = server.address.split(":")
    side = Asterisk(*await asyncio.open_connection(host, int(port)))
    try:
        yield side
    finally:
        side.writer.close()


@asynccontextmanager
async def talking(server: AudioSocketServer) -> AsyncIterator[tuple[Asterisk, Conversation]]:
    """A conversation that was expected and came."""
    name, arriving = server.expect()
    async with connected(server) as side:
        await side.send(frame(ID, name.bytes))
        async with asyncio.timeout(patient(3)):
            conversation = await arriving
        yield side, conversation
        await conversation.close()


async def all_of(conversation: Conversation) -> list[bytes]:
    async with asyncio.timeout(patient(3)):
        return [heard async for heard in conversation]

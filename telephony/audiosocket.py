"""AudioSocket: a leg's audio over TCP (Asterisk: `res_audiosocket`).

A frame is one byte of kind, two bytes of length (big-endian), then the payload. Kinds: 0x00 end, 0x01 the id of the
connection (16 bytes), 0x03 a digit, 0x10 audio (16-bit little-endian, 8 kHz, mono), 0xff an error.
"""

from __future__ import annotations

import asyncio
import struct
import uuid
from collections.abc import AsyncIterator, Callable

from calls.errors import SwitchRefused

END, ID, DIGIT, AUDIO, ERROR = 0x00, 0x01, 0x03, 0x10, 0xFF
HEADER = struct.Struct(">BH")
FRAME_BYTES = 320
FRAMES_KEPT = 250
"""Five seconds of audio: whoever reads later than that loses the oldest frames, not the event loop."""


class Conversation:
    """One connection: the frames heard, and a way to speak."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._frames: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.on_digit: Callable[[str], None] | None = None
        self.dropped = 0

    async def read_all(self) -> None:
        """Take frames until the other side ends; run beside whoever iterates."""
        try:
            while True:
                kind, length = HEADER.unpack(await self._reader.readexactly(HEADER.size))
                self._take(kind, await self._reader.readexactly(length))
                if kind in (END, ERROR):
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            self._frames.put_nowait(None)

    def _take(self, kind: int, payload: bytes) -> None:
        if kind == AUDIO:
            self._frames.put_nowait(payload)
            if self._frames.qsize() > FRAMES_KEPT:
                self._frames.get_nowait()
                self.dropped += 1
        elif kind == DIGIT and self.on_digit is not None:
            self.on_digit(payload.decode("ascii", "replace"))

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (frame := await self._frames.get()) is not None:
            yield frame
        self._frames.put_nowait(None)  # for whoever listens again

    async def say(self, frame: bytes) -> None:
        """Send 20 ms of audio to the leg."""
        if len(frame) != FRAME_BYTES:
            raise ValueError(f"a frame has {FRAME_BYTES} bytes, not {len(frame)}")
        self._writer.write(HEADER.pack(AUDIO, len(frame)) + frame)
        await self._writer.drain()

    def end(self) -> None:
        """Say the end. Closing without saying so would be an error to Asterisk, and end the call."""
        if not self._writer.is_closing():
            self._writer.write(HEADER.pack(END, 0))

    async def close(self) -> None:
        """Close after the end was said."""
        self._writer.close()
        try:
            await self._writer.wait_closed()
        except ConnectionError:
            return


class AudioSocketServer:
    """Waits for Asterisk's connections and hands each to who expects its id. Unknown ids are shown the door."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self._host, self._port = host, port
        self._server: asyncio.Server | None = None
        self._expected: dict[uuid.UUID, asyncio.Future[Conversation]] = {}

    @property
    def address(self) -> str:
        """Where Asterisk connects to, as host:port."""
        if self._server is None:
            raise SwitchRefused("the audio server is not running")
        host, port = self._server.sockets[0].getsockname()[:2]
        return f"{host}:{port}"

    async def start(self) -> None:
        """Begin to listen."""
        self._server = await asyncio.start_server(self._welcome, self._host, self._port)

    async def stop(self) -> None:
        """Stop listening; conversations in progress end with their legs."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def expect(self) -> tuple[uuid.UUID, asyncio.Future[Conversation]]:
        """A fresh id, and the conversation that will come with it."""
        name = uuid.uuid4()
        self._expected[name] = asyncio.get_running_loop().create_future()
        return name, self._expected[name]

    def forget(self, name: uuid.UUID) -> None:
        """Nobody waits for this id any more."""
        self._expected.pop(name, None)

    async def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        waiting = self._expected.pop(await _id_of(reader) or uuid.UUID(int=0), None)
        if waiting is None or waiting.done():
            writer.close()
            return
        conversation = Conversation(reader, writer)
        waiting.set_result(conversation)
        await conversation.read_all()


async def _id_of(reader: asyncio.StreamReader) -> uuid.UUID | None:
    """The id that a connection must begin with, within two seconds."""
    try:
        async with asyncio.timeout(2):
            kind, length = HEADER.unpack(await reader.readexactly(HEADER.size))
            payload = await reader.readexactly(length)
    except (TimeoutError, asyncio.IncompleteReadError, ConnectionError):
        return None
    return uuid.UUID(bytes=payload) if kind == ID and len(payload) == 16 else None

"""The socket side of one AMI connection: bytes in, packets out, and when to stop reading or writing."""

from __future__ import annotations

import asyncio
from typing import Protocol, cast

from telephony.ami.errors import AmiUnreachable, LinkLost, PacketTooLarge
from telephony.ami.framing import Framing


class WireOwner(Protocol):
    """Who is told what happens on the wire."""

    def wire_greeted(self, version: str) -> None:
        """Asterisk's greeting line was read."""

    def wire_received(self, packets: list[str]) -> None:
        """Whole packets, in order."""

    def wire_lost(self, error: Exception | None) -> None:
        """The last call of a wire: the connection is gone."""


class AmiWire(asyncio.Protocol):
    """An asyncio protocol around the framing. It knows nothing of actions and events."""

    def __init__(self, owner: WireOwner, max_packet: int) -> None:
        self._owner = owner
        self._framing = Framing(max_packet)
        self._transport: asyncio.Transport | None = None
        self._writable = asyncio.Event()
        self._writable.set()
        self._closed = asyncio.Event()
        self._fault: Exception | None = None
        self._paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        greeted = bool(self._framing.version)
        try:
            packets = self._framing.feed(data)
        except (PacketTooLarge, AmiUnreachable) as fault:
            self.abort(fault)
            return
        if not greeted and self._framing.version:
            self._owner.wire_greeted(self._framing.version)
        self._owner.wire_received(packets)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._writable.set()
        self._closed.set()
        self._owner.wire_lost(self._fault or exc)

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    @property
    def is_open(self) -> bool:
        """Whether bytes can still be sent."""
        return self._transport is not None and not self._transport.is_closing()

    async def drained(self) -> None:
        """Return once the socket takes more."""
        await self._writable.wait()

    def write(self, data: bytes) -> None:
        """Send all of it. Raises LinkLost when the connection has gone."""
        if self._transport is None or self._transport.is_closing():
            raise LinkLost("not connected")
        self._transport.write(data)

    def pause(self, paused: bool) -> None:
        """Stop or go on reading."""
        if self._transport is None or self._transport.is_closing() or paused == self._paused:
            return
        self._paused = paused
        if paused:
            self._transport.pause_reading()
        else:
            self._transport.resume_reading()

    def abort(self, fault: Exception | None = None) -> None:
        """Close at once, without waiting for what is still to be written. `fault` is why."""
        self._fault = self._fault or fault
        if self._transport is not None:
            self._transport.abort()

    async def close(self, within: float = 1.0) -> None:
        """Close after what was written has gone out, or after `within` seconds."""
        if self._transport is not None:
            self._transport.close()
        try:
            async with asyncio.timeout(within):
                await self._closed.wait()
        except TimeoutError:
            self.abort()
            await self._closed.wait()

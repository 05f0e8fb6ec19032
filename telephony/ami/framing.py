"""Bytes to packets, without a socket.

A packet is what stands between two empty lines; a line ends with CR LF only.
"""

from __future__ import annotations

import re

from telephony.ami.errors import AmiUnreachable, PacketTooLarge

MAX_PACKET = 16 * 1024 * 1024
"""Bytes. A Command answer of 20,000 lines has two million; more than this is no answer but a fault."""

_LONGEST_GREETING = 256
_END = b"\r\n\r\n"
_END_AS_TEXT = _END.decode()
_GREETING = re.compile(r"Asterisk *Call *Manager/((?:[0-9]+\.)*[0-9]+)", re.IGNORECASE)


class Framing:
    """Feed it what was read, in any cuts; it gives whole packets as text, without their empty line.

    Text is decoded packet by packet, so a character cut between two reads survives; bytes that are no UTF-8
    become U+FFFD and can never become a line end. `version` is known once the greeting has been read.
    """

    def __init__(self, max_packet: int = MAX_PACKET) -> None:
        self._max_packet = max_packet
        self._parts: list[bytes] = []
        self._held = 0
        self._seam = b""
        self.version = ""

    def feed(self, data: bytes) -> list[str]:
        """The packets that `data` completes, in order.

        Raises AmiUnreachable when the peer does not greet as Asterisk, PacketTooLarge above the cap. After
        either the link must be closed: there is no way back to a packet border that could be trusted.
        """
        if not self.version:
            data = self._greeted(data)
        if not data:
            return []
        seam = self._seam + data
        cut = seam.rfind(_END)
        if cut < 0:
            self._hold(data, seam)
            return []
        end = cut + len(_END) - len(self._seam)
        return self._split(data, end)

    def _hold(self, data: bytes, seam: bytes) -> None:
        """Keep an unfinished packet as the pieces it came in: joining at every read would be quadratic."""
        self._parts.append(data)
        self._held += len(data)
        self._seam = seam[-3:]
        if self._held >= self._max_packet + len(_END):
            raise self._too_large()

    def _split(self, data: bytes, end: int) -> list[str]:
        block = b"".join((*self._parts, data[:end])) if self._parts else data[:end]
        *packets, left = block.decode(errors="replace").split(_END_AS_TEXT)
        if len(block) > self._max_packet:
            self._measure(block)
        rest = left.encode() + data[end:]
        self._parts, self._held, self._seam = [], 0, b""
        if rest:
            self._hold(rest, rest)
        return packets

    def _measure(self, block: bytes) -> None:
        if any(len(packet) > self._max_packet for packet in block.split(_END)):
            raise self._too_large()

    def _too_large(self) -> PacketTooLarge:
        return PacketTooLarge(f"more than {self._max_packet} bytes")

    def _greeted(self, data: bytes) -> bytes:
        """Take the greeting line off the stream; what follows it is returned."""
        data = b"".join((*self._parts, data))
        line, ended, rest = data.partition(b"\r\n")
        if not ended and len(data) <= _LONGEST_GREETING:
            self._parts = [data]
            return b""
        found = _GREETING.match(line.decode("ascii", errors="replace"))
        if not found or not ended:
            raise AmiUnreachable("the peer did not greet as Asterisk's manager")
        self._parts = []
        self.version = found.group(1)
        return rest

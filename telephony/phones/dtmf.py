"""Digits as RTP events (RFC 4733), sent and heard. No socket, no clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

DIGITS = "0123456789*#ABCD"
EVENT_PAYLOAD = 101
FRAME = 160
TONE_FRAMES = 5
GAP_FRAMES = 4
ENDS = 3
VOLUME = 10  # dBm0 below zero: RFC 4733 2.3.3


def check_digits(digits: str) -> str:
    """The digits in capitals. Raises ValueError naming the first that no phone has."""
    for digit in digits.upper():
        if digit not in DIGITS:
            raise ValueError(f"no phone has a key {digit!r}: use {DIGITS}")
    return digits.upper()


@dataclass(frozen=True, slots=True)
class EventPacket:
    """One packet of a digit: marker on the first, `end` on the last three; all of a digit share one RTP timestamp."""

    payload: bytes
    marker: bool
    end: bool


def packets_of(digit: str, frames: int = TONE_FRAMES) -> Iterator[EventPacket]:
    """A digit as packets, one every 20 ms: `frames` while the key is down, then the end three times over."""
    number = DIGITS.index(digit)
    for frame in range(1, frames + 1):
        yield EventPacket(_payload(number, frame * FRAME, end=False), marker=frame == 1, end=False)
    for _ in range(ENDS):
        yield EventPacket(_payload(number, (frames + 1) * FRAME, end=True), marker=False, end=True)


def _payload(number: int, duration: int, end: bool) -> bytes:
    return bytes([number, (0x80 if end else 0) | VOLUME]) + duration.to_bytes(2, "big")


class DigitEar:
    """Hears digits in event packets: each once, whichever of its packets are lost.

    pyVoIP looks at the marker only: a lost first packet loses the digit.
    """

    def __init__(self) -> None:
        self._last: tuple[int, int] | None = None

    def hear(self, ssrc: int, timestamp: int, payload: bytes) -> str | None:
        """The digit if this packet begins a new one. Events that are no digits (flash, fax) are passed over."""
        if len(payload) < 4 or payload[0] >= len(DIGITS) or self._last == (ssrc, timestamp):
            return None
        self._last = (ssrc, timestamp)
        return DIGITS[payload[0]]

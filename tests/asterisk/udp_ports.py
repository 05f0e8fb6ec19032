"""UDP ports for programs that take numbers, not sockets: each is given to one test of this machine at a time.

They lie above the RTP ports of our Asterisk and below those that the kernel gives away by itself, so that nobody gets one
by chance. Who has the TCP port of a number has the number: SIPp does not want that port, and every test asks for it first.
"""

from __future__ import annotations

import random
import socket

FIRST, AFTER_LAST = 30_000, 32_768
HERE = "127.0.0.1"
NOBODY = 9
"""The port of discard (RFC 863): nobody answers there."""


class UdpPorts:
    """`count` numbers in a row from `first` on, until `free`."""

    def __init__(self, count: int) -> None:
        self._held: list[socket.socket] = []
        while not self._take(random.randrange(FIRST, AFTER_LAST - count), count):
            self.free()

    def _take(self, first: int, count: int) -> bool:
        self.first = first
        return all(self._hold(first + offset) for offset in range(count))

    def _hold(self, port: int) -> bool:
        token = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._held.append(token)
        return _binds(token, port) and udp_free(port)

    def free(self) -> None:
        """Others may have them."""
        for token in self._held:
            token.close()
        self._held = []


def udp_free(port: int) -> bool:
    """Whether nobody listens there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        return _binds(probe, port)


def _binds(opened: socket.socket, port: int) -> bool:
    try:
        opened.bind((HERE, port))
    except OSError:
        return False
    return True

"""Ports for programs that take numbers, not sockets.

They lie above the RTP ports of our Asterisk and below those that the kernel gives away by itself, so that nobody gets one
by chance while the program that shall have it starts. UDP ones are given to one test of this machine at a time: who has
the TCP port of a number has the number. SIPp does not want that port, and every test asks for it first.
"""

from __future__ import annotations

import random
import socket
from pathlib import Path

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


def tcp_port() -> int:
    """One that nobody has now, for a server that starts at once."""
    while True:
        port = random.randrange(FIRST, AFTER_LAST)
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if _binds(probe, port):
                return port


def udp_free(port: int) -> bool:
    """Whether nobody listens there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        return _binds(probe, port)


def udp_heard(port: int) -> bool:
    """Whether somebody listens there, by the kernel's table (proc_net_udp(5)).

    Who waits for a program to listen asks this: a probe that binds takes the port from it at the wrong moment.
    """
    rows = Path("/proc/net/udp").read_text().splitlines()[1:]
    return any(row.split()[1].endswith(f":{port:04X}") for row in rows)


def _binds(opened: socket.socket, port: int) -> bool:
    try:
        opened.bind((HERE, port))
    except OSError:
        return False
    return True

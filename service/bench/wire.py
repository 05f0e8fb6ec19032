"""The wire of a bench's phone: SIP over UDP to one switch, and a socket that swallows the sound."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable


class Wire:
    """Both sockets, bound and connected at once; `hear` is called when SIP has come, until `close`."""

    def __init__(self, bind: str, local_port: int, switch: tuple[str, int], hear: Callable[[], None]) -> None:
        self.sip, self.media = _udp(bind, local_port), _udp(bind, 0)
        self.sip.connect(switch)
        asyncio.get_running_loop().add_reader(self.sip, hear)

    def close(self) -> None:
        """Nothing is heard any more."""
        asyncio.get_running_loop().remove_reader(self.sip)
        self.sip.close()
        self.media.close()

    def say(self, text: str) -> None:
        """Send a SIP message."""
        self.sip.send(text.encode())

    @property
    def address(self) -> str:
        """host:port where it is reached, as Via and Contact name it."""
        host, port = self.sip.getsockname()
        return f"{host}:{port}"

    def contact(self, user: str) -> str:
        """The URI of this user here."""
        return f"sip:{user}@{self.address}"


def _udp(bind: str, port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.setblocking(False)
    made.bind((bind, port))
    return made

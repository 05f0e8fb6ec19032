"""Which names this console answers to, and which pages may send requests to it.

A page of a stranger whose name is made to point at us (DNS rebinding) asks for a host by his name: such a name is not ours.
An address in figures cannot be rebound. https://owasp.org/www-community/attacks/DNS_Rebinding
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from console.settings import ConsoleSettings

LOCAL = frozenset({"localhost"})


class Hosts:
    """The names of `console.hosts`, of the public address, of this machine; and every address in figures."""

    def __init__(self, settings: ConsoleSettings) -> None:
        public = urlsplit(settings.address)
        self._public = f"{public.scheme}://{public.netloc}".lower()
        self._names = LOCAL | {(public.hostname or "").lower(), *(name.lower() for name in settings.hosts)}

    def knows(self, host: str) -> bool:
        """Whether this Host header is one of ours."""
        name = _name_of(host)
        return name in self._names or _is_address(name)

    def sent_by_us(self, origin: str, host: str) -> bool:
        """Whether a page of ours sent it: its origin is the host that was asked, or the public address."""
        given = origin.lower()
        return given == self._public or given in (f"http://{host.lower()}", f"https://{host.lower()}")


def _name_of(host: str) -> str:
    """Without the port, and without the brackets of IPv6."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True

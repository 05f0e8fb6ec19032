"""Whom we may ask: never this machine, its neighbours or the cloud's own services, unless the settings allow it (SSRF).

A name is resolved once, every address it has is judged, and the connection goes to the judged address: a name that
answers otherwise the second time (DNS rebinding) gains nothing. https://owasp.org/www-community/attacks/Server_Side_Request_Forgery
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from connectors.answers import SourceFailed

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Awaitable[list[str]]]
"""(host, port) -> its addresses. Raises OSError."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Hosts and networks that may be asked though they are not public."""

    hosts: frozenset[str]
    networks: tuple[Network, ...]

    @classmethod
    def of(cls, written: Iterable[str]) -> Allowed:
        """From names (`crm.local`) and networks or addresses (`10.0.0.0/8`). Raises ValueError for neither."""
        hosts, networks = set(), []
        for each in written:
            network = _network(each)
            if network is not None:
                networks.append(network)
            else:
                hosts.add(checked_host(each))
        return cls(frozenset(hosts), tuple(networks))

    def allows(self, host: str, address: Address) -> bool:
        """Whether this host may be asked at this address."""
        if host.lower().rstrip(".") in self.hosts or any(address in network for network in self.networks):
            return True
        return is_public(address)


def checked_host(host: str) -> str:
    """A host's name. Raises ValueError."""
    name = host.strip().lower().rstrip(".")
    words = name.split(".")
    if (
        not name
        or len(name) > 253
        or not all(word and word.replace("-", "a").isalnum() and word.isascii() for word in words)
    ):
        raise ValueError(f"{host!r} is neither a host's name nor a network such as 10.0.0.0/8")
    return name


def is_public(address: Address) -> bool:
    """Whether anybody on the internet could reach it. An IPv4 address in an IPv6 one is judged as what it is."""
    inner = _inner(address)
    if inner is not None:
        return is_public(inner)
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _inner(address: Address) -> ipaddress.IPv4Address | None:
    if not isinstance(address, ipaddress.IPv6Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


async def reachable(host: str, port: int, allowed: Allowed, resolve: Resolve) -> str:
    """The address to connect to. Raises SourceFailed for a host that is unknown, or that may not be asked."""
    try:
        found = [ipaddress.ip_address(each) for each in await resolve(host, port)]
    except (OSError, ValueError, UnicodeError) as error:
        raise SourceFailed(f"the host {host} is not known: {error}") from None
    barred = next((each for each in found if not allowed.allows(host, each)), None)
    if barred is not None:
        raise SourceFailed(
            f"the host {host} is at {barred}, which is not public", "add it to connectors.allow if it is yours"
        )
    if not found:
        raise SourceFailed(f"the host {host} has no address")
    return str(found[0])


async def resolved(host: str, port: int) -> list[str]:
    """As this machine resolves names."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]).partition("%")[0] for each in found))


def _network(text: str) -> Network | None:
    try:
        return ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return None

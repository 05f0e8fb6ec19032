"""How often somebody may try to sign in. A machine without a clock: `now` is an argument (epoch seconds).

A name that was tried wrongly FREE times in a row is shut, for LOCK seconds at first and twice as long after each further
wrong try, up to LONGEST. An address (of IPv6, a /64) may fail PER_ADDRESS times within WINDOW, whatever names it tries.
Kept in memory: a restart forgives, and who can restart the service has no need of a password.
"""

from __future__ import annotations

import ipaddress
from collections import OrderedDict, deque
from dataclasses import dataclass, field

FREE, LOCK, LONGEST = 5, 30.0, 900.0
PER_ADDRESS, WINDOW = 30, 300.0
MOST_KNOWN = 10_000
"""Names and addresses remembered of each kind: a flood of made-up names costs no more than this."""


@dataclass(slots=True)
class _Tried:
    wrong: int = 0
    shut_until: float = 0.0


@dataclass(slots=True)
class Limits:
    """Remembers wrong tries."""

    _names: OrderedDict[str, _Tried] = field(default_factory=OrderedDict)
    _addresses: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict)

    def wait(self, name: str, address: str, now: float) -> float:
        """Seconds until this name may be tried from this address; 0: now."""
        tried = self._names.get(name)
        shut = max(0.0, tried.shut_until - now) if tried else 0.0
        return max(shut, self.address_wait(address, now))

    def tried(self, name: str, now: float) -> None:
        """A password is about to be looked at. It counts as wrong until `right`: many at once are not more tries."""
        tried = self._names.setdefault(name, _Tried())
        self._names.move_to_end(name)
        tried.wrong += 1
        if tried.wrong >= FREE:
            tried.shut_until = now + min(LOCK * 2.0 ** min(tried.wrong - FREE, 10), LONGEST)
        self._forget()

    def wrong(self, name: str, address: str, now: float) -> bool:
        """It was the wrong one. Whether the name is shut now."""
        whose = _network(address)
        failures = self._addresses.setdefault(whose, deque(maxlen=PER_ADDRESS))
        self._addresses.move_to_end(whose)
        failures.append(now)
        self._forget()
        tried = self._names.get(name)
        return tried is not None and tried.shut_until > now

    def right(self, name: str) -> None:
        """It was the right one: the name begins anew."""
        self._names.pop(name, None)

    def address_wait(self, address: str, now: float) -> float:
        """Seconds until anything may be tried from this address; for a way in that asks for no name."""
        failures = self._addresses.get(_network(address))
        if failures is None or len(failures) < PER_ADDRESS:
            return 0.0
        return max(0.0, failures[0] + WINDOW - now)

    def _forget(self) -> None:
        while len(self._names) > MOST_KNOWN:
            self._names.popitem(last=False)
        while len(self._addresses) > MOST_KNOWN:
            self._addresses.popitem(last=False)


def _network(address: str) -> str:
    """Whose address it is: in IPv6 everybody has 2^64 of them (RFC 6177)."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if found.version == 4 or found.ipv4_mapped:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False))

"""Which phones are registered: the contacts of each address of record (RFC 3261 section 10)."""

from __future__ import annotations

from calls.switch import Seat, Target
from telephony.browser import browser_of, seat_behind

TRIAL = "trial-"
"""What the names of phones for trying begin with: they stand for phones outside, and are no seats."""
GONE = frozenset({"Removed", "Unreachable"})


class Registrations:
    """Contacts per address of record. A phone that moves has two for a moment, so one gone does not mean none left.

    A seat may have a desk phone and a browser: it is reachable by either.
    """

    def __init__(self) -> None:
        self._contacts: dict[str, set[str]] = {}

    def note(self, aor: str, uri: str, status: str) -> bool | None:
        """A contact changed. True or False: the seat became reachable or unreachable. None: no change."""
        if aor.startswith(TRIAL):
            return None
        before = self._reached(seat_behind(aor))
        contacts = self._contacts.setdefault(aor, set())
        if status in GONE:
            contacts.discard(uri)
        else:
            contacts.add(uri)
        after = self._reached(seat_behind(aor))
        return after if after != before else None

    def reset(self, found: list[tuple[str, str, str]]) -> None:
        """Start over from a full list of (address of record, URI, status)."""
        self._contacts.clear()
        for aor, uri, status in found:
            self.note(aor, uri, status)

    def there(self, endpoint: str) -> bool:
        """Whether this phone has a contact now."""
        return bool(self._contacts.get(endpoint))

    def phone_of(self, seat: str) -> str:
        """The phone to ring at a seat: the browser where one is there, else the desk phone."""
        return browser_of(seat) if self.there(browser_of(seat)) else seat

    def now_at(self, target: Target) -> Target:
        """Whom to ring for this target now."""
        return Seat(self.phone_of(target.name)) if isinstance(target, Seat) else target

    def reachable(self) -> frozenset[str]:
        """The seats with a phone now."""
        return frozenset(seat_behind(aor) for aor, contacts in self._contacts.items() if contacts)

    def _reached(self, seat: str) -> bool:
        return self.there(seat) or self.there(browser_of(seat))

"""Which phones are registered: the contacts of each address of record (RFC 3261 section 10)."""

from __future__ import annotations

TRIAL = "trial-"
"""What the names of phones for trying begin with: they stand for phones outside, and are no seats."""
GONE = frozenset({"Removed", "Unreachable"})


class Registrations:
    """Contacts per address of record. A phone that moves has two for a moment, so one gone does not mean none left."""

    def __init__(self) -> None:
        self._contacts: dict[str, set[str]] = {}

    def note(self, aor: str, uri: str, status: str) -> bool | None:
        """A contact changed. True or False: the phone became reachable or unreachable. None: no change."""
        if aor.startswith(TRIAL):
            return None
        contacts = self._contacts.setdefault(aor, set())
        before = bool(contacts)
        if status in GONE:
            contacts.discard(uri)
        else:
            contacts.add(uri)
        return bool(contacts) if bool(contacts) != before else None

    def reset(self, found: list[tuple[str, str, str]]) -> None:
        """Start over from a full list of (address of record, URI, status)."""
        self._contacts.clear()
        for aor, uri, status in found:
            self.note(aor, uri, status)

    def reachable(self) -> frozenset[str]:
        """The addresses of record with a contact now."""
        return frozenset(aor for aor, contacts in self._contacts.items() if contacts)

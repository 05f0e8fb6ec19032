"""What was sent of late, in order, so that who was away for a moment, or is slow, goes on where he was."""

from __future__ import annotations

from collections.abc import Sequence

from console.live.frames import Delta, Told

MOST_ENTRIES, MOST_CHANGES = 600, 50_000
Entry = Delta | Told


class Log:
    """Entries numbered without a gap. `last`: the number of the newest; 0: there was none."""

    def __init__(self, most_entries: int = MOST_ENTRIES, most_changes: int = MOST_CHANGES) -> None:
        self._most_entries, self._most_changes = most_entries, most_changes
        self._entries: list[Entry] = []
        self._changes = 0
        self.last = 0

    def add(self, entry: Entry) -> None:
        """The newest; the oldest go when there are too many, or they are too large together."""
        self._entries.append(entry)
        self.last = entry.number
        self._changes += _size(entry)
        while len(self._entries) > self._most_entries or (self._changes > self._most_changes and len(self) > 1):
            self._changes -= _size(self._entries.pop(0))

    def forget(self) -> None:
        """What was before is of no use to anybody any more; numbers go on."""
        self._entries, self._changes = [], 0

    def after(self, number: int) -> Sequence[Entry] | None:
        """Everything after this one; None: some of it is forgotten."""
        missed = self.last - number
        if missed < 0 or missed > len(self._entries):
            return None
        return self._entries[len(self._entries) - missed :]

    def left(self, number: int) -> Sequence[Entry]:
        """What is left of everything after this one."""
        return [entry for entry in self._entries if entry.number > number]

    def __len__(self) -> int:
        return len(self._entries)


def _size(entry: Entry) -> int:
    return len(entry.changes) if isinstance(entry, Delta) else 1

"""The rows of the floor as they were read last, and which of them may be others by now."""

from __future__ import annotations

import asyncio

from console.live.frames import Change, Rows
from console.ports.floor import Floor, Row, Topic

AT_ONCE = 200
"""Rows that are read without letting calls have their turn."""


class Board:
    """It is what the floor tells of changes between `begin` and `end`; before and after, nothing is kept."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._rows: dict[Topic, dict[str, Row]] = {topic: {} for topic in Topic}
        self._dirty: dict[Topic, set[str]] = {topic: set() for topic in Topic}
        self._one_reader = asyncio.Lock()
        self.kept_up, self.outdated = False, False

    @property
    def rows(self) -> Rows:
        """Every row by topic and key."""
        return self._rows

    def changed(self, topic: Topic, key: str) -> None:
        """This row may be another."""
        self._dirty[topic].add(key)

    def all_changed(self) -> None:
        """Every row may be another: they are to be read anew."""
        self.outdated = True

    async def begin(self) -> None:
        """Keep the rows up from now on."""
        async with self._one_reader:
            self._floor.watch(self)
            await self.read()
            self.kept_up = True

    def end(self) -> None:
        """Nobody looks on: nobody is to pay for it."""
        self._floor.watch(None)
        self.kept_up = False
        for topic in Topic:
            self._rows[topic], self._dirty[topic] = {}, set()

    async def read(self) -> None:
        """Every row, in parts, so that no call waits for it. What changes meanwhile is read again at the next look."""
        self.outdated = False
        for topic in Topic:
            self._rows[topic] = await self._read(topic)

    async def everything(self) -> Rows:
        """Every row there is now, for somebody who does not stay."""
        async with self._one_reader:
            if self.kept_up:
                return self._rows
            self._floor.watch(self)
            try:
                return {topic: await self._read(topic) for topic in Topic}
            finally:
                self._floor.watch(None)

    async def _read(self, topic: Topic) -> dict[str, Row]:
        found: dict[str, Row] = {}
        for at, key in enumerate(list(self._floor.keys(topic)), start=1):
            if (row := self._floor.row(topic, key)) is not None:
                found[key] = row
            if at % AT_ONCE == 0:
                await asyncio.sleep(0)  # waits for nothing: whatever of the calls is due on this loop goes first
        return found

    def changes(self) -> list[Change]:
        """The rows that are others than at the last look."""
        for topic, key in self._floor.due():
            self._dirty[topic].add(key)
        changes = []
        for topic in Topic:
            dirty, self._dirty[topic] = self._dirty[topic], set()
            changes += [change for key in dirty if (change := self._change(topic, key)) is not None]
        return changes

    def _change(self, topic: Topic, key: str) -> Change | None:
        rows = self._rows[topic]
        before, after = rows.get(key), self._floor.row(topic, key)
        if before == after:
            return None
        if after is None:
            del rows[key]
        else:
            rows[key] = after
        return Change(topic, key, before, after)

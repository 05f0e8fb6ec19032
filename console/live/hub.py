"""The hub of live events: rows that changed are read once, encoded once for all who see the same, and sent ten times a second.

No viewer has a queue. All read one log of what was sent; who is slow, or was away, goes on in it where he was, and gets a
snapshot when that is forgotten. As long as nobody looks on, nothing is read and nothing is kept.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import defaultdict
from collections.abc import Callable, Container, Iterable

from calls.clock import Clock
from calls.ids import PersonId
from console.live.frames import Change, Delta, Rows, Told, event, snapshot
from console.live.log import Log
from console.live.scope import Scope
from console.live.viewer import Viewer
from console.ports.floor import CallRow, Floor, Row, Topic

EVERY = 0.1
"""Seconds between two looks at what has changed."""
KEPT_AFTER_THE_LAST = 30.0
"""Seconds for which rows are kept up when nobody looks on any more: he may only have lost his network for a moment."""
MOST_BEHIND = 150
"""Who is so many frames behind is better served with a snapshot."""
AT_ONCE = 200
"""Rows that are read without letting calls have their turn."""
CLOSING = "closing"


def new_boot() -> str:
    """What numbers the frames of one run apart from those of another."""
    return secrets.token_hex(4)


class Hub:
    """`run` belongs beside the console; the rest is called on the same loop. Times are the clock's."""

    def __init__(self, floor: Floor, clock: Clock, boot: Callable[[], str] = new_boot, log: Log | None = None) -> None:
        self._floor, self._clock, self._boot = floor, clock, boot()
        self._rows: dict[Topic, dict[str, Row]] = {topic: {} for topic in Topic}
        self._dirty: dict[Topic, set[str]] = {topic: set() for topic in Topic}
        self._log = Log() if log is None else log
        self._viewers: dict[Viewer, None] = {}
        self._by_person: defaultdict[PersonId, dict[Viewer, None]] = defaultdict(dict)
        self._snapshots: dict[Scope, tuple[int, bytes]] = {}
        self._anew, self._awake = False, False
        self._wanted, self._ready, self._closed = asyncio.Event(), asyncio.Event(), False
        self._left_at = 0.0
        self._one_reader = asyncio.Lock()

    # --- what changes

    def changed(self, topic: Topic, key: str) -> None:
        """This row may be another."""
        self._dirty[topic].add(key)

    def all_changed(self) -> None:
        """Every row may be another: all viewers get a snapshot."""
        self._anew = True

    def tell(self, person: PersonId, name: str, data: object) -> None:
        """Tell this person alone, at once, wherever he has a page open."""
        number = self._log.last + 1
        self._log.add(Told(number, person, event(name, data, f"{self._boot}-{number}")))
        self._woken(self._by_person.get(person, ()))

    # --- who looks on

    @property
    def viewers(self) -> int:
        """How many streams are open."""
        return len(self._viewers)

    def watched_by(self, person: PersonId) -> bool:
        """Whether this person has a page open."""
        return bool(self._by_person.get(person))

    async def enter(self, scope: Scope, person: PersonId, user: str, last: str = "") -> Viewer:
        """Somebody looks on from now; `last`: the id of the last frame that he has. Returns when there is something to see."""
        viewer = Viewer(scope, person, user, self._number_of(last))
        viewer.heard = self._log.last if viewer.at is None else viewer.at
        viewer.news.set()
        self._viewers[viewer] = None
        if person:
            self._by_person[person][viewer] = None
        self._wanted.set()
        if self._closed:
            viewer.end(CLOSING)
        try:
            await self._ready.wait()
        except BaseException:
            self.leave(viewer)
            raise
        return viewer

    def leave(self, viewer: Viewer) -> None:
        """His stream is over."""
        self._viewers.pop(viewer, None)
        streams = self._by_person.get(viewer.person)
        if streams is not None:
            streams.pop(viewer, None)
            if not streams:
                del self._by_person[viewer.person]
        self._left_at = self._clock.now()

    def end(self, user: str, why: str) -> None:
        """Every stream of this user is to end."""
        for viewer in self._viewers:
            if viewer.user == user:
                viewer.end(why)

    def close(self) -> None:
        """Every stream is to end: the service stops."""
        self._closed = True
        self._ready.set()
        for viewer in self._viewers:
            viewer.end(CLOSING)

    def news_for(self, viewer: Viewer) -> bytes:
        """What he has not seen yet, of all there is now; empty: nothing."""
        viewer.news.clear()
        entries = None if viewer.at is None else self._log.after(viewer.at)
        if entries is None or len(entries) > MOST_BEHIND:
            told = [each for each in self._log.left(viewer.heard) if isinstance(each, Told)]
            frames = [self._snapshot(viewer.scope), *self._encoded(told, viewer)]
            viewer.snapshots += 1
        else:
            frames = self._encoded(entries, viewer)
        viewer.at = viewer.heard = self._log.last
        return b"".join(frames)

    def _encoded(self, entries: Iterable[Delta | Told], viewer: Viewer) -> list[bytes]:
        return [
            entry.encoded(viewer.scope, self._boot) if isinstance(entry, Delta) else entry.frame
            for entry in entries
            if isinstance(entry, Delta) or entry.person == viewer.person
        ]

    def _snapshot(self, scope: Scope) -> bytes:
        number, frame = self._snapshots.get(scope, (-1, b""))
        if number != self._log.last:
            number = self._log.last
            frame = event("snapshot", snapshot(self._rows, scope), f"{self._boot}-{number}")
            self._snapshots[scope] = number, frame
        return frame

    def _number_of(self, last: str) -> int | None:
        boot, _, number = last.rpartition("-")
        return int(number) if boot == self._boot and number.isdecimal() and len(number) < 16 and self._awake else None

    # --- ten times a second

    async def run(self) -> None:
        """As long as somebody looks on: see what has changed, and send it. For ever."""
        try:
            while True:
                await self._wanted.wait()
                await self._wake()
                while self._viewers or self._clock.now() < self._left_at + KEPT_AFTER_THE_LAST:
                    await self.look()
                    await self._clock.wait_until(self._clock.now() + EVERY)
                self._sleep()
        finally:
            self.close()

    async def look(self) -> None:
        """Once."""
        if self._anew:
            await self._read_anew()
        for topic, key in self._floor.due():
            self._dirty[topic].add(key)
        self._publish(self._changes())

    async def everything(self) -> Rows:
        """Every row there is now, for somebody who does not stay."""
        async with self._one_reader:
            if self._awake:
                return self._rows
            self._floor.watch(self)
            try:
                return {topic: await self._read(topic) for topic in Topic}
            finally:
                self._floor.watch(None)

    async def _wake(self) -> None:
        async with self._one_reader:
            self._floor.watch(self)
            await self._read_anew()
            self._awake = True
        self._ready.set()

    def _sleep(self) -> None:
        """Nobody looks on: nobody is to pay for it."""
        self._floor.watch(None)
        self._wanted.clear()
        self._ready.clear()
        self._awake = False
        self._log.forget()
        self._snapshots.clear()
        for topic in Topic:
            self._rows[topic], self._dirty[topic] = {}, set()

    async def _read_anew(self) -> None:
        """Every row, in parts, so that no call waits for it. What changes meanwhile is read again at the next look."""
        self._anew = False
        for topic in Topic:
            self._rows[topic] = await self._read(topic)
        self._log.add(Delta(self._log.last + 1, (), self._rows[Topic.PEOPLE]))
        self._log.forget()
        for viewer in self._viewers:
            viewer.news.set()

    async def _read(self, topic: Topic) -> dict[str, Row]:
        found: dict[str, Row] = {}
        for at, key in enumerate(list(self._floor.keys(topic)), start=1):
            if (row := self._floor.row(topic, key)) is not None:
                found[key] = row
            if at % AT_ONCE == 0:
                await asyncio.sleep(0)
        return found

    def _changes(self) -> list[Change]:
        changes = []
        for topic, rows in self._rows.items():
            dirty, self._dirty[topic] = self._dirty[topic], set()
            for key in dirty:
                before, after = rows.get(key), self._floor.row(topic, key)
                if before == after:
                    continue
                if after is None:
                    del rows[key]
                else:
                    rows[key] = after
                changes.append(Change(topic, key, before, after))
        return changes

    def _publish(self, changes: list[Change]) -> None:
        if not changes:
            return
        self._log.add(Delta(self._log.last + 1, changes, self._rows[Topic.PEOPLE]))
        concerned = _concerned(changes)
        self._woken(
            {each for each in self._viewers if each.scope.only is None or each.scope.only in concerned},
        )

    def _woken(self, concerned: Container[Viewer]) -> None:
        """There is news for these; nobody else needs to look at it."""
        for viewer in self._viewers:
            if viewer in concerned:
                viewer.news.set()
            elif viewer.at == self._log.last - 1 and not viewer.news.is_set():
                viewer.at = viewer.heard = self._log.last


def _concerned(changes: Iterable[Change]) -> set[str]:
    """Who is in these changes: the person, and whose call it is or was."""
    found = set()
    for change in changes:
        if change.topic is Topic.PEOPLE:
            found.add(change.key)
        elif change.topic is Topic.CALLS:
            found |= {row.person for row in (change.before, change.after) if isinstance(row, CallRow)}
    return found

"""The hub of live events: rows that changed are read once, encoded once for all who see the same, and sent,
ten times a second; less often where that would cost too much.

No viewer has a queue. All read one log of what was sent; who is slow, or was away, goes on in it where he was, and gets a
snapshot when that is forgotten. As long as nobody looks on, nothing is read and nothing is kept.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Collection, Iterable
from time import perf_counter

from calls.clock import Clock
from calls.ids import PersonId
from console.live.audience import Audience
from console.live.board import Board
from console.live.frames import Change, Delta, Rows, Told, event, snapshot
from console.live.log import Log
from console.live.scope import Scope
from console.live.viewer import Viewer
from console.ports.floor import Floor, Topic

EVERY, SELDOMEST, SHARE = 0.1, 0.2, 0.06
"""Seconds between two looks at what has changed; as many at most on a large floor, whose looks are to take no more than this
share of the time: sending what they find takes about as much again."""
KEPT_AFTER_THE_LAST = 30.0
"""Seconds for which rows are kept up when nobody looks on any more: he may only have lost his network for a moment."""
ASKS_AGAIN = 2.0
"""Seconds for which rows are kept up for a program that asks and does not stay: it may ask many times a second."""
MOST_BEHIND = 150
"""Who is so many frames behind is better served with a snapshot."""
CLOSING = "closing"


def new_boot() -> str:
    """What numbers the frames of one run apart from those of another."""
    return secrets.token_hex(4)


def pause_after(took: float) -> float:
    """Seconds until the next look, after one that took so many."""
    return min(SELDOMEST, max(EVERY, took / SHARE))


class Hub:
    """`run` belongs beside the console; the rest is called on the same loop. Times are the clock's."""

    def __init__(
        self,
        floor: Floor,
        clock: Clock,
        boot: Callable[[], str] = new_boot,
        log: Log | None = None,
        timer: Callable[[], float] = perf_counter,
    ) -> None:
        """`timer` tells in seconds what a look costs."""
        self._clock, self._boot, self._timer = clock, boot(), timer
        self._board, self._audience = Board(floor), Audience()
        self._log = Log() if log is None else log
        self._snapshots: dict[Scope, tuple[int, bytes]] = {}
        self._wanted, self._ready, self._closed = asyncio.Event(), asyncio.Event(), False
        self._left_at = 0.0

    def tell(self, person: PersonId, name: str, data: object) -> None:
        """Tell this person alone, at once, wherever he has a page open."""
        self._tell([person], name, data, floor=False)

    def announce(self, people: Collection[PersonId], name: str, data: object) -> None:
        """Tell these people and whoever sees the floor, of every part: there must be nothing in it that some may not see."""
        if self.viewers:
            self._tell(people, name, data, floor=True)

    def _tell(self, people: Collection[PersonId], name: str, data: object, floor: bool) -> None:
        number = self._log.last + 1
        told = Told(number, people, event(name, data, f"{self._boot}-{number}"), floor)
        self._log.add(told)
        self._audience.wake({each for each in self._audience if told.concerns(each.person, each.scope)}, number)

    async def everything(self) -> Rows:
        """Every row there is now, for somebody who does not stay; if he asks again soon, what changed meanwhile is read."""
        self._left_at = max(self._left_at, self._clock.now() + ASKS_AGAIN - KEPT_AFTER_THE_LAST)
        if self._board.kept_up:
            await self.look()
            return self._board.rows
        self._wanted.set()
        return await self._board.everything()

    # --- who looks on

    @property
    def viewers(self) -> int:
        """How many streams are open."""
        return len(self._audience)

    def watched_by(self, person: PersonId) -> bool:
        """Whether this person has a page open."""
        return bool(self._audience.of(person))

    async def enter(self, scope: Scope, person: PersonId, user: str, last: str = "") -> Viewer:
        """Somebody looks on from now; `last`: the id of the last frame that he has. Returns when there is something to see."""
        viewer = Viewer(scope, person, user, self._number_of(last))
        viewer.heard = self._log.last if viewer.at is None else viewer.at
        viewer.news.set()
        self._audience.add(viewer)
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
        self._audience.drop(viewer)
        self._left_at = self._clock.now()

    def end(self, user: str, why: str) -> None:
        """Every stream of this user is to end."""
        for viewer in self._audience:
            if viewer.user == user:
                viewer.end(why)

    def close(self) -> None:
        """Every stream is to end: the service stops."""
        self._closed = True
        self._ready.set()
        for viewer in self._audience:
            viewer.end(CLOSING)

    # --- what they get

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
            if isinstance(entry, Delta) or entry.concerns(viewer.person, viewer.scope)
        ]

    def _snapshot(self, scope: Scope) -> bytes:
        number, frame = self._snapshots.get(scope, (-1, b""))
        if number != self._log.last:
            number = self._log.last
            frame = event("snapshot", snapshot(self._board.rows, scope), f"{self._boot}-{number}")
            self._snapshots[scope] = number, frame
        return frame

    def _number_of(self, last: str) -> int | None:
        boot, _, number = last.rpartition("-")
        ours = boot == self._boot and number.isdecimal() and len(number) < 16
        return int(number) if ours and self._board.kept_up else None

    # --- time and again

    async def run(self) -> None:
        """As long as somebody looks on: see what has changed, and send it. For ever."""
        try:
            while True:
                await self._wanted.wait()
                await self._wake()
                while self.viewers or self._clock.now() < self._left_at + KEPT_AFTER_THE_LAST:
                    began = self._timer()
                    await self.look()
                    await self._clock.wait_until(self._clock.now() + pause_after(self._timer() - began))
                self._sleep()
        finally:
            self.close()

    async def look(self) -> None:
        """Once."""
        if self._board.outdated:
            await self._board.read()
            self._publish_anew()
        self._publish(self._board.changes())

    async def _wake(self) -> None:
        await self._board.begin()
        self._publish_anew()
        self._ready.set()

    def _sleep(self) -> None:
        self._wanted.clear()
        self._ready.clear()
        self._board.end()
        self._log.forget()
        self._snapshots.clear()

    def _publish(self, changes: list[Change]) -> None:
        if changes:
            self._add(changes)
            self._audience.wake(self._audience.seeing(changes), self._log.last)

    def _publish_anew(self) -> None:
        """Every row was read: everybody gets a snapshot."""
        self._add([])
        self._log.forget()
        self._audience.wake_all()

    def _add(self, changes: list[Change]) -> None:
        self._log.add(Delta(self._log.last + 1, changes, self._board.rows[Topic.PEOPLE]))

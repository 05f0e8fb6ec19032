"""The one writer of the store. Writing never waits, never fails, and nothing in the path of a call knows of a disk.

Entries are gathered for a moment and written in batches, one transaction each, in the order they came. When the
database cannot be written (disk full, locked, gone) they stay in memory in that order and are written when it can.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import count, islice
from typing import Any

from calls.happenings.entry import Entry
from store.batch import Batches, Change, Item, Left
from store.callbacks import CallbackKept
from store.database import Database
from store.doors import checked_call, checked_number, checked_person
from store.errors import RowRefused, StoreUnusable
from store.messages import MessageKept
from store.patience import PatienceKept
from store.people import PersonKept
from store.settings import Kept


@dataclass(frozen=True, slots=True)
class Pace:
    """How the writer works: seconds that an entry waits for company, and where the last batch was a crowd; entries a
    transaction, entries held in memory while the database cannot be written, and the first and longest pause (seconds)
    between tries.
    """

    gather: float = 0.05
    gather_crowd: float = 0.2
    crowd: int = 20
    batch: int = 200
    held: int = 500_000
    first_pause: float = 0.2
    longest_pause: float = 5.0


class Journal:
    """Keeps what happened. `run()` belongs in the service's task group; the other methods are called on its loop.

    `on_trouble(text)` is called once when writing begins to fail, and for every loss; `on_recovered()` when all is
    well again. Both must not raise. `pending`, `written`, `spilled` (memory full) and `refused` are figures.
    """

    def __init__(
        self,
        database: Database,
        on_trouble: Callable[[str], None],
        on_recovered: Callable[[], None],
        pace: Pace = Pace(),
    ) -> None:
        self._database, self._pace = database, pace
        self._on_trouble, self._on_recovered = on_trouble, on_recovered
        self._batches = Batches(database)
        self._pending: deque[Item] = deque()
        self._awaited: list[tuple[int, asyncio.Future[None]]] = []
        self._something, self._hurry = asyncio.Event(), asyncio.Event()
        self._closing, self._given_up, self._stopped = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._one_at_a_time, self._running = asyncio.Lock(), False
        self._mark, self._changes = secrets.token_hex(6), count(1)
        self._taken = self._settled = self._failures = 0
        self._crowded = False
        self.spilled = self.refused = 0

    @property
    def pending(self) -> int:
        """Items not written yet."""
        return len(self._pending)

    @property
    def written(self) -> int:
        """Items written since the start."""
        return self._settled - self.refused

    def write(self, entry: Entry) -> None:
        """Keep an entry of a call. Returns at once. Raises WrongId for an impossible call id: a fault of ours."""
        checked_call(entry.call)
        self._take(entry)

    def keep_person(self, kept: PersonKept) -> None:
        """Keep a person's new state. Returns at once. Raises WrongId for an impossible name."""
        checked_person(kept.person)
        self._take(Change(f"{kept.since:017.6f}-{self._mark}-{next(self._changes):08d}", kept))

    def keep(self, key: str, value: Any) -> None:
        """Keep a value of JSON's kinds under a key. Returns at once."""
        self._take(Kept(key, value))

    def keep_left(self, left: Left) -> None:
        """Keep a message, a callback or a caller's counts as they are now. Returns at once. Raises WrongId."""
        checked_number(left.id) if isinstance(left, PatienceKept) else checked_call(left.id)
        self._take(left)

    async def flush(self, within: float = 5.0) -> bool:
        """Wait until all that was written before is in the database; false when it is not after `within` seconds."""
        if not self._pending:
            return True
        settled = asyncio.get_running_loop().create_future()
        self._awaited.append((self._taken, settled))
        self._hurry.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                await settled
        return settled.done() and not settled.cancelled()

    async def close(self, within: float = 10.0) -> int:
        """Write what is left, for `within` seconds at most, and end `run()`. Returns how many items are lost."""
        self._closing.set()
        self._wake()
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                await (self._stopped.wait() if self._running else self._drain())
        self._given_up.set()
        if self._pending:
            self._on_trouble(f"the store could not be written before the stop: {self.pending} entries are lost")
        return self.pending

    async def run(self) -> None:
        """Write what comes until `close`. Ends by itself then; may be cancelled, and run again, at any time."""
        self._running = True
        self._stopped.clear()
        try:
            while not self._closing.is_set():
                await self._something.wait()
                await self._gather()
                await self._drain()
        finally:
            self._running = False
            self._stopped.set()

    def _take(self, item: Item) -> None:
        if self._given_up.is_set():
            return self._spill("the store's journal is closed")
        if len(self._pending) >= self._pace.held:
            return self._spill("no room in memory for the store's journal")
        self._pending.append(item)
        self._taken += 1
        self._something.set()
        if len(self._pending) >= self._pace.batch:
            self._hurry.set()
        return None

    def _spill(self, why: str) -> None:
        self.spilled += 1
        if self.spilled == 1 or self.spilled % 10_000 == 0:
            self._on_trouble(f"{why}: {self.spilled} entries are lost so far")

    def _wake(self) -> None:
        self._something.set()
        self._hurry.set()

    async def _gather(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._pace.gather_crowd if self._crowded else self._pace.gather):
                await self._hurry.wait()

    async def _drain(self) -> None:
        """Write all there is; in trouble, try again and again until it is done or given up."""
        async with self._one_at_a_time:
            self._something.clear()
            self._hurry.clear()
            self._crowded = len(self._pending) >= self._pace.crowd
            while self._pending and not self._given_up.is_set():
                await self._write_next()

    async def _write_next(self) -> None:
        try:
            await self._begin_anew_if_moved()
            batch = list(islice(self._pending, self._pace.batch))
            try:
                await self._batches.write(batch)
                self._settle(len(batch))
            except RowRefused:
                await self._write_one_by_one(batch)
        except StoreUnusable as wrong:
            await self._pause_after(wrong)

    async def _write_one_by_one(self, batch: list[Item]) -> None:
        """Somewhere in the batch is a row that the database does not take: find it and go on without it."""
        for item in batch:
            try:
                await self._batches.write([item])
            except RowRefused as wrong:
                self.refused += 1
                self._on_trouble(f"{wrong.told()}: {_name(item)} is not kept")
            self._settle(1)

    async def _begin_anew_if_moved(self) -> None:
        """A file taken away is begun anew, with all that is known of the calls that go on."""
        if not self._database.moved:
            return
        known = self._batches.entries_of_open_calls()
        await self._database.reopen()
        self._on_trouble(f"the file {self._database.told} was taken away: a new one was begun")
        self._failures += 1
        for entry in reversed(known):
            self._pending.appendleft(entry)
        self._taken += len(known)
        self._awaited = [(after + len(known), settled) for after, settled in self._awaited]

    async def _pause_after(self, wrong: StoreUnusable) -> None:
        self._failures += 1
        if self._failures == 1:
            self._on_trouble(f"{wrong.told()}; entries wait in memory until it can be written")
        pause = min(self._pace.first_pause * 2 ** min(self._failures - 1, 16), self._pace.longest_pause)
        with suppress(TimeoutError):
            if self._closing.is_set():
                async with asyncio.timeout(self._pace.first_pause):
                    await self._given_up.wait()
            async with asyncio.timeout(pause):
                await self._closing.wait()

    def _settle(self, done: int) -> None:
        for _ in range(done):
            self._pending.popleft()
        self._settled += done
        if self._failures:
            self._failures = 0
            self._on_recovered()
        for after, settled in self._awaited:
            if after <= self._settled and not settled.done():
                settled.set_result(None)
        self._awaited = [each for each in self._awaited if not each[1].done()]


def _name(item: Item) -> str:
    match item:
        case Entry():
            return f"entry {item.seq} of {item.call} ({type(item.what).__name__})"
        case Change():
            return f"a state of {item.kept.person}"
        case Kept():
            return f"the value {item.key}"
        case MessageKept():
            return f"the message {item.id}"
        case CallbackKept():
            return f"the callback {item.id}"
        case PatienceKept():
            return "the counts of a caller's patience"

"""Learning anew: every night by the clock of the centre, and when somebody asks. In a process of its own: calls go on.

Whoever learns, the result lies in the store; a running service looks there for a newer version.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import time
from collections.abc import Awaitable, Callable

import structlog

from acd.learning import Learnt, Progress, Wait, learn
from calls.clock import Clock
from calls.errors import HotlineError
from service.alarms import Alarms
from service.patience_rules import PatienceRules
from store.database import Database
from store.patience import ModelKept, PatienceKept, PatienceStore
from store.waits import Waits

log = structlog.get_logger(__name__)
LOOKED_AT_EVERY = 20.0
"""Seconds between two looks for a newer version."""


def _quietly(_step: str, _done: int, _total: int) -> None:
    return


async def learn_anew(database: Database, rules: PatienceRules, now: float, progress: Progress = _quietly) -> ModelKept:
    """Read the waits, learn, and keep what was learnt. `progress` is told (step, done, total). Raises StoreUnusable."""
    waits = await _read(Waits(database), rules, now, progress)
    found = learn(waits, rules.learning, now, progress)
    callers = [PatienceKept.of(number, counts) for number, counts in found.counts.items()]
    kept = _version(waits, found, now)
    version = await PatienceStore(database).learnt(kept, callers, since=now)
    return ModelKept(version, now, kept.waits, kept.hang_ups, kept.callers, found.model)


def _version(waits: list[Wait], found: Learnt, now: float) -> ModelKept:
    stood = [wait for wait in waits if wait.seconds > 0]
    return ModelKept(0, now, len(stood), sum(wait.hung_up for wait in stood), len(found.counts), found.model)


async def _read(waits: Waits, rules: PatienceRules, now: float, progress: Progress) -> list[Wait]:
    since = now - rules.history
    total, read = min(await waits.count(since), rules.at_most), 0
    found: list[Wait] = []
    progress("calls", 0, total)
    async for page in waits.pages(since, rules.at_most):
        found += [wait for wait in map(rules.wait, page) if (wait.seconds > 0 or wait.complaint) and wait.at <= now]
        read += len(page)
        progress("calls", read, max(total, read))
    return found


class Nightly:
    """Has patience learnt every night, and takes up every version that is new in the store, whoever learnt it."""

    def __init__(
        self,
        learn_now: Callable[[], Awaitable[None]],
        store: PatienceStore,
        rules: PatienceRules,
        clock: Clock,
        alarms: Alarms,
        take_up: Callable[[ModelKept], None],
        known: int,
    ) -> None:
        """`known` is the version that is in use now; 0: none."""
        self._learn_now, self._store, self._rules = learn_now, store, rules
        self._clock, self._alarms, self._take_up, self._known = clock, alarms, take_up, known

    async def run(self) -> None:
        """For ever."""
        due = self._rules.next_learning(self._clock.now())
        while True:
            await self._clock.wait_until(min(due, self._clock.now() + LOOKED_AT_EVERY))
            if self._clock.now() >= due:
                due = self._rules.next_learning(self._clock.now())
                await self._learn()
            await self._look()

    async def _learn(self) -> None:
        """When it goes wrong, what was learnt before holds on, and an alarm stands until it goes well."""
        try:
            await self._learn_now()
        except (HotlineError, OSError) as error:
            self._alarms.raise_("patience_learning", f"patience was not learnt anew: {_told(error)}")
        else:
            self._alarms.clear("patience_learning")

    async def _look(self) -> None:
        try:
            found = await self._store.model() if await self._store.newest() > self._known else None
        except HotlineError as error:
            self._alarms.raise_("patience", f"what was learnt of patience cannot be read: {error.told()}")
            return
        self._alarms.clear("patience")
        if found is not None:
            self._known = found.version
            log.info("patience learnt", version=found.version, waits=found.waits, classes=len(found.model.baselines))
            self._take_up(found)


def _told(error: HotlineError | OSError) -> str:
    return error.told() if isinstance(error, HotlineError) else str(error)


NICE = 10
"""A process that learns gives way to calls."""


async def in_a_process(url: str, rules: PatienceRules) -> None:
    """Learn in a process of its own, which ends with it. Raises ChildProcessError where that did not do it."""
    process = multiprocessing.get_context("spawn").Process(target=_child, args=(url, rules), daemon=True)
    process.start()
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.add_reader(process.sentinel, ended.set)
    try:
        await ended.wait()
    finally:
        loop.remove_reader(process.sentinel)
        process.terminate()
        process.join()
    if process.exitcode:
        raise ChildProcessError(f"the process that learns ended with {process.exitcode}: see the log")


def _child(url: str, rules: PatienceRules) -> None:
    async def work() -> None:
        database = Database(url)
        try:
            await learn_anew(database, rules, time.time())
        finally:
            await database.close()

    os.nice(NICE)
    asyncio.run(work())

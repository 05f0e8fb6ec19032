"""Which plan runs: the version that is live in the store, or in development the files themselves.

A blank or broken plan never becomes live (P24): the one that runs goes on, and an alarm tells every problem. Only at a
start there is none to go on with: then a version that lacks something, as a prompt, is better than no hotline.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path

import structlog

from calls.clock import Clock
from calls.errors import HotlineError
from calls.problems import Problem
from prompts.catalogue import Catalogue
from service.config import Settings
from service.configuration import Configuration
from service.editions import FILES
from service.plan_versions import FIRST, files_of, find_files, find_version
from service.plans import PlanRefused, load_configuration
from store.errors import StoreUnusable
from store.versions import MadeLive, Versions

log = structlog.get_logger(__name__)
LOOK_EVERY = 2.0
"""Seconds between two looks at what is live: another process publishes, in SQLite or PostgreSQL alike."""


class LivePlan:
    """Finds the plan that is to run, and notices when it is another one."""

    def __init__(self, settings: Settings, versions: Versions, clock: Clock) -> None:
        self._settings, self._versions, self._clock = settings, versions, clock
        self._seen: MadeLive | None = None
        self.trouble = ""
        """What is wrong with the plan that the service started with; empty when nothing is."""

    @property
    def from_files(self) -> bool:
        """Development: the files are live, and nothing is published."""
        return self._settings.centre.watch

    # --- at the start

    async def first(self, catalogue: Catalogue, told: Callable[[str], None]) -> Configuration:
        """The plan to start with. Raises PlanRefused, StoreUnusable."""
        if self.from_files:
            return await asyncio.to_thread(load_configuration, self._settings, catalogue)
        self._seen = await self._versions.live()
        if self._seen is None:
            return await self._published_first(catalogue, told)
        await self._compare(self._seen, told)
        return await self._still_usable(catalogue, self._seen)

    async def _published_first(self, catalogue: Catalogue, told: Callable[[str], None]) -> Configuration:
        main = str(self._settings.centre.dialplan)
        found, files = await asyncio.to_thread(find_files, main, catalogue, self._settings)
        plan = found.without_problems()
        self._seen = await self._versions.publish(files, FIRST, f"as in {Path(main).name}", self._clock.now())
        told(f"dialplan: {main} is published as version {self._seen.version}; after a change of it: hotline publish")
        return Configuration(plan.plan, plan.people, plan.queues, self._seen.version)

    async def _compare(self, live: MadeLive, told: Callable[[str], None]) -> None:
        """Who has changed the files and expects to hear it is told what to do."""
        main = str(self._settings.centre.dialplan)
        now, then = await asyncio.to_thread(files_of, main), await self._versions.files(live.version)
        since = f"version {live.version} of the dialplan is live, published by {live.by}"
        if now.digest == then.digest:
            told(since)
        else:
            told(
                f"{since}. The files at {main} differ from it: hotline publish makes them live, "
                f"hotline diff {live.version} {main} tells what would change"
            )

    async def _still_usable(self, catalogue: Catalogue, live: MadeLive) -> Configuration:
        """The live version, even if something it names is gone; if it cannot be read at all, the newest that can."""
        first_wrong: list[Problem] = []
        for number in [live.version, *await self._others(live.version)]:
            found = find_version(self._settings, catalogue, number, await self._versions.files(number))
            if not found.wrong:
                self._tell_trouble(live.version, number, first_wrong or found.lacking)
                return found.configuration
            first_wrong = first_wrong or found.wrong
        raise PlanRefused(first_wrong)

    async def _others(self, live: int) -> list[int]:
        return list(dict.fromkeys(each.version for each in await self._versions.history() if each.version != live))

    def _tell_trouble(self, live: int, number: int, problems: list[Problem]) -> None:
        if not problems:
            return
        what = f"version {live} is live and" if number == live else f"version {live} cannot be used, {number} runs: it"
        self.trouble = "\n  ".join((f"{what} has problems", *(problem.told() for problem in problems)))
        log.error("the live plan has problems", version=live, running=number, problems=self.trouble)

    async def earlier(self, catalogue: Catalogue, numbers: Iterable[int]) -> dict[int, Configuration]:
        """These versions: calls in progress began with them. One that cannot be read is left out."""
        plans: dict[int, Configuration] = {}
        for number in {*numbers} - {FILES}:
            try:
                found = find_version(self._settings, catalogue, number, await self._versions.files(number))
            except HotlineError as error:
                log.warning("calls of this version go on with the live plan", version=number, error=error.told())
                continue
            if not found.wrong:
                plans[number] = found.configuration
        return plans

    # --- while it runs

    async def wanted(self, catalogue: Catalogue) -> Configuration:
        """The plan that is to run now. Raises PlanRefused, StoreUnusable."""
        if self.from_files:
            return await asyncio.to_thread(load_configuration, self._settings, catalogue)
        live = await self._versions.live()
        if live is None:
            return await asyncio.to_thread(load_configuration, self._settings, catalogue)
        self._seen = live
        files = await self._versions.files(live.version)
        found = await asyncio.to_thread(find_version, self._settings, catalogue, live.version, files)
        plan = found.without_problems()
        log.info("a plan becomes live", version=live.version, by=live.by, message=live.message)
        return plan

    def look_again(self) -> None:
        """What is live was not taken up, through no fault of its own: it is told as a change once more."""
        self._seen = None

    async def changes(self) -> AsyncIterator[str]:
        """Why it is time to read the plan anew, each time it is."""
        if self.from_files:
            async for why in _written(self._settings.centre.dialplan.parent):
                yield why
        while True:
            await self._clock.wait_until(self._clock.now() + LOOK_EVERY)
            try:
                live = await self._versions.live()
            except StoreUnusable:
                continue  # the journal tells it; what is live does not change meanwhile
            if live is not None and (self._seen is None or live.change != self._seen.change):
                yield f"version {live.version} published by {live.by}"


async def _written(folder: Path) -> AsyncIterator[str]:
    """A file of the plan was written."""
    from watchfiles import DefaultFilter, awatch  # only in development

    only_yaml = DefaultFilter()
    async for changes in awatch(
        folder, watch_filter=lambda kind, path: path.endswith(".yaml") and only_yaml(kind, path)
    ):
        yield ", ".join(sorted({Path(path).name for _, path in changes})) + " changed"

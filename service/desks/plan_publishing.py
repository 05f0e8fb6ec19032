"""Versions of the dialplan: the one that is live, those before it, publishing and going back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

from calls.clock import Clock
from console.errors import Conflict, WrongValue
from console.ports.plan_texts import PlanText, Which
from console.ports.plan_versions import History, LiveView, Note, Published, VersionView, Went
from console.ports.words import Words
from service.alarms import Alarms
from service.desks.plan import PlanDesk
from service.plans import PlanRefused
from store.errors import AnotherIsLive
from store.versions import MadeLive, PlanFiles, Versions

FILES_ARE_LIVE = "this service follows the files themselves (centre.watch, or --watch)"


@dataclass
class VersionsDesk:
    """`plan` reads and checks; `take_up` makes the service run what is live."""

    plan: PlanDesk
    versions: Versions
    clock: Clock
    alarms: Alarms
    take_up: Callable[[str], Awaitable[None]]
    _one_publishes: asyncio.Lock = field(default_factory=asyncio.Lock)

    # --- what there is

    async def live(self) -> LiveView:
        """The plan that runs, with its texts."""
        folder, trouble = str(self.plan.settings.centre.dialplan.parent), self._trouble()
        made, files = await self.plan.running()
        text = PlanText(files.main, dict(files.texts))
        if made is None:
            return LiveView("files", 0, text, files.digest, "", "", 0.0, folder, trouble)
        return LiveView("versions", made.version, text, files.digest, made.by, made.message, made.at, folder, trouble)

    def _trouble(self) -> str:
        standing = self.alarms.raised
        return standing.get("reload", "") or standing.get("plan", "")

    async def history(self, limit: int) -> History:
        """Versions, newest first."""
        rows, went = await self.versions.versions(limit), await self.versions.history(limit)
        versions = [
            VersionView(each.number, each.author, each.message, each.published_at, each.digest, each.files, each.live)
            for each in rows
        ]
        return History(versions, [Went(each.change, each.version, each.by, each.message, each.at) for each in went])

    # --- making another one live

    async def publish(self, draft: PlanText, author: str, message: str, based_on: int | None, note: Note) -> Published:
        """Make it live for calls that begin from now on."""
        self._refuse_files("a draft is not published here", "write it into the files, or start without --watch")
        files = await self.plan.without_problems(draft)
        async with self._one_publishes:
            before = await self.versions.live()
            if before is not None and based_on is not None and before.version != based_on:
                raise AnotherIsLive(before.version, before.by, before.message, before.at)
            intended = await self._intended(before, files, PlanText(files.main, files.texts))
            await note(intended)
            made = await self.versions.publish(files, author, message, self.clock.now(), based_on)
            return await self._gone_live(intended, made, author)

    async def roll_back(self, version: int, author: str, message: str, note: Note) -> Published:
        """Make an earlier version live again."""
        self._refuse_files("no version is live here", "start without --watch")
        files = await self.plan.without_problems(version)
        async with self._one_publishes:
            intended = await self._intended(await self.versions.live(), files, version)
            await note(intended)
            made = await self.versions.go_back(version, author, message, self.clock.now())
            return await self._gone_live(intended, made, author)

    def _refuse_files(self, what: str, remedy: str) -> None:
        if self.plan.live_plan.from_files:
            raise Conflict(f"{FILES_ARE_LIVE}: {what}", remedy)

    async def _intended(self, before: MadeLive | None, files: PlanFiles, new: Which) -> Published:
        if before is None:
            return Published(0, True, 0, [], files.digest, "")
        old = (await self.versions.files(before.version)).digest
        changes = await self._changes(before.version, new)
        return Published(0, old != files.digest, before.version, changes, files.digest, old)

    async def _changes(self, before: int, after: Which) -> Sequence[Words]:
        """A version that cannot be read any more is no reason to refuse going away from it."""
        try:
            return await self.plan.difference(after, before)
        except (PlanRefused, WrongValue):
            return [{"en": "the version before cannot be read any more", "zh": "之前的版本已无法读取"}]

    async def _gone_live(self, intended: Published, made: MadeLive, author: str) -> Published:
        """Taken up at once; `hotline publish` in another process is seen within seconds."""
        done = replace(intended, version=made.version)
        if intended.new:
            await self.take_up(f"version {made.version} published by {author}")
        return done

"""The dialplan's desk: the same checks and words as the command line, on the versions in the store."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from calls.clock import Clock
from console.errors import Conflict, WrongValue
from console.ports.plan import (
    Change,
    Checked,
    Document,
    GraphView,
    History,
    LiveView,
    Note,
    PlanText,
    Published,
    SceneAsked,
    Simulated,
    SpokenTo,
    VersionView,
    Went,
    Which,
)
from ivr.schema import schema
from prompts.catalogue import Catalogue
from service.alarms import Alarms
from service.config import Settings
from service.desks.plan_drafts import Draft
from service.desks.plan_graph import drawn
from service.desks.plan_speech import Hears, heard
from service.desks.plan_story import Played, played, told
from service.editing.edits import Edit, edited
from service.editing.tree import EditRefused, data_of, lines_of, parsed
from service.live_plan import LivePlan
from service.plan_diff import worded_differences
from service.plan_versions import files_of
from service.plans import PlanRefused
from store.errors import AnotherIsLive
from store.versions import MadeLive, PlanFiles, Versions

T = TypeVar("T")
AT_ONCE = 2
"""Plans looked at at the same time: two cores are not all given to who types."""
FILES_ARE_LIVE = "this service follows the files themselves (centre.watch, or --watch)"


@dataclass
class PlanDesk:
    """`take_up` makes the service run what is live; `catalogue` are the prompts that calls hear now."""

    settings: Settings
    live_plan: LivePlan
    versions: Versions
    clock: Clock
    alarms: Alarms
    catalogue: Callable[[], Catalogue]
    take_up: Callable[[str], Awaitable[None]]
    hears: Hears
    _at_work: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _one_publishes: asyncio.Lock = field(default_factory=asyncio.Lock)

    # --- what there is

    async def live(self) -> LiveView:
        """The plan that runs, with its texts."""
        folder, trouble = str(self.settings.centre.dialplan.parent), self._trouble()
        made = None if self.live_plan.from_files else await self.versions.live()
        files = await self._files_of(made)
        text = PlanText(files.main, dict(files.texts))
        if made is None:
            return LiveView("files", 0, text, files.digest, "", "", 0.0, folder, trouble)
        return LiveView("versions", made.version, text, files.digest, made.by, made.message, made.at, folder, trouble)

    async def _files_of(self, made: MadeLive | None) -> PlanFiles:
        if made is not None:
            return await self.versions.files(made.version)
        return await asyncio.to_thread(files_of, str(self.settings.centre.dialplan))

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

    async def text(self, which: Which) -> PlanText:
        """The texts."""
        match which:
            case None:
                return (await self.live()).plan
            case int(number):
                files = await self.versions.files(number)
                return PlanText(files.main, dict(files.texts))
            case draft:
                return draft

    # --- what a draft is

    async def check(self, which: Which) -> Checked:
        """Everything that is wrong with it."""
        draft, catalogue = await self._draft(which), self.catalogue()
        return await self._beside(lambda: draft.checked(catalogue, self.settings))

    async def read(self, which: Which) -> Mapping[str, Document]:
        """Each file as data."""
        draft = await self._draft(which)
        return await self._beside(lambda: _documents(draft.text))

    async def edit(self, draft: PlanText, changes: Sequence[Change]) -> Mapping[str, str]:
        """The files that change."""
        Draft.of(self.settings, draft)
        return await self._beside(lambda: _edited(draft, changes))

    async def difference(self, new: Which, old: Which) -> Sequence[dict[str, str]]:
        """What `new` changes, in words."""
        before, after = await self._draft(old), await self._draft(new)
        return await self._beside(lambda: _differences(before, after))

    async def graph(self, which: Which) -> GraphView:
        """The plan drawn."""
        draft = await self._draft(which)
        return await self._beside(lambda: drawn(draft.opened(), draft.folder))

    async def simulate(self, which: Which, scene: SceneAsked) -> Simulated:
        """A call as text."""
        draft = await self._draft(which)

        def play() -> Simulated:
            plan = draft.opened().plan
            return told(plan, self._play(draft, scene), self.catalogue())

        return await self._beside(play)

    async def speak(self, which: Which, scene: SceneAsked, sound: bytes) -> SpokenTo:
        """What the recogniser hears at the question where this call stands."""
        draft = await self._draft(which)
        question = (await self._beside(lambda: self._play(draft, scene))).question
        if question is None:
            raise Conflict("nothing is listened to here", "words are taken by questions with phrases: press a key")
        return await heard(self.hears, question, sound)

    def schema(self) -> Mapping[str, Any]:
        """The JSON Schema of the dialplan's files."""
        return schema()

    def _play(self, draft: Draft, scene: SceneAsked) -> Played:
        centre = self.settings.centre
        return played(draft.opened().plan, scene, self.catalogue(), centre.dialplan.parent, ZoneInfo(centre.zone))

    async def _draft(self, which: Which) -> Draft:
        return Draft.of(self.settings, await self.text(which))

    async def _beside(self, work: Callable[[], T]) -> T:
        """Beside the calls: in a thread, few at a time."""
        async with self._at_work:
            return await asyncio.to_thread(work)

    # --- making another one live

    async def publish(self, draft: PlanText, author: str, message: str, based_on: int | None, note: Note) -> Published:
        """Make it live for calls that begin from now on."""
        self._refuse_files("a draft is not published here", "write it into the files, or start without --watch")
        files = await self._without_problems(Draft.of(self.settings, draft))
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
        draft = await self._draft(version)
        files = await self._without_problems(draft)
        async with self._one_publishes:
            intended = await self._intended(await self.versions.live(), files, version)
            await note(intended)
            made = await self.versions.go_back(version, author, message, self.clock.now())
            return await self._gone_live(intended, made, author)

    def _refuse_files(self, what: str, remedy: str) -> None:
        if self.live_plan.from_files:
            raise Conflict(f"{FILES_ARE_LIVE}: {what}", remedy)

    async def _without_problems(self, draft: Draft) -> PlanFiles:
        catalogue = self.catalogue()
        found, files = await self._beside(lambda: draft.find(catalogue, self.settings))
        if problems := sorted({*found.wrong, *found.lacking}):
            raise draft.refused(problems)
        return files

    async def _intended(self, before: MadeLive | None, files: PlanFiles, new: Which) -> Published:
        if before is None:
            return Published(0, True, 0, [], files.digest, "")
        old = (await self.versions.files(before.version)).digest
        changes = await self._changes(before.version, new)
        return Published(0, old != files.digest, before.version, changes, files.digest, old)

    async def _changes(self, before: int, after: Which) -> Sequence[dict[str, str]]:
        """A version that cannot be read any more is no reason to refuse going away from it."""
        try:
            return await self.difference(after, before)
        except (PlanRefused, WrongValue):
            return [{"en": "the version before cannot be read any more", "zh": "之前的版本已无法读取"}]

    async def _gone_live(self, intended: Published, made: MadeLive, author: str) -> Published:
        """Taken up at once; `hotline publish` in another process is seen within seconds."""
        done = replace(intended, version=made.version)
        if intended.new:
            await self.take_up(f"version {made.version} published by {author}")
        return done


def _documents(text: PlanText) -> dict[str, Document]:
    found = {}
    for name, each in text.texts.items():
        try:
            root = parsed(each.removeprefix("\ufeff"))
        except EditRefused:
            continue
        found[name] = Document(data_of(root), dict(lines_of(root)))
    return found


def _edited(draft: PlanText, changes: Sequence[Change]) -> dict[str, str]:
    by_file: dict[str, list[Edit]] = {}
    for each in changes:
        if each.file not in draft.texts:
            raise WrongValue("a change names a file that the plan has not")
        by_file.setdefault(each.file, []).append(Edit(each.do, each.path, each.value, each.name))
    texts = {file: edited(draft.texts[file], edits) for file, edits in by_file.items()}
    return {file: text for file, text in texts.items() if text != draft.texts[file]}


def _differences(before: Draft, after: Draft) -> list[dict[str, str]]:
    return [each._asdict() for each in worded_differences(before.opened(), after.opened())]

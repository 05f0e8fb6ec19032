"""The dialplan's desk: the same checks and words as the command line, on the plan that runs, a version, or a draft."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from console.errors import Conflict, WrongValue
from console.ports.plan_calls import SceneAsked, Simulated, SpokenTo
from console.ports.plan_checks import Checked
from console.ports.plan_graph import GraphView
from console.ports.plan_texts import Change, Document, PlanText, Which
from console.ports.words import Words
from ivr.schema import schema
from prompts.catalogue import Catalogue
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
from store.versions import MadeLive, PlanFiles, Versions

T = TypeVar("T")
AT_ONCE = 2
"""Plans looked at at the same time: two cores are not all given to who types."""


@dataclass
class PlanDesk:
    """`catalogue` are the prompts that calls hear now."""

    settings: Settings
    live_plan: LivePlan
    versions: Versions
    catalogue: Callable[[], Catalogue]
    hears: Hears
    _at_work: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    # --- which one is meant

    async def running(self) -> tuple[MadeLive | None, PlanFiles]:
        """What calls begin on; no version: the service follows the files."""
        made = None if self.live_plan.from_files else await self.versions.live()
        if made is None:
            return None, await asyncio.to_thread(files_of, str(self.settings.centre.dialplan))
        return made, await self.versions.files(made.version)

    async def text(self, which: Which) -> PlanText:
        """The texts."""
        match which:
            case None:
                _, files = await self.running()
            case int(number):
                files = await self.versions.files(number)
            case draft:
                return draft
        return PlanText(files.main, dict(files.texts))

    async def _draft(self, which: Which) -> Draft:
        return Draft.of(self.settings, await self.text(which))

    # --- what there is to know of it

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

    async def difference(self, new: Which, old: Which) -> Sequence[Words]:
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

    async def without_problems(self, which: Which) -> PlanFiles:
        """The files that it is made of. Raises DraftRefused: only what is in order may be made live."""
        draft, catalogue = await self._draft(which), self.catalogue()
        found, files = await self._beside(lambda: draft.find(catalogue, self.settings))
        if problems := sorted({*found.wrong, *found.lacking}):
            raise draft.refused(problems)
        return files

    def _play(self, draft: Draft, scene: SceneAsked) -> Played:
        centre = self.settings.centre
        return played(draft.opened().plan, scene, self.catalogue(), centre.dialplan.parent, ZoneInfo(centre.zone))

    async def _beside(self, work: Callable[[], T]) -> T:
        """Beside the calls: in a thread, few at a time."""
        async with self._at_work:
            return await asyncio.to_thread(work)


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

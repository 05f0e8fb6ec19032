"""The prompts' desk: what the hotline says, and recordings of the centre's own."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from console.errors import Conflict, Unknown, WrongValue
from console.ports.prompts import PromptSpoken, PromptsView, PromptView
from ivr.dialplan import Plan
from ivr.step import Kind
from prompts.catalogue import Catalogue
from prompts.commands import Row, list_rows
from prompts.errors import PromptUnknown, RecordingUnusable
from prompts.upload import take


@dataclass
class PromptDesk:
    """`folder`: of the centre's own recordings. `take_up`: have calls hear the recordings that are there now."""

    folder: Path
    catalogue: Callable[[], Catalogue]
    plan: Callable[[], Plan]
    take_up: Callable[[str], Awaitable[None]]
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def prompts(self) -> PromptsView:
        """Every prompt."""
        rows = await asyncio.to_thread(list_rows, overrides=self.folder)
        plan = self.plan()
        by_id: defaultdict[str, list[Row]] = defaultdict(list)
        for row in rows:
            by_id[row.id].append(row)
        used = _used(plan)
        every = dict.fromkeys((*by_id, *used))
        views = [self._view(name, by_id.get(name, ()), used.get(name, ()), plan.languages) for name in every]
        return PromptsView(plan.languages, views, str(self.folder))

    async def sound(self, prompt: str, language: str) -> Path:
        """The WAV file that callers hear."""
        try:
            return self.catalogue().sound(prompt, language)
        except PromptUnknown as error:
            raise Unknown(str(error)) from None

    async def record(self, prompt: str, language: str, sound: bytes) -> PromptSpoken:
        """Take a recording."""
        self._refuse_unknown(prompt, language)
        async with self._one_at_a_time:
            try:
                await asyncio.to_thread(take, sound, prompt, language, self.folder)
            except (RecordingUnusable, PromptUnknown) as error:
                raise WrongValue(str(error), error.remedy) from None
            except OSError as error:
                raise Conflict(f"{self.folder} cannot be written: {error.strerror}") from None
            await self.take_up(f"prompt {language}/{prompt} recorded")
        return await self._spoken(prompt, language)

    async def forget(self, prompt: str, language: str) -> PromptView:
        """Take the centre's own recording away."""
        self._refuse_unknown(prompt, language)
        place = self.folder / language / f"{prompt}.wav"
        async with self._one_at_a_time:
            if not await asyncio.to_thread(place.exists):
                raise Unknown("there is no recording of the centre's own")
            await asyncio.to_thread(place.unlink)
            await self.take_up(f"recording of prompt {language}/{prompt} taken away")
        return next(each for each in (await self.prompts()).prompts if each.id == prompt)

    def _refuse_unknown(self, prompt: str, language: str) -> None:
        """Prompts that the catalogue has, or that the plan asks for; languages that one of them speaks."""
        plan, catalogue = self.plan(), self.catalogue()
        if language not in (*plan.languages, *catalogue.languages):
            raise Unknown("the hotline does not speak this language")
        if prompt not in catalogue.ids and prompt not in _used(plan):
            raise Unknown("there is no such prompt", "name it in the dialplan or in prompts.yaml first")

    async def _spoken(self, prompt: str, language: str) -> PromptSpoken:
        found = next(each for each in (await self.prompts()).prompts if each.id == prompt)
        return next(each for each in found.spoken if each.language == language)

    def _view(self, name: str, rows: Sequence[Row], used: Sequence[str], languages: Sequence[str]) -> PromptView:
        spoken = [self._as_spoken(row) for row in rows]
        playable = {row.language for row in rows if row.path is not None}
        return PromptView(name, spoken, [each for each in languages if each not in playable], list(used))

    def _as_spoken(self, row: Row) -> PromptSpoken:
        own = row.path is not None and row.path.is_relative_to(self.folder)
        return PromptSpoken(row.language, row.text, row.state.value, row.seconds, own)


def _used(plan: Plan) -> Mapping[str, list[str]]:
    """The steps that name each prompt."""
    used: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for flow in plan.flows.values():
        for step in flow.steps:
            for reference in step.spot.references:
                if reference.kind is Kind.PROMPT:
                    used[reference.name][step.id] = None
    return {name: list(steps) for name, steps in used.items()}

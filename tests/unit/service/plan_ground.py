"""A dialplan on the disk and its versions in a store, and what the service notices of them."""

from __future__ import annotations

import asyncio
from pathlib import Path

from prompts.catalogue import Catalogue
from service.config import Centre, Settings
from service.live_plan import LOOK_EVERY, LivePlan
from store.database import Database
from store.versions import MadeLive, PlanFiles, Versions
from tests.fakes.clock import ManualClock

GOOD = """\
numbers: {"95105": welcome}
languages: [en]
include: parts/queues.yaml
flows:
  welcome:
    - say: greeting
    - hang_up
"""
BETTER = GOOD.replace("say: greeting", "say: goodbye")
NO_PROMPT = GOOD.replace("greeting", "a_prompt_that_is_gone")
NO_PLAN = GOOD.replace("say", "sey")
QUEUES = "queues: {orders: {skill: {orders: 5}}}\nagents: {1001: {name: Wei, skills: {orders: 8}}}\n"


class Ground:
    """A dialplan on the disk, a store, and what was said at the start."""

    def __init__(self, folder: Path, database: Database, watch: bool = False) -> None:
        self.main = folder / "plan" / "main.yaml"
        (folder / "plan" / "parts").mkdir(parents=True, exist_ok=True)
        (folder / "plan" / "parts" / "queues.yaml").write_text(QUEUES, encoding="utf-8")
        self.write(GOOD)
        self.settings = Settings().model_copy(update={"centre": Centre(dialplan=self.main, watch=watch)})
        self.versions, self.clock, self.catalogue = Versions(database), ManualClock(), Catalogue.load()
        self.said: list[str] = []
        self.live = self.service()

    def service(self) -> LivePlan:
        """As at a start."""
        return LivePlan(self.settings, self.versions, self.clock)

    def write(self, text: str) -> None:
        self.main.write_text(text, encoding="utf-8")

    async def publish(self, text: str) -> MadeLive:
        """Behind the back of every check, as time does to a plan that was good once."""
        texts = {"main.yaml": text, "parts/queues.yaml": QUEUES}
        return await self.versions.publish(PlanFiles("main.yaml", texts), "wei", "", 1.0)

    async def version(self, live: LivePlan | None = None) -> int:
        return (await (live or self.live).first(self.catalogue, self.said.append)).version


async def changes(ground: Ground, looks: int = 3) -> list[str]:
    """Why it was told to read the plan anew, in so many looks at the store."""
    told: list[str] = []

    async def listen() -> None:
        async for why in ground.live.changes():
            told.append(why)
            await ground.live.wanted(ground.catalogue)

    listening = asyncio.create_task(listen())
    for _ in range(looks):
        await ground.clock.advance(LOOK_EVERY)
        await _settled(ground)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    return told


async def _settled(ground: Ground) -> None:
    """A look at the store takes real time: one of our own behind it is answered later."""
    await ground.versions.live()
    await ground.clock.settle()
    await ground.versions.history()

"""P24: an admin saves a blank dialplan, and calls fail. Here it is refused with every mistake, and the plan that runs goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from prompts.catalogue import Catalogue
from service.config import Centre as Written
from service.config import Settings
from service.configuration import Configuration
from service.live_plan import LivePlan
from service.plan_versions import find_files
from service.plans import PlanRefused
from store.database import Database
from store.versions import PlanFiles, Versions
from tests.fakes.party import Answers, FakeCaller
from tests.journeys.centre import Centre, only

GOOD = """\
numbers: {"95105": welcome}
languages: [en]
queues: {orders: {skill: {orders: 5}}}
agents: {1001: {name: Wei, skills: {orders: 8}}}
flows:
  welcome: [say: greeting, enqueue: orders]
"""
BROKEN = {
    "blank": "",
    "half a file": GOOD[:60],
    "no such queue": GOOD.replace("enqueue: orders", "enqueue: ordres"),
    "no such prompt": GOOD.replace("greeting", "a_prompt_that_is_gone"),
}


class Admin:
    """Who saves plans, a store with versions, and the service beside it that looks for the live one."""

    def __init__(self, centre: Centre, folder: Path, database: Database) -> None:
        self.centre, self.main = centre, folder / "main.yaml"
        self.settings = Settings().model_copy(update={"centre": Written(dialplan=self.main)})
        self.catalogue, self.versions = Catalogue.load(), Versions(database)
        self.live = LivePlan(self.settings, self.versions, centre.clock)

    async def starts(self) -> None:
        """The service runs with a good plan."""
        self.main.write_text(GOOD, encoding="utf-8")
        await self.go_live(await self.live.first(self.catalogue, lambda _: None))

    async def go_live(self, plan: Configuration) -> None:
        now = self.centre.house.configuration
        await self.centre.house.reconfigure(
            replace(now, plan=plan.plan, people=plan.people, queues=plan.queues, version=plan.version), self.catalogue
        )
        await self.centre.clock.settle()

    async def publish(self, text: str) -> None:
        """`hotline publish`, and then the service's look at what is live."""
        self.main.write_text(text, encoding="utf-8")
        found, files = find_files(str(self.main), self.catalogue, self.settings)
        found.without_problems()
        await self.versions.publish(files, "wei", "", 1.0)
        await self.go_live(await self.live.wanted(self.catalogue))

    async def served(self) -> FakeCaller:
        """A caller gets the agent."""
        caller = self.centre.switch.call_in("95105", number="13800001111")
        await self.centre.clock.until(lambda: caller.hears == "1001", within=40)
        caller.hang_up()
        await self.centre.clock.advance(30)
        return caller


@pytest.fixture
async def admin(centre: Centre, tmp_path: Path) -> AsyncIterator[Admin]:
    async with Database.in_file(tmp_path / "hotline.db") as database:
        only(centre, "1001", Answers(after=1))
        found = Admin(centre, tmp_path, database)
        await found.starts()
        yield found


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
async def test_it_is_not_published_and_calls_go_on(admin: Admin, text: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        await admin.publish(text)
    assert refused.value.problems
    live = await admin.versions.live()
    assert live
    assert live.version == 1
    await admin.served()


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
async def test_what_came_into_the_store_behind_the_check_does_not_run_either(admin: Admin, text: str) -> None:
    await admin.versions.publish(PlanFiles("main.yaml", {"main.yaml": text}), "wei", "", 1.0)
    with pytest.raises(PlanRefused):
        await admin.live.wanted(admin.catalogue)
    await admin.served()


async def test_one_step_back(admin: Admin) -> None:
    await admin.publish(GOOD.replace("say: greeting, ", ""))
    assert "greeting" not in (await admin.served()).heard
    await admin.versions.go_back(1, "wei", "", 2.0)
    await admin.go_live(await admin.live.wanted(admin.catalogue))
    assert "greeting" in (await admin.served()).heard

"""Which plan runs: the version that is live in the store, or the files in development; never a broken one (P24)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from prompts.catalogue import Catalogue
from service.config import Centre, Settings
from service.live_plan import LOOK_EVERY, LivePlan
from service.plan_versions import files_of, find_files
from service.plans import PlanRefused
from store.database import Database
from store.errors import StoreUnusable
from store.versions import MadeLive, PlanFiles, Versions
from tests.fakes.clock import ManualClock
from tests.waiting import until

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


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database.in_file(tmp_path / "hotline.db") as database:
        yield database


@pytest.fixture
def ground(tmp_path: Path, database: Database) -> Ground:
    return Ground(tmp_path, database)


# --- at the start


async def test_the_first_start_publishes_the_files(ground: Ground) -> None:
    assert await ground.version() == 1
    [version] = await ground.versions.versions()
    assert (version.author, version.files, version.live) == ("first start", 2, True)
    assert "published as version 1" in ground.said[0]
    assert await ground.versions.files(1) == PlanFiles("main.yaml", {"main.yaml": GOOD, "parts/queues.yaml": QUEUES})


async def test_a_broken_plan_is_not_published_at_the_first_start(ground: Ground) -> None:
    ground.write(NO_PLAN)
    with pytest.raises(PlanRefused, match=r"main\.yaml:6:7"):
        await ground.version()
    assert await ground.versions.live() is None


async def test_the_live_version_runs_whatever_the_files_say(ground: Ground) -> None:
    await ground.publish(GOOD)
    ground.write(NO_PLAN)
    assert await ground.version() == 1
    [told] = ground.said
    assert "version 1 of the dialplan is live, published by wei" in told
    assert f"hotline diff 1 {ground.main}" in told


async def test_files_that_are_those_of_the_live_version_are_not_told_to_differ(ground: Ground) -> None:
    await ground.publish(GOOD)
    await ground.version()
    assert ground.said == ["version 1 of the dialplan is live, published by wei"]


async def test_a_live_version_that_lacks_a_prompt_today_starts_with_an_alarm(ground: Ground) -> None:
    await ground.publish(NO_PROMPT)
    assert await ground.version() == 1
    assert "version 1/main.yaml:6:12: found prompt 'a_prompt_that_is_gone'" in ground.live.trouble


async def test_a_live_version_that_cannot_be_read_gives_way_to_the_newest_that_can(ground: Ground) -> None:
    await ground.publish(GOOD)
    await ground.publish(BETTER)
    await ground.publish(NO_PLAN)
    assert await ground.version() == 2
    assert "version 3 cannot be used, 2 runs" in ground.live.trouble
    assert "version 3/main.yaml:6:7" in ground.live.trouble


async def test_with_no_version_that_can_be_read_nothing_starts(ground: Ground) -> None:
    await ground.publish(NO_PLAN)
    with pytest.raises(PlanRefused, match=r"version 1/main\.yaml"):
        await ground.version()


async def test_earlier_versions_are_read_for_calls_that_began_with_them(ground: Ground) -> None:
    await ground.publish(GOOD)
    await ground.publish(NO_PLAN)
    plans = await ground.live.earlier(ground.catalogue, {0, 1, 2, 77})
    assert list(plans) == [1]
    assert plans[1].plan.flows["welcome"].steps[0].id == "welcome.1"


# --- while it runs


async def test_a_published_version_is_wanted(ground: Ground) -> None:
    await ground.version()
    await ground.publish(BETTER)
    assert (await ground.live.wanted(ground.catalogue)).version == 2


async def test_a_version_that_does_not_fit_is_not_wanted_and_not_asked_for_again_and_again(ground: Ground) -> None:
    await ground.version()
    await ground.publish(NO_PROMPT)
    with pytest.raises(PlanRefused, match="a_prompt_that_is_gone"):
        await ground.live.wanted(ground.catalogue)
    assert await changes(ground, looks=5) == []


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


async def test_what_another_process_publishes_is_noticed_once(ground: Ground) -> None:
    await ground.version()
    await ground.publish(BETTER)
    assert await changes(ground) == ["version 2 published by wei"]


async def test_going_back_is_noticed(ground: Ground) -> None:
    await ground.publish(GOOD)
    await ground.publish(BETTER)
    await ground.version()
    await ground.versions.go_back(1, "lin", "", 2.0)
    assert await changes(ground) == ["version 1 published by lin"]


async def test_a_store_that_cannot_be_read_for_a_while_changes_nothing(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ground.version()
    failures = []

    async def fails() -> MadeLive | None:
        failures.append(1)
        raise StoreUnusable("locked")

    monkeypatch.setattr(ground.live, "_versions", type("Locked", (), {"live": staticmethod(fails)})())
    assert await changes(ground) == []
    assert failures


# --- in development


async def test_in_development_the_files_are_live_and_nothing_is_published(tmp_path: Path, database: Database) -> None:
    ground = Ground(tmp_path, database, watch=True)
    await ground.publish(BETTER)
    assert await ground.version() == 0
    assert (await ground.live.wanted(ground.catalogue)).version == 0
    assert len(await ground.versions.versions()) == 1


async def test_in_development_a_saved_file_is_noticed_and_a_broken_one_refused(
    tmp_path: Path, database: Database
) -> None:
    ground = Ground(tmp_path, database, watch=True)
    told: list[str] = []

    async def listen() -> None:
        async for why in ground.live.changes():
            told[:] = [why]

    listening = asyncio.create_task(listen())
    text, due = iter(range(1_000_000)), [0.0]

    def saved() -> bool:
        """Saved now and then until it is seen: the watch begins after its task does, and waits for a pause in writing."""
        if time.monotonic() >= due[0]:
            due[0] = time.monotonic() + 1.0
            ground.write(f"{NO_PLAN}# {next(text)}\n")
        return bool(told)

    await until(saved, 40, "the change is told")
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    assert told[0] == "main.yaml changed"
    with pytest.raises(PlanRefused, match=r"main\.yaml:6:7"):
        await ground.live.wanted(ground.catalogue)


# --- files


def test_files_are_named_as_they_lie_beside_the_main_one(ground: Ground) -> None:
    files = files_of(str(ground.main))
    assert (files.main, sorted(files.texts)) == ("main.yaml", ["main.yaml", "parts/queues.yaml"])
    found, checked = find_files(str(ground.main), ground.catalogue, ground.settings)
    assert checked == files
    assert found.without_problems().version == 0


def test_files_that_cannot_be_read_differ_from_every_version(ground: Ground) -> None:
    ground.main.write_bytes(b"\xff\xfe")
    assert files_of(str(ground.main)).texts == {}

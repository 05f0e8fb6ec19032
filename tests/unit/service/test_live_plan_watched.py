"""In development the files are live: nothing is published, and a saved file is noticed (P24)."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from service.plans import PlanRefused
from store.database import Database
from tests.unit.service.plan_ground import BETTER, NO_PLAN, Ground
from tests.waiting import until


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

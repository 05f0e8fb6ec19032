"""Which plan is wanted while the service runs: what is published is noticed, once (P24)."""

from __future__ import annotations

import pytest

from service.plans import PlanRefused
from store.errors import StoreUnusable
from store.versions import MadeLive
from tests.unit.service.plan_ground import BETTER, GOOD, NO_PROMPT, Ground, changes


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

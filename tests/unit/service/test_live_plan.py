"""Which plan runs from the start: the version that is live in the store; never a broken one (P24)."""

from __future__ import annotations

import pytest

from service.plans import PlanRefused
from store.versions import PlanFiles
from tests.unit.service.plan_ground import BETTER, GOOD, NO_PLAN, NO_PROMPT, QUEUES, Ground


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

"""A dialplan is published to a running service, and one that does not fit changes nothing.

The tests share one service, in this order.
"""

from __future__ import annotations

import time

import pytest

from service.databases import open_database
from service.plan_versions import files_of
from store.versions import PlanFiles, Versions
from tests.asterisk.e2e.process_calls import a_call_works
from tests.asterisk.service_process import ServiceProcess
from tests.waiting import until

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(100)]


async def test_a_published_plan_becomes_live_and_a_broken_one_never(service: ServiceProcess) -> None:
    plan = service.settings.centre.dialplan
    good = plan.read_text()
    broken = good.replace("prompt: greeting", "prompt: no_such_prompt", 1)
    plan.write_text(broken)
    assert await service.ask("publish") == 2
    plan.write_text(f"{good}# a remark\n")
    before = len(service.logged("reloaded"))
    assert await service.ask("publish", "-m", "a remark", "--author", "wei") == 0
    await until(lambda: len(service.logged("reloaded")) > before, 10, "the new version in the log")
    await a_call_works(service, "13911140001")
    assert (await service.over("13911140001")).plan == service.logged("reloaded")[-1]["version"] > 1


async def test_a_version_that_does_not_fit_keeps_the_running_plan(service: ServiceProcess) -> None:
    """Nobody can publish it; here it came into the store in another way."""
    plan = service.settings.centre.dialplan
    files = files_of(str(plan))
    texts = {
        **files.texts,
        files.main: files.texts[files.main].replace("prompt: greeting", "prompt: no_such_prompt", 1),
    }
    async with open_database(service.settings) as database:
        await Versions(database).publish(PlanFiles(files.main, texts), "nobody", "", time.time())
    await until(lambda: service.logged("reload refused, the running plan goes on"), 10, "the refusal in the log")
    assert "no_such_prompt" in service.told
    await a_call_works(service, "13911140002")
    assert await service.ask("rollback", "--author", "wei") == 0
    await until(lambda: service.logged("reloaded")[-1]["why"].endswith("published by wei"), 10, "the way back")
    assert "Traceback" not in service.told

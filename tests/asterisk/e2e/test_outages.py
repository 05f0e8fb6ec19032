"""Calls go on while what the service needs is out of order: its database, its trunk.

The tests share one service.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from calls.contact import Outcome
from tests.asterisk.e2e.process_calls import a_call_works, seat
from tests.asterisk.judges import sipp_calls
from tests.asterisk.plan import RING, manager_line
from tests.asterisk.service_process import ServiceProcess, database_locked, disk_full
from tests.waiting import until

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(100)]


@pytest.mark.parametrize(
    ("trouble", "number"), [(database_locked, "13911130001"), (disk_full, "13911130002")], ids=["locked", "full"]
)
async def test_calls_go_on_while_the_database_cannot_be_written(
    service: ServiceProcess, trouble: Callable[[ServiceProcess], AbstractContextManager[None]], number: str
) -> None:
    service.output.clear()
    with trouble(service):
        await a_call_works(service, number)
        await until(lambda: _alarms(service), 20, "the alarm in the log")
        assert not _is_over(service)
    record = await service.over(number)
    assert record.outcome is Outcome.SERVED
    await until(lambda: _is_over(service), 10, "the end of the alarm")


def _alarms(service: ServiceProcess) -> bool:
    return any(line["alarm"] == "store" for line in service.logged("ALARM"))


def _is_over(service: ServiceProcess) -> bool:
    return any(line["alarm"] == "store" for line in service.logged("alarm over"))


async def test_a_manager_behind_a_dead_trunk_is_passed_over(service: ServiceProcess) -> None:
    """Nobody listens at the provider's port: the deputy's phone rings once the manager's time is over, or before."""
    number = "13911170001"
    async with seat(service, "desk1") as agent:
        await agent.register()
        calling = asyncio.create_task(
            sipp_calls("trunk_until_bye.xml", service.outside(number), manager_line("desk"), within=60)
        )
        call = await agent.incoming(within=RING + 10)
        before = len(service.logged("Connected"))
        await agent.answer(call)
        await until(lambda: len(service.logged("Connected")) > before, 5, "Connected in the log")
        await agent.hang_up(call)
        assert (await calling).ok
    record = await service.over(number)
    boss, deputy = record.offers
    assert (boss.person, boss.outcome, boss.picked_up_at) == ("boss_desk", "DECLINED", None)
    assert boss.reason.startswith(("unreachable", "no answer")), boss.reason
    assert (deputy.person, deputy.outcome) == ("desk1", "ACCEPTED")
    assert "Traceback" not in service.told

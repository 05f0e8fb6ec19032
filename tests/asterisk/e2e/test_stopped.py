"""`hotline run` as a process, stopped while a caller waits."""

from __future__ import annotations

import asyncio

import pytest

from calls.causes import EndedBy
from calls.contact import Outcome
from tests.asterisk.e2e.process_calls import queued, stay
from tests.asterisk.service_process import ServiceProcess

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(100)]


async def test_stopped_it_takes_asterisk_along(service: ServiceProcess) -> None:
    number = "13911150001"
    caller = asyncio.create_task(stay(service, number, "tones"))
    await queued(service, number)
    assert await service.stop() == 0
    assert service.asterisk == 0
    record = await service.over(number)
    assert (record.ended_by, record.outcome) == (EndedBy.HOTLINE, Outcome.ABANDONED)
    assert "Traceback" not in service.told
    caller.cancel()
    await asyncio.gather(caller, return_exceptions=True)

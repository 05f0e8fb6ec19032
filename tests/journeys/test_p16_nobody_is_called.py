"""P16: the dispatcher is dead and nobody notices. A fault in one call harms no other, and an alarm tells of it."""

from __future__ import annotations

import pytest

from service.sounds import Sounds
from tests.fakes.party import Answers
from tests.journeys.centre import Centre, only


async def test_a_fault_in_one_call_harms_no_other(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    only(centre, "1001", Answers(after=1))
    with monkeypatch.context() as broken:
        broken.setattr(Sounds, "of", lambda *_: 1 / 0)
        unlucky = centre.switch.call_in("95105", number="13800001111")
        await centre.clock.settle()
    lucky = centre.switch.call_in("95106", number="13800002222")
    await centre.clock.until(lambda: lucky.hears == "1001")
    assert unlucky.gone
    assert centre.memory.record("13800001111").failures
    assert centre.house.metrics.faults.labels("call")._value.get() == 1


async def test_a_caller_who_waits_while_a_fitting_person_is_free_raises_an_alarm(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(centre, "1001", Answers(after=1))
    monkeypatch.setattr("acd.matching.match", lambda *_args, **_kw: [])
    centre.switch.call_in("95106", number="13800001111")
    await centre.clock.advance(5)
    assert "waiting_while_free" in centre.house.alarms.raised

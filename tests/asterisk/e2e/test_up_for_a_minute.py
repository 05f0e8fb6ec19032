"""A call of more than a minute. It is begun with the first test of this folder, and ends here: nobody waits for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from calls.contact import Outcome
from telephony.phones.audio import dominant_tone, read_wav, tone, write_wav
from tests.asterisk.centre import Centre
from tests.asterisk.e2e.conftest import Minute
from tests.waiting import until

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(100)]
SECOND = 32_000
"""Bytes of a second in a WAV file that PJSIP writes."""


async def test_a_call_stays_up_for_a_minute(centre: Centre, minute: Minute, tmp_path: Path) -> None:
    await until(lambda: minute.lasted > 60, 65, "a minute")
    low, high = tmp_path / "440.wav", tmp_path / "1000.wav"
    write_wav(low, tone(440, 4.0))
    write_wav(high, tone(1000, 4.0))
    caller, agent = tmp_path / "caller.wav", tmp_path / "agent.wav"
    await minute.caller.play(minute.call, low)
    await minute.agent.play(minute.taken, high)
    await minute.caller.record(minute.call, caller)
    await minute.agent.record(minute.taken, agent)
    await until(lambda: min(caller.stat().st_size, agent.stat().st_size) > 2 * SECOND, 10, "both voices")
    await minute.caller.stop(minute.call)
    await minute.agent.stop(minute.taken)
    assert dominant_tone(read_wav(caller)[-8000:]) == pytest.approx(1000, abs=5)
    assert dominant_tone(read_wav(agent)[-8000:]) == pytest.approx(440, abs=5)
    await minute.caller.hang_up(minute.call)
    await minute.agent.ended(minute.taken)
    record = await centre.record("caller4")
    assert record.outcome is Outcome.SERVED
    assert record.talked > 60
    assert len(record.talks) == 1

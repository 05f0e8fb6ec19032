"""A caller dials, keys, waits, and talks to an agent. SIPp and PJSIP call, PJSIP answers; the record tells it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from calls.causes import EndedBy
from calls.contact import Outcome
from telephony.phones.audio import dominant_tone, read_wav, tone, write_wav
from telephony.phones.hearing import find
from tests.asterisk.centre import Centre
from tests.asterisk.judges import PjsuaSeat, sipp_calls
from tests.asterisk.plan import menu_of
from tests.waiting import until

SECOND = 32_000
"""Bytes of a second in a WAV file that PJSIP writes."""
pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(60)]


async def test_a_caller_keys_his_way_to_an_agent(centre: Centre) -> None:
    number = "13811110001"
    async with centre.seat("main1") as agent:
        account, line = centre.from_outside(number), menu_of("main")
        calling = asyncio.create_task(sipp_calls("trunk_menu.xml", account, line, before_ms=1500, after_ms=3000))
        call = await agent.incoming(within=15)
        await agent.answer(call)
        await centre.state("main1", "TALKING")
        # `ok`: SIPp saw exactly the messages of its scenario, so no re-INVITE told the caller who answered.
        assert (await calling).ok
        assert await agent.ended(call) == 200
        record = await centre.record(number)
    assert record.outcome is Outcome.SERVED
    assert (record.person, record.ended_by, record.queue, record.scenario) == ("main1", EndedBy.CALLER, "main", "main")
    assert [key.digits for key in record.keys] == ["1"]
    assert [offer.outcome for offer in record.offers] == ["ACCEPTED"]
    assert 1.0 < record.talked < 3.5


async def test_who_answers_in_the_same_moment_is_joined_at_once(centre: Centre) -> None:
    """A phone that answers by itself is up before the caller's music is on."""
    number = "13811110002"
    async with centre.answering_seat("main2"):
        account, line = centre.from_outside(number), menu_of("main")
        assert (await sipp_calls("trunk_menu.xml", account, line, before_ms=200, after_ms=1500)).ok
        record = await centre.record(number)
    assert record.outcome is Outcome.SERVED
    assert record.waited < 0.8


async def test_menu_music_and_both_voices_are_heard(centre: Centre, tmp_path: Path) -> None:
    low, high = tmp_path / "440.wav", tmp_path / "1000.wav"
    write_wav(low, tone(440, 4.0))
    write_wav(high, tone(1000, 4.0))
    heard = {name: tmp_path / f"{name}.wav" for name in ("before", "caller", "agent")}
    account = centre.accounts["trial-caller1"]
    async with centre.seat("tones1") as agent, PjsuaSeat(account.user, account.secret, centre.sip) as caller:
        call = await caller.call(menu_of("tones"))
        await caller.up(call)
        await caller.record(call, heard["before"])
        await until(lambda: _played(centre, "greeting"), 10, "the greeting")
        await caller.press(call, "1")
        taken = await agent.incoming(within=15)
        await until(lambda: heard["before"].stat().st_size > 9 * SECOND, 15, "some music")
        await caller.stop(call)
        await agent.answer(taken)
        await agent.up(taken)
        await caller.play(call, low)
        await agent.play(taken, high)
        await caller.record(call, heard["caller"])
        await agent.record(taken, heard["agent"])
        await until(lambda: all(heard[side].stat().st_size > 2 * SECOND for side in ("caller", "agent")), 10, "voices")
        await caller.stop(call)
        await agent.stop(taken)
        await agent.hang_up(taken)
        await caller.ended(call)
        record = await centre.record("caller1")
    catalogue = centre.service.catalogue
    assert catalogue.music is not None
    before = read_wav(heard["before"])
    assert find(read_wav(catalogue.sound("greeting", "zh")), before)
    assert find(read_wav(min(catalogue.music.glob("*.wav"))), before)
    assert dominant_tone(read_wav(heard["caller"])[-8000:]) == pytest.approx(1000, abs=5)
    assert dominant_tone(read_wav(heard["agent"])[-8000:]) == pytest.approx(440, abs=5)
    assert record.outcome is Outcome.SERVED
    assert record.ended_by is EndedBy.PERSON


def _played(centre: Centre, prompt: str) -> bool:
    record = centre.open_record("caller1")
    return record is not None and any(getattr(entry.what, "prompt", "") == prompt for entry in record.entries)

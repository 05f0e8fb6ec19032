"""Callers speak through real phones, Asterisk and Whisper, and reach what they named."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from calls.causes import EndedBy
from calls.contact import Outcome
from telephony.phones.hearing import find
from tests.asterisk.speaking.conftest import ENGLISH, LONG, MENU, Listening
from tests.waiting import until

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(120)]


async def test_a_caller_says_where_he_wants_to_go(listening: Listening) -> None:
    async with listening.caller(MENU) as caller:
        await caller.silence(0.0)
        ended = await caller.call.say(listening.voice("connecting_now"))
        await caller.call.ended(within=30)
        answer = listening.voice("order_status")
        assert find(answer, caller.call.recording.samples(round(ended * 8000))), "he heard what he asked for"
    record = await listening.record()
    assert (record.scenario, record.ended_by) == ("orders", EndedBy.HOTLINE)
    assert not record.keys


async def test_the_same_in_english(listening: Listening) -> None:
    async with listening.caller(ENGLISH) as caller:
        await caller.silence(0.0)
        await caller.call.say(listening.voice("goodbye", "en"))
        await caller.call.ended(within=30)
    assert (await listening.record()).scenario == "farewell"


async def test_a_voice_stops_the_prompt(listening: Listening) -> None:
    before = listening.counted("hotline_barge_ins_total", by="voice")
    async with listening.caller(LONG) as caller:
        began = await caller.first_sound(0.0)
        await caller.call.recorded(began + 2.0)
        spoke = caller.now
        saying = asyncio.ensure_future(caller.call.say(listening.voice("connecting_now")))
        await caller.call.recorded(spoke + 1.3)
        assert caller.last_sound(spoke, spoke + 1.3) - spoke < 0.6
        await saying
        await caller.call.ended(within=30)
    assert listening.counted("hotline_barge_ins_total", by="voice") == before + 1
    assert (await listening.record()).scenario == "orders"


async def test_the_echo_of_the_prompt_stops_nothing(listening: Listening) -> None:
    before = listening.counted("hotline_barge_ins_total", by="voice")
    async with listening.caller(LONG) as caller:
        caller.call.echo(-20.0, 0.1)
        heard = listening.voice("main_menu")
        await caller.silence(0.0)
        assert caller.now >= len(heard) / 8000
    assert listening.counted("hotline_barge_ins_total", by="voice") == before


async def test_who_says_nothing_twice_is_offered_keys_and_then_helped(listening: Listening) -> None:
    async with listening.caller(MENU) as caller:
        await caller.call.ended(within=60)
        offered = listening.service.catalogue.sound("use_keys", "zh")
        assert offered.is_file()
    record = await listening.record()
    assert [miss.why for miss in record.misses] == ["noinput"] * 3
    assert record.ended_by is EndedBy.HOTLINE


async def test_a_key_wins_over_a_voice(listening: Listening) -> None:
    async with listening.caller(MENU) as caller:
        await caller.silence(0.0)
        saying = asyncio.ensure_future(caller.call.say(listening.voice("goodbye")))
        await caller.call.recorded(caller.now + 0.8)
        await caller.call.press("1")
        await saying
        await caller.call.ended(within=30)
    record = await listening.record()
    assert record.scenario == "orders"
    assert [key.digits for key in record.keys] == ["1"]
    await listening.nothing_left()


async def test_keys_pressed_ahead_of_a_voice_menu_count(listening: Listening) -> None:
    async with listening.caller(LONG) as caller:
        await caller.call.press("2")
        await caller.call.ended(within=20)
    assert (await listening.record()).scenario == "farewell"


@pytest.mark.parametrize("after", [0.3, 1.6, 3.0])
async def test_who_hangs_up_while_he_is_listened_to_leaves_nothing_behind(listening: Listening, after: float) -> None:
    async with listening.caller(MENU) as caller:
        saying = asyncio.ensure_future(caller.call.say(listening.voice("goodbye")))
        await caller.call.recorded(caller.now + after)
        await caller.call.hang_up()
        await asyncio.gather(saying, return_exceptions=True)
    record = await listening.record()
    assert (record.outcome, record.ended_by) == (Outcome.LEFT_IN_MENU, EndedBy.CALLER)
    await listening.nothing_left()


async def test_a_recogniser_that_dies_leaves_keys(listening: Listening) -> None:
    workers = listening.service.recognition._workers
    assert workers is not None
    async with listening.caller(MENU) as caller:
        await caller.silence(0.0)
        ended = await caller.call.say(listening.voice("connecting_now"))
        for pid in workers.pids:
            os.kill(pid, signal.SIGKILL)
        await caller.first_sound(ended)
        await caller.call.press("1")
        await caller.call.ended(within=30)
    assert (await listening.record()).scenario == "orders"
    await until(lambda: workers.up, 60, "a new worker")

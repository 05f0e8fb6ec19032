"""Our scripted phones on a real Asterisk."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from telephony.embedded.exchange import Exchange
from telephony.phones import CallPlan, PhonePlan, RegistrationFailed, Step, parse_press, run_call, run_phone
from telephony.phones.audio import dominant_tone, read_wav, tone_power, write_wav
from telephony.phones.events import Ended, Refused, Ringing, Side
from telephony.phones.recording import RATE
from tests.asterisk.phoning import Phones, menu
from tests.waiting import until

pytest_plugins = ("tests.asterisk.phoning",)
pytestmark = [pytest.mark.asterisk, pytest.mark.timeout(90)]


async def test_the_right_password_registers_and_a_wrong_one_is_told(phones: Phones, trying: Exchange) -> None:
    async with phones.phone("1001") as phone:
        assert f":{phone.port}" in await trying.commands.ask("pjsip show contacts")
    assert "1001/" not in await trying.commands.ask("pjsip show contacts")
    with pytest.raises(RegistrationFailed, match="401") as refused:
        await phones.phone("1001", secret="wrong").register()
    assert refused.value.sip_code == 401


async def test_a_call_lives_longer_than_32_seconds_and_does_not_drift(phones: Phones) -> None:
    """32 s is where Asterisk ends a call whose 200 was never acknowledged."""
    phone = phones.phone("trial-caller1")
    call = await phones.up(phone, "600")
    call.tone(1000)
    assert await call.recorded(41.0), call.history
    assert dominant_tone(call.recording.last(1.0)) == pytest.approx(1000, abs=1)
    heard = call.recording.samples(RATE, 41 * RATE)
    silent = sum(not heard[at : at + 160].any() for at in range(0, len(heard) - 160, 160))
    assert silent <= 10, f"{silent} frames of {len(heard) // 160} were not heard"
    await call.hang_up()
    await phone.close()


async def test_busy_is_noticed_at_once(phones: Phones) -> None:
    phone = phones.phone("trial-caller1")
    refused = await (await phone.call("603")).outcome(within=5)
    assert isinstance(refused, Refused)
    assert refused.code == 486
    await phone.close()


async def test_a_busy_phone_is_busy_for_its_caller(phones: Phones) -> None:
    async with phones.phone("1001") as called:
        phone = phones.phone("trial-caller1")
        call = await phone.call("71001")
        await (await called.next_call(within=5)).refuse(486)
        refused = await call.outcome(within=5)
        assert isinstance(refused, Refused)
        assert refused.code == 486
        await phone.close()


async def test_a_ringing_call_is_cancelled_on_both_sides(phones: Phones) -> None:
    async with phones.phone("1001") as called:
        phone = phones.phone("trial-caller1")
        call = await phone.call("71001")
        there = await called.next_call(within=5)
        await until(lambda: any(isinstance(event, Ringing) for event in call.history), what="ringing")
        await call.cancel()
        gone = await there.ended(within=5)
        assert isinstance(gone, Ended)
        assert (gone.by, gone.why) == (Side.FAR, "cancelled")
        await phone.close()


async def test_digits_and_tones_go_both_ways(phones: Phones) -> None:
    async with phones.phone("1001") as called:
        phone = phones.phone("trial-caller1", name="王小明")
        call = await phone.call("71001")
        there = await called.next_call(within=5)
        await there.answer()
        await call.outcome(within=5)
        await call.press("1590*#")
        assert await there.digits_heard(6, within=10) == "1590*#"
        await there.press("7")
        assert await call.digits_heard(1, within=5) == "7"
        call.tone(440)
        there.tone(880)
        await call.recorded(call.recording.seconds + 1.5)
        for heard, hz, not_hz in ((call, 880, 440), (there, 440, 880)):
            assert dominant_tone(heard.recording.last(1.0)) == pytest.approx(hz, abs=1)
            assert tone_power(heard.recording.last(1.0), hz) == pytest.approx(-12, abs=1)
            assert tone_power(heard.recording.last(1.0), not_hz) < -50
        await there.hang_up()
        ended = await call.ended(within=5)
        assert isinstance(ended, Ended)
        assert ended.by is Side.FAR
        await phone.close()


async def test_digits_sent_by_asterisk_are_heard(phones: Phones) -> None:
    phone = phones.phone("trial-caller1")
    call = await phones.up(phone, "605")
    assert await call.digits_heard(8, within=15) == "1590*#AD"
    await phone.close()


async def test_options_are_answered(phones: Phones, trying: Exchange) -> None:
    async with phones.phone("1001"):
        await trying.commands.ask("pjsip set history on")
        await trying.commands.ask("pjsip qualify 1001")
        async with asyncio.timeout(5):
            while not await options_answered(trying):
                continue


async def options_answered(exchange: Exchange) -> bool:
    """Whether Asterisk's record of messages holds OPTIONS going out and its 200 coming back."""
    return bool(re.search(r"==>.*OPTIONS.*\n(.*\n)*?.*<==.*200 OK", await exchange.commands.ask("pjsip show history")))


async def test_five_phones_at_once(phones: Phones) -> None:
    users = ("1001", "1002", "1003", "trial-caller1", "trial-caller2")
    mine = [phones.phone(user) for user in users]
    await asyncio.gather(*(phone.register() for phone in mine))
    calls = await asyncio.gather(*(phones.up(phone, "600") for phone in mine))
    pitches = [400 + 230 * number for number in range(5)]
    for call, hz in zip(calls, pitches, strict=True):
        call.tone(hz)
    assert all(await asyncio.gather(*(call.recorded(3.0) for call in calls)))
    for call, hz in zip(calls, pitches, strict=True):
        assert dominant_tone(call.recording.last(1.0)) == pytest.approx(hz, abs=1)
    await asyncio.gather(*(phone.close() for phone in mine))


async def test_a_script_presses_when_the_prompt_is_heard(phones: Phones, tmp_path: Path) -> None:
    prompt, record, steps = tmp_path / "menu.wav", tmp_path / "heard.wav", list[Step]()
    write_wav(prompt, menu())
    plan = CallPlan(phones.account("trial-caller1"), "601", (parse_press("1@menu"),), record=record,
                    find_prompt={"menu": prompt}.__getitem__, stay=0.5)  # fmt: skip
    report = await run_call(plan, steps.append)
    assert report.exit_code == 0
    heard = next(step.text for step in steps if step.kind == "because")
    at = re.match(r"heard the prompt menu at (\d\.\d\d) s \(score (?:0\.9\d|1\.00)\)", heard)
    assert at, heard
    assert float(at[1]) == pytest.approx(0.5, abs=0.3)
    assert [step.kind for step in steps][-2:] == ["ended", "recorded"]
    assert len(read_wav(record)) == pytest.approx(report.seconds * RATE, abs=0.5 * RATE)


async def test_a_scripted_phone_answers_one_call_and_ends(phones: Phones) -> None:
    steps: list[Step] = []
    plan = PhonePlan(phones.account("1002"), answer_after=0.3, actions=(parse_press("1"),), calls=1)
    async with asyncio.TaskGroup() as tasks:
        answering = tasks.create_task(run_phone(plan, steps.append))
        await until(lambda: steps, what="registered")
        calling = tasks.create_task(
            run_call(
                CallPlan(phones.account("trial-caller1"), "71002", (parse_press("5@1.5"),), stay=0.5), lambda _: None
            )
        )
    assert (answering.result().exit_code, calling.result().exit_code) == (0, 0)
    assert (answering.result().calls[0].keys_heard, calling.result().keys_heard) == ("5", "1")

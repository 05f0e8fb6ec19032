"""Our scripted phones on a real Asterisk, and PJSIP and SIPp as judges of them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from telephony.embedded.exchange import Exchange
from telephony.embedded.installation import Installation
from telephony.phones import Account as PhoneAccount
from telephony.phones import CallPlan, Phone, PhonePlan, RegistrationFailed, Step, parse_press, run_call, run_phone
from telephony.phones.audio import dominant_tone, join, read_wav, tone, tone_power, write_wav
from telephony.phones.call import PhoneCall
from telephony.phones.events import Answered, Ended, Refused, Ringing, Side
from telephony.phones.recording import RATE, Samples
from tests.asterisk.conftest import Account, accounts_of, settings_for
from tests.asterisk.judges import PjsuaSeat, SippPhone, sipp_calls
from tests.waiting import until

pytestmark = [pytest.mark.asterisk, pytest.mark.timeout(90)]

PLACES = """
exten => 600,1,Answer()
 same => n,Echo()
 same => n,Hangup()
exten => 601,1,Answer()
 same => n,Wait(0.5)
 same => n,Playback({folder}/menu)
 same => n,Wait(20)
 same => n,Hangup()
exten => 602,1,Answer()
 same => n,Playtones(697/60000)
 same => n,Wait(60)
 same => n,Hangup()
exten => 603,1,Hangup(17)
exten => 605,1,Answer()
 same => n,Wait(0.5)
 same => n,SendDTMF(1590*#AD,100,100)
 same => n,Wait(30)
 same => n,Hangup()
exten => 606,1,Ringing()
 same => n,Wait(60)
 same => n,Hangup()
exten => _7XXXX,1,Dial(PJSIP/${{EXTEN:1}},30)
 same => n,Hangup(${{HANGUPCAUSE}})
exten => 8001,1,Dial(PJSIP/trial-13900001111,30)
 same => n,Hangup(${{HANGUPCAUSE}})
"""
"""Each ends in Hangup: a next priority that is missing here is taken from the pattern that the context has itself."""


@pytest.fixture(scope="module")
def trying(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    """An Asterisk with places to call, without our service."""
    folder = tmp_path_factory.mktemp("phones")
    write_wav(folder / "menu.wav", menu())
    contexts = ("hotline-in", "hotline-seats", "hotline-transfer")
    extra = "".join(f"[{context}](+)\n{PLACES.format(folder=folder)}\n" for context in contexts)
    running = Exchange(
        replace(settings_for(folder), extra_extensions=extra, modules_extra=("res_pjsip_history",)), installation
    )
    asyncio.run(running.start())
    yield running
    asyncio.run(running.stop())


def menu() -> Samples:
    """A prompt that no synthesiser is needed for: a tune of half a minute in five seconds."""
    return join([tone(300 + 170 * (number * 7 % 11), 0.17, -18) for number in range(28)], pause=0.01)


@pytest.fixture
def accounts(trying: Exchange) -> Mapping[str, Account]:
    return accounts_of(trying.settings)


@pytest.fixture
def phones(accounts: Mapping[str, Account]) -> Phones:
    return Phones(accounts)


class Phones:
    """Our phones by their SIP users."""

    def __init__(self, accounts: Mapping[str, Account]) -> None:
        self.accounts = accounts

    def account(self, user: str, **changes: str) -> PhoneAccount:
        known = self.accounts[user]
        return replace(PhoneAccount(known.user, known.secret, known.host, known.port), **changes)  # type: ignore[arg-type]  # strings only

    def phone(self, user: str, **changes: str) -> Phone:
        return Phone(self.account(user, **changes))

    async def up(self, phone: Phone, number: str) -> PhoneCall:
        """A call that has been answered."""
        call = await phone.call(number)
        assert isinstance(await call.outcome(within=10), Answered), call.history
        return call


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


async def test_pjsip_and_our_phone_understand_each_other(
    phones: Phones, accounts: Mapping[str, Account], tmp_path: Path
) -> None:
    seat_account = accounts["1003"]
    write_wav(tmp_path / "880.wav", tone(880, 6.0))
    async with PjsuaSeat(seat_account.user, "wrong", seat_account.port) as seat:
        assert await seat.register() == 401
    async with PjsuaSeat(seat_account.user, seat_account.secret, seat_account.port) as seat:
        assert await seat.register() == 200
        phone = phones.phone("trial-caller1")
        call = await phone.call("71003")
        there = await seat.incoming()
        await seat.answer(there, 180)
        await seat.answer(there, 200)
        await seat.up(there)
        await call.outcome(within=5)
        await seat.record(there, tmp_path / "heard.wav")
        await seat.play(there, tmp_path / "880.wav")
        call.tone(440)
        await call.recorded(2.0)
        assert dominant_tone(call.recording.last(0.5)) == pytest.approx(880, abs=2)
        await seat.stop(there)
        assert dominant_tone(read_wav(tmp_path / "heard.wav")[-RATE:-800]) == pytest.approx(440, abs=2)
        await call.press("25#")
        await seat.press(there, "90*")
        assert await call.digits_heard(3, within=10) == "90*"
        await until(lambda: seat.digits(there) == "25#", what="our digits at PJSIP")
        await call.hang_up()
        assert await seat.ended(there) == 200
        await phone.close()


async def test_pjsip_transfers_our_call_blind_and_attended(phones: Phones, accounts: Mapping[str, Account]) -> None:
    seat_account = accounts["1003"]
    async with PjsuaSeat(seat_account.user, seat_account.secret, seat_account.port) as seat:
        await seat.register()
        phone = phones.phone("trial-caller1")
        call = await phone.call("71003")
        there = await seat.incoming()
        await seat.answer(there)
        await seat.up(there)
        assert await seat.transfer(there, "602") == 200
        await seat.ended(there)
        await until(lambda: dominant_tone(call.recording.last(0.3)) is not None, what="the tone of the new place")
        assert dominant_tone(call.recording.last(0.3)) == pytest.approx(697, abs=3)
        await call.hang_up()

        call = await phone.call("71003")
        there = await seat.incoming(count=2)
        await seat.answer(there)
        await seat.up(there)
        await seat.hold(there)
        second = await seat.call("600")
        await seat.up(second)
        assert await seat.transfer_to_call(there, second) == 200
        await seat.ended(second)
        call.tone(500)
        await until(lambda: dominant_tone(call.recording.last(0.3)) is not None, what="our tone from the echo")
        assert dominant_tone(call.recording.last(0.3)) == pytest.approx(500, abs=3)
        await call.hang_up()
        await phone.close()


@pytest.mark.parametrize(
    ("scenario", "number"),
    [("uac_menu.xml", "600"), ("uac_plain.xml", "600"), ("uac_busy.xml", "603"), ("uac_cancel.xml", "606")],
)
async def test_sipp_as_caller(accounts: Mapping[str, Account], scenario: str, number: str) -> None:
    result = await sipp_calls(scenario, accounts["trial-caller2"], number, before_ms=300, after_ms=500)
    assert result.ok, result


@pytest.mark.parametrize(("scenario", "code"), [("uas_busy.xml", 486), ("uas_decline.xml", None)])
async def test_sipp_as_a_phone_that_refuses(
    phones: Phones, accounts: Mapping[str, Account], scenario: str, code: int | None
) -> None:
    async with SippPhone(scenario, accounts["trial-13900001111"]) as sipp:
        phone = phones.phone("trial-caller1")
        refused = await (await phone.call("8001")).outcome(within=5)
        assert isinstance(refused, Refused)
        assert code in (None, refused.code)
        await phone.close()
        await sipp.calls_over(1)
    assert sipp.result is not None
    assert sipp.result.ok, sipp.result


@pytest.mark.parametrize("scenario", ["uas_silent.xml", "uas_cancel_race.xml"])
async def test_sipp_as_a_phone_that_is_cancelled(
    phones: Phones, accounts: Mapping[str, Account], scenario: str
) -> None:
    async with SippPhone(scenario, accounts["trial-13900001111"]) as sipp:
        phone = phones.phone("trial-caller1")
        call = await phone.call("8001")
        await until(lambda: any(isinstance(event, Ringing) for event in call.history), what="ringing")
        await call.cancel()
        await sipp.calls_over(1)
        await phone.close()
    assert sipp.result is not None
    assert sipp.result.ok, sipp.result


@pytest.mark.parametrize("scenario", ["uas_answer.xml", "uas_voicemail.xml"])
async def test_sipp_as_a_phone_that_answers(phones: Phones, accounts: Mapping[str, Account], scenario: str) -> None:
    async with SippPhone(scenario, accounts["trial-13900001111"], before_ms=200) as sipp:
        phone = phones.phone("trial-caller1")
        call = await phones.up(phone, "8001")
        call.tone(1000)
        await call.recorded(1.5)
        heard = call.recording.last(0.3)
        assert abs(heard.astype(int)).max() > 1000
        if scenario == "uas_answer.xml":
            assert dominant_tone(heard) == pytest.approx(1000, abs=2)
        await call.hang_up()
        await sipp.calls_over(1)
        await phone.close()
    assert sipp.result is not None
    assert sipp.result.ok, sipp.result

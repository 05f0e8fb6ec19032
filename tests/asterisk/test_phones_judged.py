"""PJSIP and SIPp as judges of our phones, on a real Asterisk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from telephony.phones.audio import dominant_tone, read_wav, tone, write_wav
from telephony.phones.events import Refused, Ringing
from telephony.phones.recording import RATE
from tests.asterisk.conftest import Account
from tests.asterisk.judges import PjsuaSeat, SippPhone, sipp_calls
from tests.asterisk.phoning import Phones
from tests.waiting import until

pytest_plugins = ("tests.asterisk.phoning",)
pytestmark = [pytest.mark.asterisk, pytest.mark.timeout(90)]


async def test_pjsip_and_our_phone_understand_each_other(
    phones: Phones, lines: Mapping[str, Account], tmp_path: Path
) -> None:
    seat_account = lines["1003"]
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


async def test_pjsip_transfers_our_call_blind_and_attended(phones: Phones, lines: Mapping[str, Account]) -> None:
    seat_account = lines["1003"]
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
        await call.recorded(call.recording.seconds + 0.5)
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
        await call.recorded(call.recording.seconds + 0.5)
        assert dominant_tone(call.recording.last(0.3)) == pytest.approx(500, abs=3)
        await call.hang_up()
        await phone.close()


@pytest.mark.parametrize(
    ("scenario", "number"),
    [("uac_menu.xml", "600"), ("uac_plain.xml", "600"), ("uac_busy.xml", "603"), ("uac_cancel.xml", "606")],
)
async def test_sipp_as_caller(lines: Mapping[str, Account], scenario: str, number: str) -> None:
    result = await sipp_calls(scenario, lines["trial-caller2"], number, before_ms=300, after_ms=500)
    assert result.ok, result


@pytest.mark.parametrize(("scenario", "code"), [("uas_busy.xml", 486), ("uas_decline.xml", None)])
async def test_sipp_as_a_phone_that_refuses(
    phones: Phones, lines: Mapping[str, Account], scenario: str, code: int | None
) -> None:
    async with SippPhone(scenario, lines["trial-13900001111"]) as sipp:
        phone = phones.phone("trial-caller1")
        refused = await (await phone.call("8001")).outcome(within=5)
        assert isinstance(refused, Refused)
        assert code in (None, refused.code)
        await phone.close()
        await sipp.calls_over(1)
    assert sipp.result is not None
    assert sipp.result.ok, sipp.result


@pytest.mark.parametrize("scenario", ["uas_silent.xml", "uas_cancel_race.xml"])
async def test_sipp_as_a_phone_that_is_cancelled(phones: Phones, lines: Mapping[str, Account], scenario: str) -> None:
    async with SippPhone(scenario, lines["trial-13900001111"]) as sipp:
        phone = phones.phone("trial-caller1")
        call = await phone.call("8001")
        await until(lambda: any(isinstance(event, Ringing) for event in call.history), what="ringing")
        await call.cancel()
        await sipp.calls_over(1)
        await phone.close()
    assert sipp.result is not None
    assert sipp.result.ok, sipp.result


@pytest.mark.parametrize("scenario", ["uas_answer.xml", "uas_voicemail.xml"])
async def test_sipp_as_a_phone_that_answers(phones: Phones, lines: Mapping[str, Account], scenario: str) -> None:
    async with SippPhone(scenario, lines["trial-13900001111"], before_ms=200) as sipp:
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

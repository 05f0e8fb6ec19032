"""Two phones connected to each other, no server between: everything but registration."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from telephony.phones import Account, CallNotUp, Phone, PhoneNotOpened
from telephony.phones.audio import dominant_tone, read_wav, tone, tone_power
from telephony.phones.events import Answered, CallState, Ended, Refused, Ringing, Side
from telephony.phones.hearing import find
from tests.unit.phones.speech import noise
from tests.waiting import patient


def free_port() -> int:
    with contextlib.closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextlib.asynccontextmanager
async def pair(refuse_with: int | None = None) -> AsyncIterator[tuple[Phone, Phone]]:
    """Ann, who calls, and Bob, who is called; each is the other's server."""
    here, there = free_port(), free_port()
    ann = Phone(Account("ann", "x", port=there, local_port=here, name='Ann "A"'))
    bob = Phone(Account("bob", "x", port=here, local_port=there), refuse_with=refuse_with)
    try:
        ann.open()
        bob.open()
        yield ann, bob
    finally:
        await ann.close()
        await bob.close()


async def test_a_call_is_made_answered_and_ended_by_the_caller() -> None:
    async with pair() as (ann, bob):
        call = await ann.call("bob")
        there = await bob.next_call(within=patient(5))
        assert (there.number, there.state, call.outgoing, there.outgoing) == ("ann", CallState.RINGING, True, False)
        await there.answer()
        assert isinstance(await call.outcome(within=patient(5)), Answered)
        await call.hang_up()
        ended = await there.ended(within=patient(5))
        assert isinstance(ended, Ended)
        assert ended.by is Side.FAR
        assert [type(event) for event in call.history] == [Ringing, Answered, Ended]


async def test_the_called_side_can_hang_up() -> None:
    async with pair() as (ann, bob):
        call = await ann.call("bob")
        there = await bob.next_call(within=patient(5))
        await there.answer()
        await there.hang_up()
        ended = await call.ended(within=patient(5))
        assert isinstance(ended, Ended)
        assert ended.by is Side.FAR


async def test_tones_and_digits_go_both_ways(tmp_path: Path) -> None:
    async with pair() as (ann, bob):
        call = await ann.call("bob")
        there = await bob.next_call(within=patient(5))
        await there.answer()
        await call.outcome(within=patient(5))
        call.tone(440)
        there.tone(880, dbfs=-20)
        assert await call.recorded(1.0)
        assert await there.recorded(1.0)
        assert dominant_tone(call.recording.last(0.5)) == pytest.approx(880, abs=1)
        assert dominant_tone(there.recording.last(0.5)) == pytest.approx(440, abs=1)
        assert tone_power(call.recording.last(0.5), 880) == pytest.approx(-20, abs=0.5)
        await call.press("159D")
        await there.press("*0#a")
        assert await there.digits_heard(4, within=patient(5)) == "159D"
        assert await call.digits_heard(4, within=patient(5)) == "*0#A"
        call.save(tmp_path / "heard.wav")
        assert len(read_wav(tmp_path / "heard.wav")) >= 8000


async def test_what_is_said_is_heard_unbroken() -> None:
    async with pair() as (ann, bob):
        call = await ann.call("bob")
        there = await bob.next_call(within=patient(5))
        await there.answer()
        await call.outcome(within=patient(5))
        spoken = noise(3.0, 3000)
        began = time.monotonic()
        await call.say(spoken)
        assert 2.7 <= time.monotonic() - began <= patient(3.0)
        await there.recorded(there.recording.seconds + 0.2)
        heard = find(spoken, there.recording.samples())
        assert heard is not None
        assert heard.score > 0.99
        at = round(heard.at_seconds * 8000)
        played = there.recording.samples(at, at + len(spoken)).astype(float)
        assert np.corrcoef(played, spoken.astype(float))[0, 1] > 0.99


async def test_hush_stops_what_is_being_said() -> None:
    async with pair() as (ann, bob):
        call = await ann.call("bob")
        there = await bob.next_call(within=patient(5))
        await there.answer()
        await call.outcome(within=patient(5))
        call.tone(440)
        await call.recorded(0.3)
        call.hush()
        await call.say(tone(880, 0.1))
        await there.recorded(there.recording.seconds + 0.3)
        assert not there.recording.last(0.1).any()


async def test_a_busy_phone_refuses_at_once() -> None:
    async with pair(refuse_with=486) as (ann, bob):
        call = await ann.call("bob")
        refused = await call.outcome(within=patient(5))
        assert isinstance(refused, Refused)
        assert (refused.code, refused.phrase) == (486, "Busy Here")
        assert (await bob.next_call(within=patient(5))).state is CallState.REFUSED
        assert not any(isinstance(event, Ringing) for event in call.history)


@pytest.mark.parametrize("code", [480, 486, 603])
async def test_a_call_can_be_declined_while_it_rings(code: int) -> None:
    async with pair() as (ann, bob):
        call = await ann.call("bob")
        await (await bob.next_call(within=patient(5))).refuse(code)
        refused = await call.outcome(within=patient(5))
        assert isinstance(refused, Refused)
        assert refused.code == code


async def test_a_ringing_call_is_cancelled() -> None:
    async with pair() as (ann, bob):
        call = await ann.call("bob")
        there = await bob.next_call(within=patient(5))
        await call.cancel()
        assert isinstance(call.over, Ended)
        assert call.over.by is Side.NEAR
        gone = await there.ended(within=patient(5))
        assert isinstance(gone, Ended)
        assert (gone.by, gone.why) == (Side.FAR, "cancelled")
        with pytest.raises(CallNotUp):
            await there.answer()


async def test_a_call_that_is_not_up_takes_no_commands() -> None:
    async with pair() as (ann, bob):
        call = await ann.call("bob")
        await bob.next_call(within=patient(5))
        with pytest.raises(CallNotUp, match="the call with bob is"):
            await call.press("1")
        with pytest.raises(CallNotUp):
            call.tone(440)


async def test_speech_cut_short_by_the_other_side_is_told() -> None:
    async with pair() as (ann, bob):
        call = await ann.call("bob")
        there = await bob.next_call(within=patient(5))
        await there.answer()
        await call.outcome(within=patient(5))
        await there.recorded(0.2)
        await there.hang_up()
        with pytest.raises(CallNotUp):
            await call.say(tone(440, 10))


async def test_several_calls_at_once_on_one_phone() -> None:
    async with pair() as (ann, bob):
        calls = [await ann.call("bob") for _ in range(3)]
        there = [await bob.next_call(within=patient(5)) for _ in range(3)]
        for one in there:
            await one.answer()
        for one in calls:
            assert isinstance(await one.outcome(within=patient(5)), Answered)
        for one in calls:
            await one.hang_up()
        for one in there:
            assert isinstance(await one.ended(within=patient(5)), Ended)


async def test_closing_ends_calls_threads_and_sockets() -> None:
    # Another test's phone may still be closing.
    before = set(threading.enumerate())
    async with pair() as (ann, bob):
        call = await ann.call("bob")
        there = await bob.next_call(within=patient(5))
        await there.answer()
        await call.outcome(within=patient(5))
        began = time.monotonic()
        await ann.close()
        assert time.monotonic() - began < patient(2.0)
        assert isinstance(await there.ended(within=patient(5)), Ended)
        assert call.state is CallState.ENDED
        with pytest.raises(PhoneNotOpened):
            await ann.call("bob")
    left = set(threading.enumerate()) - before
    names = [thread.name for thread in left if thread.name.startswith(("SIP", "RTP"))]
    assert names == []


async def test_what_would_break_out_of_a_header_is_refused() -> None:
    async with pair() as (ann, _):
        for number in ("", "1\r\nX: y", "1 2", "a@b", "<1>"):
            with pytest.raises(ValueError, match="is no number"):
                await ann.call(number)
    with pytest.raises(ValueError, match="no SIP user"):
        Account("a\r\nb", "x")
    with pytest.raises(ValueError, match="no control character"):
        Account("a", "x", name="a\r\nb")


def test_a_secret_is_not_shown() -> None:
    assert "hush" not in repr(Account("a", "hush"))

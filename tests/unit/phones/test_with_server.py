"""A phone and its server, datagram by datagram: strange requests, calls and their ends, RTP on the wire."""

from __future__ import annotations

import asyncio
import functools
import time

import pytest

from telephony.phones import Phone
from telephony.phones.audio import from_alaw, from_ulaw
from telephony.phones.events import Answered, Ended, Refused, Side
from tests.unit.phones.exchange import Exchange, account, password_is_right, register_with_password, request_to_phone
from tests.unit.phones.server import Server, sdp, serving
from tests.waiting import patient, until


def last_was(server: Server, code: int) -> bool:
    return server.seen[-1].code == code


async def test_options_are_answered_and_strangers_calls_refused() -> None:
    async with serving(register_with_password) as server, Phone(account(server)):
        for method, code in (("OPTIONS", 200), ("NOTIFY", 200), ("BYE", 481), ("CANCEL", 481), ("REFER", 405)):
            server.send(request_to_phone(method))
            await until(functools.partial(last_was, server, code), what=f"{code} to {method}")


async def test_a_call_without_a_codec_of_ours_is_not_acceptable() -> None:
    async with serving(register_with_password) as server, Phone(account(server)):
        server.send(
            request_to_phone("INVITE", sdp(4000, "18").replace("0 PCMU", "18 G729").replace("8 PCMA", "18 G729"))
        )
        await until(lambda: server.seen[-1].code == 488, what="488")


async def test_the_ack_belongs_to_the_call_and_goes_to_its_contact() -> None:
    exchange = Exchange()
    async with serving(exchange.answer) as server:
        phone = Phone(account(server))
        call = await phone.call("95105")
        assert isinstance(await call.outcome(within=patient(5)), Answered)
        first, second = server.requests("INVITE")
        assert password_is_right(second)
        assert second.branch != first.branch
        assert second.from_tag == first.from_tag
        await until(lambda: server.requests("ACK")[1:], what="the ACK of the 200")
        refused, up = server.requests("ACK")
        assert refused.branch == first.branch
        assert (up.to_tag, up.from_tag, up.cseq[0]) == ("srv", second.from_tag, second.cseq[0])
        assert up.target == "sip:exchange@127.0.0.1:9999"
        await phone.close()
        assert server.requests("BYE")[0].to_tag == "srv"
    exchange.close()


@pytest.mark.parametrize("code", [403, 404, 408, 480, 486, 488, 500, 503, 600, 603])
async def test_every_refusal_is_noticed_with_its_code(code: int) -> None:
    exchange = Exchange(str(code))
    async with serving(exchange.answer) as server:
        phone = Phone(account(server))
        call = await phone.call("95105")
        refused = await call.outcome(within=patient(5))
        assert isinstance(refused, Refused)
        assert refused.code == code
        await until(lambda: len(server.requests("ACK")) == 2, what="the ACK of the refusal")
        await phone.close()
    exchange.close()


async def test_an_answer_that_crosses_our_cancel_is_hung_up() -> None:
    exchange = Exchange("none")
    async with serving(exchange.answer) as server:
        phone = Phone(account(server))
        call = await phone.call("95105")
        await until(lambda: len(server.requests("INVITE")) == 2 and call.history, what="ringing")
        cancelling = asyncio.create_task(call.cancel())
        await until(lambda: server.requests("CANCEL"), what="CANCEL")
        exchange.final = "200"
        server.send(exchange._final(server.requests("INVITE")[1])[0])
        await cancelling
        await until(lambda: server.requests("BYE"), what="BYE")
        assert isinstance(call.over, Ended)
        assert call.over.by is Side.NEAR
        assert server.requests("CANCEL")[0].branch == server.requests("INVITE")[1].branch
        await phone.close()
    exchange.close()


async def test_closing_is_bounded_though_the_server_is_dumb() -> None:
    exchange = Exchange("none")
    async with serving(exchange.answer) as server:
        phone = Phone(account(server))
        await phone.call("95105")
        await until(lambda: len(server.requests("INVITE")) == 2, what="INVITE")
        server.answer = lambda _request: []
        began = time.monotonic()
        await phone.close()
        assert time.monotonic() - began < patient(4.5)
    exchange.close()


async def test_packets_leave_every_20_ms_without_drift_and_digits_as_events() -> None:
    exchange = Exchange()
    async with serving(exchange.answer) as server:
        phone = Phone(account(server))
        call = await phone.call("95105")
        await call.outcome(within=patient(5))
        call.tone(1000)
        await call.recorded(1.0)
        await call.press("5")
        await call.recorded(2.0)
        await phone.close()
    exchange.close()
    times, packets = [at for at, _ in exchange.packets], [packet for _, packet in exchange.packets]
    assert len(packets) == pytest.approx((times[-1] - times[0]) / 0.02 + 1, abs=patient(3))
    assert [packet.sequence - packets[0].sequence & 0xFFFF for packet in packets] == list(range(len(packets)))
    audio = [(number, packet) for number, packet in enumerate(packets) if packet.kind == 0]
    assert all((packet.timestamp - packets[0].timestamp) & 0xFFFFFFFF == 160 * number for number, packet in audio)
    events = [packet for packet in packets if packet.kind == 101]
    assert [packet.marker for packet in events] == [True] + [False] * 7
    assert len({packet.timestamp for packet in events}) == 1
    assert len({packet.ssrc for packet in packets}) == 1


@pytest.mark.parametrize(("payloads", "kind", "decode"), [("0 101", 0, from_ulaw), ("8 101", 8, from_alaw)])
async def test_audio_is_in_the_codec_agreed_on(payloads, kind, decode) -> None:  # type: ignore[no-untyped-def]  # two functions
    exchange = Exchange(payloads=payloads)
    async with serving(exchange.answer) as server:
        phone = Phone(account(server))
        call = await phone.call("95105")
        await call.outcome(within=patient(5))
        call.tone(1000, dbfs=-10)
        await call.recorded(0.3)
        await phone.close()
    exchange.close()
    spoken = [packet for _, packet in exchange.packets if packet.kind == kind]
    assert len(spoken) >= 10
    assert max(abs(decode(spoken[-1].payload).astype(int))) > 10000

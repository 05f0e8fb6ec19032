"""A phone and its server, datagram by datagram: registration, passwords, what odd servers do, RTP on the wire."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import re
import socket
import time

import pytest

from telephony.phones import Account, Phone, RegistrationFailed
from telephony.phones.audio import from_alaw, from_ulaw
from telephony.phones.events import Answered, Ended, Refused, Side
from telephony.phones.media import Packet
from telephony.phones.messages import Message, reply
from tests.unit.phones.server import Server, challenge, granted, sdp, serving
from tests.waiting import patient, until


def account(server: Server, expires: int = 120) -> Account:
    return Account("1001", "s3cret", port=server.port, expires=expires)


def password_is_right(request: Message) -> bool:
    """The digest that RFC 2617 asks for, without qop."""
    said = dict(re.findall(r'(\w+)="([^"]*)"', request.one("Authorization")))

    def md5(text: str) -> str:
        return hashlib.md5(text.encode()).hexdigest()

    first = md5(f"{said['username']}:{said['realm']}:s3cret")
    right = md5(f"{first}:{said['nonce']}:{md5(request.method + ':' + said['uri'])}")
    return str(said["response"]) == right


def register_with_password(request: Message) -> list[str]:
    if not request.one("Authorization"):
        return [challenge(request)]
    return [granted(request, 120) if password_is_right(request) else challenge(request)]


async def test_it_registers_with_its_password_and_leaves_when_closed() -> None:
    async with serving(register_with_password) as server:
        async with Phone(account(server)) as phone:
            assert phone.registration is not None
            first, second = server.requests("REGISTER")
            assert second.cseq[0] == first.cseq[0] + 1
            assert second.call_id == first.call_id
            assert f":{phone.port}" in second.one("Contact")
        assert server.requests("REGISTER")[-1].one("Expires") == "0"
        assert password_is_right(server.requests("REGISTER")[-1])


async def test_a_wrong_password_is_told_with_its_code_after_one_try() -> None:
    async with serving(lambda request: [challenge(request)]) as server:
        with pytest.raises(RegistrationFailed, match="401") as refused:
            await Phone(account(server)).register()
        assert refused.value.sip_code == 401
        assert "secret" in refused.value.told()
        assert "s3cret" not in refused.value.told()
        assert len(server.requests("REGISTER")) == 2


async def test_a_stale_nonce_is_answered_anew() -> None:
    seen: list[Message] = []

    def answer(request: Message) -> list[str]:
        seen.append(request)
        return [challenge(request, stale=len(seen) == 2)] if len(seen) < 3 else [granted(request, 120)]

    async with serving(answer) as server, Phone(account(server)):
        assert len(re.findall("Authorization", seen[2].raw.decode())) == 1


async def test_any_other_refusal_is_told_with_its_code() -> None:
    async with serving(lambda request: [reply(request, 404, "srv")]) as server:
        with pytest.raises(RegistrationFailed, match="404"):
            await Phone(account(server)).register()


async def test_nobody_at_the_servers_port_is_told_at_once() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    began = time.monotonic()
    with pytest.raises(RegistrationFailed, match="no answer"):
        await Phone(Account("1001", "x", port=port)).register()
    assert time.monotonic() - began < patient(2.0)


async def test_it_registers_again_before_it_runs_out() -> None:
    async with serving(lambda request: [granted(request, 1)]) as server, Phone(account(server, expires=1)):
        await until(lambda: len(server.requests("REGISTER")) >= 3, within=4, what="two renewals")


async def test_registering_again_does_not_double_the_renewals() -> None:
    async with serving(lambda request: [granted(request, 1)]) as server, Phone(account(server, expires=1)) as phone:
        for _ in range(4):
            await phone.register()
        began = len(server.requests("REGISTER"))
        await until(lambda: len(server.requests("REGISTER")) >= began + 2, within=4, what="two renewals")
        first, second = server.requests("REGISTER")[began : began + 2]
        assert second.cseq[0] == first.cseq[0] + 1
        assert len(server.requests("REGISTER")) == began + 2


async def test_a_call_during_a_renewal_is_no_failure() -> None:
    """pyVoIP takes the INVITE for the answer to its REGISTER and gives the registration up."""

    def answer(request: Message) -> list[str]:
        return [invite_for(request), granted(request, 120)] if request.method == "REGISTER" else []

    async with serving(answer) as server, Phone(account(server)) as phone:
        call = await phone.next_call(within=patient(2))
        assert call.number == "7000"


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


def request_to_phone(method: str, body: str = "", call_id: str = "from-server") -> str:
    kind = "Content-Type: application/sdp\r\n" if body else ""
    return (
        f"{method} sip:1001@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5060;rport;branch=z9hG4bK{method}{call_id}\r\n"
        f"From: <sip:7000@127.0.0.1>;tag=srv\r\nTo: <sip:1001@127.0.0.1>\r\nCall-ID: {call_id}\r\nCSeq: 10 {method}\r\n"
        f"Contact: <sip:asterisk@127.0.0.1:5060>\r\n{kind}Content-Length: {len(body)}\r\n\r\n{body}"
    )


def invite_for(_request: Message) -> str:
    return request_to_phone("INVITE", sdp(4000))


class Exchange:
    """A server that takes calls: a challenge, ringing, then what the test wants; its RTP port is a plain socket."""

    def __init__(self, final: str = "200", payloads: str = "0 8 101") -> None:
        self.final, self.payloads = final, payloads
        self.rtp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.rtp.bind(("127.0.0.1", 0))
        self.rtp.setblocking(False)
        self.packets: list[tuple[float, Packet]] = []
        asyncio.get_running_loop().add_reader(self.rtp, self._hear)

    def close(self) -> None:
        asyncio.get_running_loop().remove_reader(self.rtp)
        self.rtp.close()

    def _hear(self) -> None:
        packet = Packet.parse(self.rtp.recv(2048))
        assert packet is not None
        self.packets.append((time.monotonic(), packet))

    def answer(self, request: Message) -> list[str]:
        if request.method == "INVITE" and not request.one("Authorization"):
            return [challenge(request)]
        if request.method == "INVITE":
            return [reply(request, 180, "srv"), *self._final(request)]
        return [reply(request, 200, "srv")] if request.method in ("BYE", "CANCEL") else []

    def _final(self, request: Message) -> list[str]:
        if self.final == "none":
            return []
        contact, body = "sip:exchange@127.0.0.1:9999", sdp(self.rtp.getsockname()[1], self.payloads)
        ok = self.final == "200"
        return [reply(request, int(self.final), "srv", contact if ok else "", body if ok else "")]


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

"""The phone that notes when it is rung, beside a server that asks for its password."""

from __future__ import annotations

import asyncio
import hashlib
import re
import socket
import struct
import time
from collections.abc import AsyncIterator

import pytest

from service.bench.doorbell import STAMPED, Doorbell, NoAnswer
from telephony.phones.account import Account
from telephony.phones.messages import Message
from tests.waiting import patient, until

SECRET = "s3cret"
CHALLENGE = 'Digest realm="asterisk",nonce="abc",opaque="xyz",algorithm=MD5,qop="auth"'
SDP = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n"


class Server:
    """What the phone is registered with."""

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.port = int(self.socket.getsockname()[1])
        self.phone = ("", 0)

    async def heard(self) -> Message:
        async with asyncio.timeout(patient(5)):
            raw, self.phone = await asyncio.get_running_loop().sock_recvfrom(self.socket, 65535)
        return Message(raw)

    def say(self, text: str) -> None:
        self.socket.sendto(text.encode(), self.phone)

    def answer(self, request: Message, status: str, *headers: str) -> None:
        kept = [f"{name}: {request.one(name)}" for name in ("Via", "From", "To", "Call-ID", "CSeq")]
        self.say("\r\n".join([f"SIP/2.0 {status}", *kept, *headers, "Content-Length: 0", "", ""]))

    def ask(self, method: str, body: str = "", to_tag: str = "") -> None:
        kind = ["Content-Type: application/sdp"] if body else []
        lines = [
            f"{method} sip:1001@127.0.0.1 SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1:{self.port};branch=z9hG4bK-1",
            'From: "Ann" <sip:13900001@127.0.0.1>;tag=a',
            f"To: <sip:1001@127.0.0.1>{to_tag}",
            "Call-ID: one",
            f"CSeq: 7 {method}",
            f"Contact: <sip:switch@127.0.0.1:{self.port}>",
            *kind,
            f"Content-Length: {len(body)}",
        ]
        self.say("\r\n".join(lines) + "\r\n\r\n" + body)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    made = Server()
    yield made
    made.socket.close()


@pytest.fixture
async def phone(server: Server) -> AsyncIterator[Doorbell]:
    async with Doorbell(Account("1001", SECRET, "127.0.0.1", server.port)) as made:
        server.phone = made._wire.sip.getsockname()
        yield made


def proof_of(request: Message) -> tuple[str, str]:
    """The proof that was given, and the one that is right."""
    words = dict(re.findall(r'(\w+)="?([^",]+)"?', request.one("Authorization")))

    def md5(text: str) -> str:
        return hashlib.md5(text.encode()).hexdigest()

    mine = md5(f"1001:asterisk:{SECRET}")
    right = md5(f"{mine}:abc:{words['nc']}:{words['cnonce']}:auth:{md5('REGISTER:' + words['uri'])}")
    return words["response"], right


async def test_it_registers_with_its_password(server: Server, phone: Doorbell) -> None:
    registering = asyncio.create_task(phone.register())
    server.answer(await server.heard(), "401 Unauthorized", f"WWW-Authenticate: {CHALLENGE}")
    second = await server.heard()
    given, right = proof_of(second)
    assert given == right
    server.answer(second, "200 OK")
    await registering


async def test_a_refusal_is_told(server: Server, phone: Doorbell) -> None:
    registering = asyncio.create_task(phone.register())
    server.answer(await server.heard(), "403 Forbidden")
    with pytest.raises(NoAnswer, match="403"):
        await registering


async def stamping(of: socket.socket) -> None:
    """Return when the kernel stamps what comes: it begins a while after the first socket asked for it (by a work queue)."""
    of.setsockopt(socket.SOL_SOCKET, STAMPED, 1)
    of.bind(("127.0.0.1", 0))
    of.setblocking(False)

    def is_stamped() -> bool:
        of.sendto(b"x", of.getsockname())
        read_from = time.time() + 0.02
        while time.time() < read_from:
            pass
        _, [(_, _, stamp), *_], _, _ = of.recvmsg(10, 64)
        seconds, nanoseconds = struct.unpack("@qq", stamp)
        return bool(seconds + nanoseconds / 1e9 < read_from)

    await until(is_stamped, what="the kernel's time of a packet")


async def test_the_time_is_that_of_the_socket_and_not_of_the_reader(server: Server, phone: Doorbell) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        await stamping(probe)
    before = time.time()
    server.ask("INVITE", SDP)
    read_from = time.time() + 0.5
    while time.time() < read_from:  # this process is busy; nobody reads the socket
        pass
    ring = await phone.ring(patient(5))
    assert before - 0.01 <= ring.at < read_from
    assert ring.caller == "13900001"
    assert (await server.heard()).code == 180


async def test_an_invite_that_is_sent_again_rings_once(server: Server, phone: Doorbell) -> None:
    server.ask("INVITE", SDP)
    server.ask("INVITE", SDP)
    await phone.ring(patient(5))
    assert [(await server.heard()).code for _ in range(2)] == [180, 180]
    assert phone.rings.empty()


async def test_a_cancelled_call_is_over(server: Server, phone: Doorbell) -> None:
    server.ask("INVITE", SDP)
    ring = await phone.ring(patient(5))
    server.ask("CANCEL")
    await phone.over(ring.call_id, 5)
    assert [(await server.heard()).code for _ in range(3)] == [180, 200, 487]


async def test_it_answers_hears_and_hangs_up(server: Server, phone: Doorbell) -> None:
    server.ask("INVITE", SDP)
    ring = await phone.ring(patient(5))
    phone.answer(ring)
    await server.heard()
    answer = await server.heard()
    assert answer.code == 200
    port = next(one["port"] for one in answer.body["m"] if one["type"] == "audio")
    hearing = asyncio.create_task(phone.hears(5))
    await asyncio.sleep(0)
    server.socket.sendto(b"\x80" * 172, ("127.0.0.1", port))
    await hearing
    phone.hang_up(ring)
    assert (await server.heard()).method == "BYE"
    await phone.over(ring.call_id, 5)


async def test_the_other_side_hangs_up(server: Server, phone: Doorbell) -> None:
    server.ask("INVITE", SDP)
    ring = await phone.ring(patient(5))
    phone.answer(ring)
    server.ask("BYE", to_tag=";tag=x")
    await phone.over(ring.call_id, 5)


async def test_silence_is_told(phone: Doorbell) -> None:
    with pytest.raises(NoAnswer, match="no INVITE"):
        await phone.ring(0.01)
    with pytest.raises(NoAnswer, match="hears nothing"):
        await phone.hears(0.01)

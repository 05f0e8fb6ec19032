"""A server's answers to a phone: it wants a password, sends requests, takes calls and hears their RTP."""

from __future__ import annotations

import asyncio
import hashlib
import re
import socket
import time

from telephony.phones import Account
from telephony.phones.media import Packet
from telephony.phones.messages import Message, reply
from tests.unit.phones.server import Server, challenge, granted, sdp


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


def request_to_phone(method: str, body: str = "", call_id: str = "from-server") -> str:
    kind = "Content-Type: application/sdp\r\n" if body else ""
    return (
        f"{method} sip:1001@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5060;rport;branch=z9hG4bK{method}{call_id}\r\n"
        f"From: <sip:7000@127.0.0.1>;tag=srv\r\nTo: <sip:1001@127.0.0.1>\r\nCall-ID: {call_id}\r\nCSeq: 10 {method}\r\n"
        f"Contact: <sip:asterisk@127.0.0.1:5060>\r\n{kind}Content-Length: {len(body)}\r\n\r\n{body}"
    )


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

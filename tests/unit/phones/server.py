"""A SIP server of plain datagrams: it answers as the test says and keeps what it saw."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import cast

from telephony.phones.messages import Message, reply

Answer = Callable[[Message], list[str]]
CHALLENGE = 'WWW-Authenticate: Digest realm="asterisk",nonce="n0nce",opaque="o",algorithm=MD5,qop="auth"\r\n'


class Server(asyncio.DatagramProtocol):
    """Answers each request by `answer`; `seen` holds what came."""

    def __init__(self, answer: Answer) -> None:
        self.answer, self.seen = answer, list[Message]()
        self.port = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)
        self.port = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        message = Message(data)
        self.seen.append(message)
        self._phone = addr
        for text in self.answer(message) if message.method else []:
            self.send(text)

    def send(self, text: str) -> None:
        """Say something to the phone, asked or not."""
        self._transport.sendto(text.encode(), self._phone)

    def requests(self, method: str) -> list[Message]:
        """What came of this method, oldest first."""
        return [message for message in self.seen if message.method == method]


@asynccontextmanager
async def serving(answer: Answer) -> AsyncIterator[Server]:
    """A server on a free port of the loopback."""
    loop = asyncio.get_running_loop()
    transport, server = await loop.create_datagram_endpoint(lambda: Server(answer), local_addr=("127.0.0.1", 0))
    try:
        yield server
    finally:
        transport.close()


def challenge(request: Message, stale: bool = False) -> str:
    """Ask for the password."""
    header = CHALLENGE.replace("qop", "stale=true,qop") if stale else CHALLENGE
    return reply(request, 401, "srv").replace("Content-Length", header + "Content-Length")


def granted(request: Message, seconds: int) -> str:
    """Accept a registration."""
    contact = request.one("Contact").split(";+sip")[0]
    return reply(request, 200, "srv").replace(
        "Content-Length", f"Contact: {contact};expires={seconds}\r\nContent-Length"
    )


def sdp(port: int, payloads: str = "0 8 101") -> str:
    """A session description as Asterisk writes it."""
    return (
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=Asterisk\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
        f"m=audio {port} RTP/AVP {payloads}\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\n"
        "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=ptime:20\r\na=sendrecv\r\n"
    )

"""A manager interface on loopback for tests: it greets, checks the MD5 login, and says what a test tells it to."""

from __future__ import annotations

import asyncio
import hashlib
import ssl
from collections.abc import Callable
from types import TracebackType
from typing import Self

from telephony.ami.account import AmiAccount

GREETING = b"Asterisk Call Manager/9.0.0\r\n"
Asked = dict[str, list[str]]
Answer = Callable[[Asked], bytes]


def packet(*lines: str) -> bytes:
    """Lines as one packet of the wire."""
    return "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n"


def success(asked: Asked, *lines: str) -> bytes:
    """The usual answer, with the ActionID of the question."""
    return packet("Response: Success", f"ActionID: {asked['ActionID'][0]}", *lines)


def failure(asked: Asked, why: str) -> bytes:
    """Asterisk's no."""
    return packet("Response: Error", f"ActionID: {asked['ActionID'][0]}", f"Message: {why}")


class FakeAmiServer:
    """`answers` maps an action name to what is sent for it; an action that is not there is left unanswered."""

    def __init__(
        self, host: str = "127.0.0.1", secret: str = "s3cret-of-the-test", tls: ssl.SSLContext | None = None
    ) -> None:
        self._host, self._secret, self._tls = host, secret, tls
        self._server: asyncio.Server | None = None
        self._writers: list[asyncio.StreamWriter] = []
        self._serving: set[asyncio.Task[None]] = set()
        self.greeting = GREETING
        self.asked: list[Asked] = []
        self.raw = bytearray()
        self.logins = 0
        self.port = 0
        self.answers: dict[str, Answer] = {
            "Challenge": lambda asked: success(asked, "Challenge: 840415273"),
            "Login": self._login,
            "Ping": lambda asked: success(asked, "Ping: Pong"),
            "Logoff": lambda asked: packet("Response: Goodbye", f"ActionID: {asked['ActionID'][0]}"),
        }

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen; on the same port again after a stop."""
        self._server = await asyncio.start_server(self._serve, self._host, self.port, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening and cut every connection."""
        if self._server is not None:
            self._server.close()
        self.cut()
        await asyncio.gather(*self._serving)

    def account(
        self, secret: str | None = None, tls: ssl.SSLContext | None = None, system_name: str = ""
    ) -> AmiAccount:
        """How to log in here."""
        return AmiAccount(self._host, self.port, "hotline", secret or self._secret, tls, system_name=system_name)

    @property
    def connections(self) -> int:
        """How many are connected."""
        return len(self._writers)

    def say(self, data: bytes) -> None:
        """Send bytes to everybody."""
        for writer in self._writers:
            writer.write(data)

    async def drain(self) -> None:
        """Return when the sockets have taken what was said."""
        for writer in self._writers:
            await writer.drain()

    def hang_up(self) -> None:
        """Close every connection in order, after what was said."""
        for writer in self._writers:
            writer.close()

    def cut(self) -> None:
        """Cut every connection as a pulled plug would."""
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)
        writer.write(self.greeting)
        try:
            while True:
                raw = await reader.readuntil(b"\r\n\r\n")
                self._take(raw, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()
            if writer in self._writers:
                self._writers.remove(writer)

    def _take(self, raw: bytes, writer: asyncio.StreamWriter) -> None:
        self.raw += raw
        asked: Asked = {}
        for line in raw.decode().split("\r\n"):
            name, found, value = line.partition(": ")
            if found:
                asked.setdefault(name, []).append(value)
        self.asked.append(asked)
        answer = self.answers.get(asked["Action"][0])
        if answer is not None:
            writer.write(answer(asked))
        if asked["Action"][0] == "Logoff":
            writer.close()

    def _login(self, asked: Asked) -> bytes:
        expected = hashlib.md5(f"840415273{self._secret}".encode(), usedforsecurity=False).hexdigest()
        if asked.get("Key") != [expected]:
            return failure(asked, "Authentication failed")
        self.logins += 1
        return success(asked, "Message: Authentication accepted") + packet("Event: FullyBooted", "Status: Fully Booted")

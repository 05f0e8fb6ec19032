"""A real server on the loopback address that answers whatever a test says, byte by byte."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Reply = Callable[[asyncio.StreamWriter, "Asked"], Awaitable[None]]


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    line: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Server:
    """What was asked, and where."""

    port: int = 0
    asked: list[Asked] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "crm.test") -> str:
        return f"http://{host}:{self.port}{path}"


@asynccontextmanager
async def serving(*replies: Reply) -> AsyncIterator[Server]:
    """Answers the first request with the first reply, and so on; the last one for all that follow."""
    server = Server()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked = await _read(reader)
            server.asked.append(asked)
            await replies[min(len(server.asked), len(replies)) - 1](writer, asked)
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()


async def _read(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    line, *rest = head.split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in rest if each)}
    return Asked(line, headers, await reader.readexactly(int(headers.get("content-length", "0"))))


def says(status: int, body: bytes | str = b"", **headers: str) -> Reply:
    """A whole answer."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    head = "\r\n".join([f"HTTP/1.1 {status} X", f"Content-Length: {len(content)}", *lines])

    async def reply(writer: asyncio.StreamWriter, _asked: Asked) -> None:
        writer.write(f"{head}\r\n\r\n".encode("latin-1") + content)
        await writer.drain()

    return reply


def sends(raw: bytes) -> Reply:
    """Exactly these bytes, and the end."""

    async def reply(writer: asyncio.StreamWriter, _asked: Asked) -> None:
        writer.write(raw)
        await writer.drain()

    return reply


async def never(writer: asyncio.StreamWriter, _asked: Asked) -> None:
    """Nothing, until the other side gives up."""
    await writer.wait_closed()


def drips(first: bytes, drop: bytes, every: float = 0.01) -> Reply:
    """A little now, and a little then, for ever."""

    async def reply(writer: asyncio.StreamWriter, _asked: Asked) -> None:
        writer.write(first)
        while not writer.is_closing():
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(every)

    return reply

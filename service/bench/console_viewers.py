"""Who looks on in the console's bench: streams that are read and thrown away, and programs that ask the API evenly."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from calls.errors import HotlineError
from service.bench.figures import percentile

CHUNK = 1 << 18


class WrongReply(HotlineError):
    """The console did not reply as it must."""

    code = "HL418"


@dataclass(frozen=True, slots=True)
class Entry:
    """How one gets in: the address, and the cookie of a session."""

    address: str
    cookie: str
    csrf: str

    @property
    def host(self) -> str:
        """Where to connect."""
        return urlsplit(self.address).hostname or ""

    @property
    def port(self) -> int:
        """Where to connect."""
        return urlsplit(self.address).port or 80

    def head(self, path: str) -> bytes:
        """A GET request."""
        lines = (
            f"GET {path} HTTP/1.1",
            f"Host: {self.host}:{self.port}",
            f"Cookie: hotline_session={self.cookie}",
            "",
            "",
        )
        return "\r\n".join(lines).encode()


@dataclass(slots=True)
class Read:
    """What all streams together have read."""

    bytes: int = 0
    frames: int = 0
    over: int = 0


@asynccontextmanager
async def looking_on(entry: Entry, viewers: int) -> AsyncIterator[Read]:
    """So many streams are open."""
    read = Read()
    async with AsyncExitStack() as stack:
        tasks = [asyncio.create_task(_look(entry, read, stack)) for _ in range(viewers)]
        try:
            yield read
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _look(entry: Entry, read: Read, stack: AsyncExitStack) -> None:
    reader, writer = await asyncio.open_connection(entry.host, entry.port, limit=CHUNK)
    stack.callback(writer.close)
    writer.write(entry.head("/api/v1/live"))
    if not (await reader.readline()).startswith(b"HTTP/1.1 200"):
        raise WrongReply("a stream of live events was refused")
    while data := await reader.read(CHUNK):
        read.bytes += len(data)
        read.frames += data.count(b"\nevent: ") + data.startswith(b"event: ")
    read.over += 1


@dataclass(slots=True)
class Asked:
    """What a load on the API found: seconds of each request, by path."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    wrong: int = 0
    late: int = 0
    """Requests that were sent later than planned, because every connection was busy."""

    @property
    def all(self) -> list[float]:
        """Every request's."""
        return [each for those in self.seconds.values() for each in those]

    def p95(self) -> float:
        """Of all requests, in seconds."""
        return percentile(self.all, 0.95)


class Programs:
    """Connections that are kept open, and ask one after the other."""

    def __init__(self, entry: Entry, paths: Sequence[str], connections: int = 32) -> None:
        self._entry, self._paths, self._count = entry, paths, connections
        self.asked = Asked({path: [] for path in paths})

    async def run(self, rate: float, seconds: float) -> Asked:
        """So many requests a second, evenly, whatever the replies take: an open load."""
        free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
        for _ in range(self._count):
            free.put_nowait(await asyncio.open_connection(self._entry.host, self._entry.port, limit=1 << 24))
        began, total = time.perf_counter(), int(rate * seconds)
        async with asyncio.TaskGroup() as tasks:
            for number in range(total):
                planned = began + number / rate
                await asyncio.sleep(max(0.0, planned - time.perf_counter()))
                tasks.create_task(self._ask(free, self._paths[number % len(self._paths)], planned))
        while not free.empty():
            free.get_nowait()[1].close()
        return self.asked

    async def _ask(
        self, free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]], path: str, planned: float
    ) -> None:
        """Its time counts from when it was due: a server that stalls is not measured less often for it."""
        self.asked.late += free.empty()
        reader, writer = await free.get()
        with suppress(asyncio.IncompleteReadError):
            writer.write(self._entry.head(path))
            status, body = await _reply(reader)
            self.asked.wrong += status != 200 or not body
            self.asked.seconds[path].append(time.perf_counter() - planned)
        free.put_nowait((reader, writer))


async def _reply(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    lines = {name.lower(): value for name, _, value in (line.partition(b": ") for line in head.split(b"\r\n"))}
    if b"content-length" in lines:
        return status, await reader.readexactly(int(lines[b"content-length"]))
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readexactly(2)
    return status, body

"""A relay in front of a TCP server: a cable that a test can pull."""

from __future__ import annotations

import asyncio


class Relay:
    """Listens on a free port and passes everything on to `host:port`, unless it is cut."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._server: asyncio.Server | None = None
        self._writers: list[asyncio.StreamWriter] = []
        self._whole = True
        self._passing: set[asyncio.Future[tuple[None, None]]] = set()

    async def start(self) -> int:
        """Begin to listen; the port."""
        self._server = await asyncio.start_server(self._pass_on, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def cut(self) -> None:
        """Break every connection, and let no new one in."""
        self._whole = False
        for writer in self._writers:
            writer.close()
        self._writers.clear()

    def mend(self) -> None:
        """Let connections in again."""
        self._whole = True

    async def stop(self) -> None:
        """Close everything; returns when nothing is passed on any more."""
        self.cut()
        if self._server is not None:
            self._server.close()
        if self._passing:
            await asyncio.wait(self._passing)

    async def _pass_on(self, near: asyncio.StreamReader, near_writer: asyncio.StreamWriter) -> None:
        if not self._whole:
            near_writer.close()
            return
        far, far_writer = await asyncio.open_connection(self._host, self._port)
        self._writers += [near_writer, far_writer]
        passing = asyncio.gather(_copy(near, far_writer), _copy(far, near_writer))
        self._passing.add(passing)
        await passing


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65536):
            target.write(data)
            await target.drain()
    except ConnectionError:
        return
    finally:
        target.close()

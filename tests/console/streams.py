"""A browser's event stream, read frame by frame from the application itself: httpx would wait for its end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
import orjson
from fastapi import FastAPI

WITHIN = 5.0


class EventStream:
    """What has come so far."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.over = False
        self._text = ""
        self._more = asyncio.Event()
        self.gone = asyncio.Event()

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}
        else:
            self._text += message.get("body", b"").decode()
            self.over = not message.get("more_body", False)
        self._more.set()

    async def next(self, within: float = WITHIN) -> tuple[str, Any, str]:
        """The next event: its name, its data, its id."""
        async with asyncio.timeout(within):
            while (found := self.read()) is None:
                self._more.clear()
                await self._more.wait()
            return found

    def read(self) -> tuple[str, Any, str] | None:
        """The next event, if it is there."""
        while True:
            block, end, rest = self._text.partition("\n\n")
            if not end:
                return None
            self._text = rest
            if (found := _event(block)) is not None:
                return found

    async def closed(self, within: float = WITHIN) -> None:
        """Return when the stream has ended."""
        async with asyncio.timeout(within):
            while not self.over:
                self._more.clear()
                await self._more.wait()


def _event(block: str) -> tuple[str, Any, str] | None:
    fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
    return (fields["event"], orjson.loads(fields["data"]), fields.get("id", "")) if fields else None


@asynccontextmanager
async def events(app: FastAPI, client: httpx.AsyncClient, path: str, last: str = "") -> AsyncIterator[EventStream]:
    """The stream that this client opens."""
    request = client.build_request("GET", path, headers={"last-event-id": last} if last else {})
    stream, asked = EventStream(), asyncio.Event()

    async def receive() -> dict[str, Any]:
        if not asked.is_set():
            asked.set()
            return {"type": "http.request", "body": b"", "more_body": False}
        await stream.gone.wait()
        return {"type": "http.disconnect"}

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": request.url.path, "raw_path": request.url.raw_path, "query_string": request.url.query,
        "root_path": "", "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "client": ("127.0.0.1", 40001), "server": ("127.0.0.1", 8080),
    }  # fmt: skip
    serving = asyncio.create_task(app(scope, receive, stream.send))
    try:
        yield stream
    finally:
        stream.gone.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(WITHIN):
                await serving

"""A request put to the application itself. It returns as soon as the reply is known: a stream of events has no end."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.types import ASGIApp, Message

HOST = "127.0.0.1:8080"
WITHIN = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What was replied. A WebSocket that was accepted has status 101; of a good reply there is no body here."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def code(self) -> str:
        """The code of our error, or ''."""
        try:
            return str(orjson.loads(self.body)["code"])
        except (orjson.JSONDecodeError, KeyError, TypeError):
            return ""


async def ask(app: ASGIApp, method: str, path: str, headers: Mapping[str, str] = {}, body: Any = None) -> Answer:
    """Put it; `method` WS opens a WebSocket. The application is told that we are gone when we know enough."""
    sent, gone = asyncio.Queue[Message](), asyncio.Event()
    receive = _receiving(method, body, gone)

    async def answered() -> None:
        await app(_scope(method, path, headers, body), receive, sent.put)

    task = asyncio.create_task(answered())
    try:
        return await asyncio.wait_for(_answer(sent, task), WITHIN)
    finally:
        gone.set()
        task.cancel()
        await asyncio.wait({task})


def _scope(method: str, path: str, headers: Mapping[str, str], body: Any) -> dict[str, Any]:
    given = {"host": HOST, **headers} | ({"content-type": "application/json"} if body is not None else {})
    name, _, query = path.partition("?")
    common = {
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "path": name,
        "raw_path": name.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(key.lower().encode(), value.encode()) for key, value in given.items()],
        "client": ("127.0.0.1", 40000),
        "server": ("127.0.0.1", 8080),
        "extensions": {"websocket.http.response": {}},
    }
    if method == "WS":
        return common | {"type": "websocket", "scheme": "ws", "subprotocols": ["sip"]}
    return common | {"type": "http", "scheme": "http", "method": method}


def _receiving(method: str, body: Any, gone: asyncio.Event) -> Any:
    first = {"type": "websocket.connect"} if method == "WS" else _body(body)
    waiting = [first]

    async def receive() -> Message:
        if waiting:
            return waiting.pop()
        await gone.wait()
        return {"type": "websocket.disconnect", "code": 1001} if method == "WS" else {"type": "http.disconnect"}

    return receive


def _body(body: Any) -> Message:
    return {"type": "http.request", "body": b"" if body is None else orjson.dumps(body), "more_body": False}


async def _answer(sent: asyncio.Queue[Message], task: asyncio.Task[Any]) -> Answer:
    start = await _next(sent, task)
    if start["type"] == "websocket.accept":
        return Answer(101, {})
    if start["type"] == "websocket.close":
        return Answer(403, {})
    headers = {key.decode(): value.decode() for key, value in start["headers"]}
    if start["status"] < 400:
        return Answer(start["status"], headers)
    body = b""
    while (part := await _next(sent, task))["type"].endswith("body"):
        body += part.get("body", b"")
        if not part.get("more_body"):
            break
    return Answer(start["status"], headers, body)


async def _next(sent: asyncio.Queue[Message], task: asyncio.Task[Any]) -> Message:
    """The next message; whatever the application raises instead."""
    waiting = asyncio.create_task(sent.get())
    await asyncio.wait({waiting, task}, return_when=asyncio.FIRST_COMPLETED)
    if not waiting.done() and sent.empty():
        waiting.cancel()
        task.result()
        raise AssertionError("the application said nothing more")
    return await waiting

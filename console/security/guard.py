"""What every request passes before anything of ours sees it, and what every reply carries."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from console.api.replies import ErrorTold, told_as_json
from console.errors import ConsoleError, Forged, WrongHost
from console.security.headers import reply_headers
from console.security.hosts import Hosts
from console.settings import ConsoleSettings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Refuses unknown hosts and requests that other sites' pages send; adds the headers that browsers keep us safe by."""

    def __init__(self, app: ASGIApp, settings: ConsoleSettings) -> None:
        self._app, self._settings, self._hosts = app, settings, Hosts(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        adding = _Adding(send, reply_headers(host, self._settings.secure))
        try:
            self._look_at(scope, headers, host)
        except ConsoleError as refused:
            await _refuse(refused, scope, receive, adding)
            return
        await self._app(scope, receive, adding)

    def _look_at(self, scope: Scope, headers: Headers, host: str) -> None:
        if not self._hosts.knows(host):
            raise WrongHost(f"this console is not {host!r:.80}")
        if scope["type"] == "http" and scope["method"] in SAFE:
            return
        origin = headers.get("origin")
        foreign = origin is not None and not self._hosts.sent_by_us(origin, host)
        if foreign or headers.get("sec-fetch-site") == "cross-site":
            raise Forged("another site's page sent this")


class _Adding:
    """A `send` that adds headers to the start of a reply. What the reply says itself stays."""

    def __init__(self, send: Send, headers: dict[str, str]) -> None:
        self._send, self._headers = send, headers

    async def __call__(self, message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            carried = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                carried.setdefault(name, value)
        await self._send(message)


async def _refuse(refused: ConsoleError, scope: Scope, receive: Receive, send: Send) -> None:
    response: JSONResponse = told_as_json(
        ErrorTold(refused.code, str(refused), refused.remedy, []), refused.status, refused.headers
    )
    if scope["type"] == "websocket":
        await WebSocket(scope, receive, send).send_denial_response(response)
    else:
        await response(scope, receive, send)

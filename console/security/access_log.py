"""What is logged of requests: the route, never the path as it was sent, for secrets of links stand in paths."""

from __future__ import annotations

import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger(__name__)
VISITOR = "hotline.visitor"
"""Where in the scope the user's name is, once he is known."""


class AccessLog:
    """Logs each request when it is answered: changes and refusals as information, the rest for who looks for faults."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on, and say what became of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.monotonic(), 0

        async def seen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, seen)
        finally:
            _log(scope, status, time.monotonic() - began)


def _log(scope: Scope, status: int, took: float) -> None:
    route = getattr(scope.get("route"), "path", "") or "-"
    told = {"method": scope["method"], "route": route, "status": status, "ms": round(took * 1000, 1)}
    who = scope.get(VISITOR, "")
    quiet = scope["method"] in ("GET", "HEAD") and status < 400
    (log.debug if quiet else log.info)("console request", user=who, **told)

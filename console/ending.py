"""Replies that have no end of their own (streams of events) end when the console does, and browsers see a proper end."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Ending:
    """Knows the requests that are being answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._ending = app, False
        self._open: set[asyncio.Task[object]] = set()

    def end(self) -> None:
        """Break off every reply that is not finished."""
        self._ending = True
        for task in self._open:
            task.cancel()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on."""
        task = asyncio.current_task()
        if scope["type"] != "http" or task is None:
            await self._app(scope, receive, send)
            return
        self._open.add(task)
        try:
            await self._answered(scope, receive, send, task)
        finally:
            self._open.discard(task)

    async def _answered(self, scope: Scope, receive: Receive, send: Send, task: asyncio.Task[object]) -> None:
        begun = False

        async def seen(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, seen)
        except asyncio.CancelledError:
            if not (self._ending and begun):
                raise
            task.uncancel()
            await send({"type": "http.response.body", "body": b"", "more_body": False})

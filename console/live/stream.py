"""One stream of server-sent events, from the hub to a browser, until either goes, or the session is over."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from console.live.frames import HEARTBEAT, event
from console.live.hub import Hub
from console.live.viewer import Viewer

BEAT_EVERY, ASKED_EVERY = 15.0, 5.0
"""Seconds without news after which a sign of life is sent; seconds after which it is asked whether he is still signed in."""
SIGNED_OUT, ENOUGH = "signed out", "enough"
ANEW = "anew"
"""An id that is none of the hub's: a browser that sends it back gets a snapshot."""
HEADERS = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
)
Enter = Callable[[], Awaitable[Viewer]]
Still = Callable[[], Awaitable[bool]]


class Stream(Response):
    """The events of one viewer. `still` asks whether he is signed in; `lasts`: seconds after which it ends, None: never.

    It says why it ends by an event `bye`.
    """

    media_type = "text/event-stream"

    def __init__(self, hub: Hub, enter: Enter, still: Still, lasts: float | None = None) -> None:
        super().__init__()
        self._hub, self._enter, self._still = hub, enter, still
        self._ends_at = float("inf") if lasts is None else monotonic() + lasts
        self._asked_at = self._sent_at = monotonic()

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Send until it is over."""
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        gone = asyncio.create_task(_gone(receive))
        try:
            await self._serve(send, gone)
        finally:
            gone.cancel()
            with suppress(asyncio.CancelledError):
                await gone

    async def _serve(self, send: Send, gone: asyncio.Task[None]) -> None:
        try:
            async with asyncio.timeout(self._left()):
                viewer = await self._enter()
        except TimeoutError:
            await _send(send, event("bye", {"why": ENOUGH}), more=False)
            return
        gone.add_done_callback(lambda _: viewer.end("gone"))
        try:
            while not viewer.over:
                await self._send_news(viewer, send)
                await self._wait(viewer)
            if not gone.done():
                await _send(send, self._last_words(viewer), more=False)
        finally:
            self._hub.leave(viewer)

    def _last_words(self, viewer: Viewer) -> bytes:
        """Whose rights are others now gets no more by the old ones, and an id from which nothing can be resumed."""
        if viewer.over == SIGNED_OUT:
            return event("bye", {"why": SIGNED_OUT}, ANEW)
        return self._hub.news_for(viewer) + event("bye", {"why": viewer.over})

    async def _send_news(self, viewer: Viewer, send: Send) -> None:
        frames = self._hub.news_for(viewer)
        if not frames and monotonic() >= self._sent_at + BEAT_EVERY:
            frames = HEARTBEAT
        if frames:
            self._sent_at = monotonic()
            await _send(send, frames)

    async def _wait(self, viewer: Viewer) -> None:
        """For news, or for the time to look whether all is as it was."""
        until = min(self._asked_at + ASKED_EVERY, self._ends_at)
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, until - monotonic())):
                await viewer.news.wait()
        if monotonic() >= self._ends_at:
            viewer.end(ENOUGH)
        elif monotonic() >= self._asked_at + ASKED_EVERY:
            self._asked_at = monotonic()
            if not await self._still():
                viewer.end(SIGNED_OUT)

    def _left(self) -> float | None:
        return None if self._ends_at == float("inf") else max(0.0, self._ends_at - monotonic())


async def _send(send: Send, body: bytes, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass

"""The page's way to Asterisk: a websocket of ours, and behind it one of Asterisk's that nobody else can reach.

Who it is, and that a page of ours asks, is known before the second one is opened. SIP goes through as text, each message
checked (`console.sip_words`); sound goes straight between browser and Asterisk. The line ends with the session.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Coroutine
from typing import Any
from urllib.parse import urlsplit

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Subprotocol

from calls.clock import Clock
from console.errors import ConsoleError, TooMany
from console.ports.phone_errors import NoPhones, NotYourLine
from console.sip_words import LONGEST, Refused, check

log = structlog.get_logger(__name__)
SIP = Subprotocol("sip")
OPENED_WITHIN, LOOKED_EVERY = 5.0, 5.0
"""Seconds until Asterisk has answered; between two looks whether the session still lives."""
MOST = 4
"""Lines of one session at once: a tab that is being closed, one that takes over, a caller's."""
NOT_ALLOWED, TOO_LATE, AWAY = 1008, 4001, 1013
"""Close codes (RFC 6455, 7.4; 4000 and up are ours): a frame was refused, the session is over, Asterisk is away."""


def same_origin(socket: WebSocket, addresses: Collection[str]) -> bool:
    """Whether the page that asks came from here: from the host that it asks, or one of the addresses that we have."""
    origin = socket.headers.get("origin", "")
    if origin in addresses:
        return True
    parts = urlsplit(origin)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and parts.netloc == socket.headers.get("host")


class SipLine:
    """Every line that is open."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._open: Counter[str] = Counter()

    async def carry(
        self,
        socket: WebSocket,
        session: str,
        users: Callable[[], Collection[str]],
        upstream: str,
        lives: Callable[[], Awaitable[bool]],
    ) -> None:
        """Carry SIP both ways until either side ends it.

        Raises TooMany, NotYourLine or NoPhones before the page's line is opened.
        """
        if SIP not in socket.scope.get("subprotocols", ()):
            raise NotYourLine("only SIP is spoken here", "ask for the subprotocol sip")
        if self._open[session] >= MOST:
            raise TooMany("too many phones of one session are open", LOOKED_EVERY)
        self._open[session] += 1
        try:
            async with await _opened(upstream) as asterisk:
                await socket.accept(subprotocol=SIP)
                await _Wire(socket, asterisk, users).carry(self._until_over(lives, users))
        finally:
            self._open[session] -= 1

    async def _until_over(self, lives: Callable[[], Awaitable[bool]], users: Callable[[], Collection[str]]) -> None:
        """Raises what says that there is no phone any more: the plan or the settings have changed."""
        while await lives() and users():
            await self._clock.wait_until(self._clock.now() + LOOKED_EVERY)


async def _opened(upstream: str) -> ClientConnection:
    """Raises NoPhones. Nobody's proxy is asked: Asterisk is near."""
    try:
        return await connect(
            upstream,
            subprotocols=[SIP],
            compression=None,
            ping_interval=None,
            max_size=2 * LONGEST,
            open_timeout=OPENED_WITHIN,
            proxy=None,
        )
    except (OSError, TimeoutError, InvalidHandshake) as error:
        log.warning("no line to asterisk", reason=type(error).__name__)
        raise NoPhones("Asterisk does not take phones in a browser now", "try again in a moment") from None


class _Wire:
    """One page and Asterisk."""

    def __init__(self, page: WebSocket, asterisk: ClientConnection, users: Callable[[], Collection[str]]) -> None:
        self._page, self._asterisk, self._users = page, asterisk, users

    async def carry(self, until_over: Coroutine[Any, Any, None]) -> None:
        """Until the first of them ends. The page is told why, if it is still there."""
        ways = {self._to_asterisk(): AWAY, self._to_page(): AWAY, until_over: TOO_LATE}
        tasks = {asyncio.create_task(way): code for way, code in ways.items()}
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            code, why = _ended(done.pop(), tasks)
            if self._page.application_state is WebSocketState.CONNECTED:
                await self._page.close(code, why)
        except (WebSocketDisconnect, RuntimeError):
            log.debug("the page was gone already")
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _to_asterisk(self) -> None:
        while (frame := await self._heard()) is not None:
            check(frame, self._users())
            await self._asterisk.send(frame)

    async def _heard(self) -> str | None:
        """What the page says; None when it has left."""
        message = await self._page.receive()
        if message["type"] == "websocket.disconnect":
            return None
        if (text := message.get("text")) is None:
            raise Refused("only text is taken")
        return str(text)

    async def _to_page(self) -> None:
        async for frame in self._asterisk:
            await self._page.send_text(frame if isinstance(frame, str) else frame.decode(errors="replace"))


def _ended(task: asyncio.Task[None], codes: dict[asyncio.Task[None], int]) -> tuple[int, str]:
    """With which code the page is told. Raises what is a fault of ours."""
    match task.exception():
        case Refused() as refused:
            log.warning("a page's message was refused", why=str(refused))
            return NOT_ALLOWED, str(refused)
        case ConsoleError() as gone:
            log.info("a line has no phone any more", why=gone.told())
            return NOT_ALLOWED, str(gone)
        case None | ConnectionClosed() | WebSocketDisconnect():
            return codes[task], "the session is over" if codes[task] == TOO_LATE else "the line is closed"
        case fault:
            raise fault

"""A body that is too large is refused outside of our own handlers, in plain text: here it is told as every other error is."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from console.api.replies import ErrorTold, told_as_json
from console.errors import TooLarge

REFUSED = "text/plain"
"""What the refusal from outside is written in; ours is JSON."""


class TooLargeTold:
    """Stands around the whole application: who refuses a body before it is read is further out than all our middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on; a refusal gets our words."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        instead = False

        async def told(message: Message) -> None:
            nonlocal instead
            instead = instead or _is_refusal(message)
            if not instead:
                await send(message)

        await self._app(scope, receive, told)
        if instead:
            await _told(scope, receive, send)


def _is_refusal(message: Message) -> bool:
    if message["type"] != "http.response.start" or message["status"] != TooLarge.status:
        return False
    return Headers(raw=message.get("headers", [])).get("content-type", "").startswith(REFUSED)


async def _told(scope: Scope, receive: Receive, send: Send) -> None:
    refused = ErrorTold(TooLarge.code, "more bytes than this route takes", TooLarge.remedy, [])
    await told_as_json(refused, TooLarge.status, {})(scope, receive, send)

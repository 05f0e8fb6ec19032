"""The description of the API: how programs sign in, and what each route needs."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

from console.api import PREFIX, routes
from console.api.replies import schemas
from console.security.too_large import TooLargeTold
from console.who import COOKIE, action_of

ABOUT = """\
Everything that the console's pages do, programs can do too. A program sends an API token (`Authorization: Bearer hl_…`);
a browser has a session cookie, and sends the CSRF token of `GET /session` back as `X-CSRF-Token` with every request that
changes something. `x-action` is what an account must be allowed to do.
Times are epoch seconds, durations seconds. Errors are `{code, text, remedy, problems}`.
"""
TAGS: list[dict[str, Any]] = [
    {"name": "session", "description": "Signing in and out, and who one is."},
    {"name": "accounts", "description": "Who may use the console, and how."},
    {"name": "tokens", "description": "What programs sign in with."},
    {"name": "audit", "description": "Who did what."},
    {"name": "service", "description": "The service itself."},
    {"name": "live", "description": "What changes on the floor, as a stream of events."},
    {"name": "floor", "description": "Queues and people as they are now."},
    {"name": "people", "description": "States of people, and their reasons."},
    {"name": "phone", "description": "The phone in the browser."},
    {"name": "try", "description": "A caller's phone in the browser, for trying."},
    {"name": "offers", "description": "A caller who is offered to somebody: the card, and the answer."},
    {"name": "wrap-up", "description": "What is written down after a call."},
    {"name": "contacts", "description": "Who called, and when before."},
    {"name": "callbacks", "description": "Callers who are to be called back."},
    {"name": "supervision", "description": "A leader steps in: listens, whispers, joins, takes over."},
    {"name": "calls", "description": "Calls that were, each as a story; recordings."},
    {"name": "reports", "description": "The measures, by time, queue, person and region."},
    {"name": "plan", "description": "The dialplan: read, check, simulate, publish, go back."},
    {"name": "switches", "description": "What is turned without a publish: hours, announcements."},
    {"name": "prompts", "description": "What the hotline says."},
    {"name": "visits", "description": "Visits that managers plan after a call."},
    {"name": "webhooks", "description": "Other systems are told what happens."},
]
SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "An API token"},
    "session": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": "A browser that has signed in"},
}


class Described(FastAPI):
    """An application whose document says what each route needs. Made once, beside the event loop."""

    def openapi(self) -> dict[str, Any]:
        """The document."""
        if self.openapi_schema is None:
            self.openapi_schema = _document(self)
        return self.openapi_schema

    def build_middleware_stack(self) -> ASGIApp:
        """With our words for what is refused outside of it."""
        return TooLargeTold(super().build_middleware_stack())

    def serve_document(self) -> None:
        """It stands beside the routes, for anybody."""

        async def served() -> Response:
            return JSONResponse(await asyncio.to_thread(self.openapi))

        self.add_api_route(f"{PREFIX}/openapi.json", served, include_in_schema=False)


def _document(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(
        title=app.title, version=app.version, description=ABOUT, routes=app.routes, tags=app.openapi_tags
    )
    parts = made.setdefault("components", {})
    parts["securitySchemes"] = SCHEMES
    parts["schemas"] = parts.get("schemas", {}) | schemas()
    for route in routes():
        action = action_of(route)
        for method in getattr(route, "methods", ()):
            told = made["paths"].get(f"{PREFIX}{route.path}", {}).get(method.lower())
            if told is not None and action is not None:
                told["security"] = [{name: []} for name in SCHEMES]
                told["x-action"] = action.value
    return made

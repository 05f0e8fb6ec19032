"""The application: rooms in, something that answers requests out."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from console.api import PREFIX, ROUTERS
from console.api.replies import RESPONSES, add_replies
from console.openapi import TAGS, Described
from console.pages import add_pages
from console.rooms import Rooms
from console.security.access_log import AccessLog
from console.security.guard import Guard
from console.settings import ConsoleSettings

LARGEST = 1 << 20
"""Bytes of a body. A route that takes more says so itself (`max_body_size`)."""


def build(rooms: Rooms, settings: ConsoleSettings) -> FastAPI:
    """The API and the pages around these rooms. Swagger UI is off: it would load itself from elsewhere."""
    app = application()
    app.state.rooms = rooms
    add_pages(app, settings.pages)
    app.add_middleware(Guard, settings=settings)
    app.add_middleware(AccessLog)
    return app


def application() -> FastAPI:
    """The API alone, with nothing behind it: enough to describe it."""
    app = Described(
        title="hotline",
        version="1",
        openapi_url=None,
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
        max_body_size=LARGEST,
    )
    api = APIRouter(prefix=PREFIX, responses=RESPONSES)
    for router in ROUTERS:
        api.include_router(router)
    app.include_router(api)
    add_replies(app)
    app.serve_document()
    return app

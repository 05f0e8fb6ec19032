"""The application: rooms in, something that answers requests out."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from console.api import PREFIX, ROUTERS
from console.api.replies import RESPONSES, add_replies
from console.rooms import Rooms
from console.settings import ConsoleSettings

TITLE = "hotline"


def build(rooms: Rooms, settings: ConsoleSettings) -> FastAPI:
    """The API and the pages around these rooms. Swagger UI is off: it would load itself from elsewhere."""
    app = FastAPI(
        title=TITLE,
        version="1",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
    )
    app.state.rooms = rooms
    api = APIRouter(prefix=PREFIX, responses=RESPONSES)
    for router in ROUTERS:
        api.include_router(router)
    app.include_router(api)
    add_replies(app)
    return app

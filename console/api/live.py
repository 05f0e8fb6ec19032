"""Live events: one stream for all that changes on the floor, and for what concerns the person who looks on."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request
from starlette.responses import Response

from console.errors import WrongValue
from console.live.scope import EVERYTHING, Scope
from console.live.stream import Stream
from console.ports.floor import Topic
from console.roles import Action
from console.rooms import Rooms
from console.visitor import Visitor
from console.who import needs, rooms, secret_of

router = APIRouter(prefix="/live", tags=["live"])
STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}, "description": "Events, until one goes"}
}


@router.get("", summary="What changes, as it happens (server-sent events)", response_class=Response, responses=STREAM)
async def live(
    request: Request,
    who: Annotated[Visitor, needs(Action.SEE_SELF)],
    here: Annotated[Rooms, Depends(rooms)],
    topics: Annotated[str, Query(description="Of people, queues, calls, alarms; by commas.", max_length=60)] = "",
    lasts: Annotated[float | None, Query(ge=0, le=86_400, description="Seconds after which the stream ends.")] = None,
    last_event_id: Annotated[str, Header(max_length=60)] = "",
    resume: Annotated[
        str, Query(max_length=60, description="As `Last-Event-ID`, for a stream that is opened anew.")
    ] = "",
) -> Response:
    """`snapshot`: every row, by topic and key. `delta`: rows that changed: whole if new, else only the fields that are
    others than before; null: gone. Other events are for the person who looks on alone: `offer`, `talk`, ... `bye` says why
    it ends. With `Last-Event-ID` it goes on where it was, as long as that is remembered; else a snapshot comes first.

    Who may not see the floor sees his own row and his own calls.
    """
    scope, secret = Scope.of(who, _topics(topics)), secret_of(request)
    return Stream(
        here.hub,
        lambda: here.hub.enter(scope, who.person, who.user, last_event_id or resume),
        lambda: _still(here, request, secret, who),
        lasts,
    )


async def _still(here: Rooms, request: Request, secret: str, who: Visitor) -> bool:
    _, _, token = request.headers.get("authorization", "").partition(" ")
    return await here.doors.still(token.strip() if who.kind == "token" else secret, who)


def _topics(written: str) -> frozenset[Topic]:
    names = [name for name in written.split(",") if name]
    wrong = [name for name in names if name not in EVERYTHING]
    if wrong:
        raise WrongValue("there is no such topic", f"use some of {', '.join(sorted(EVERYTHING))}")
    return frozenset(map(Topic, names)) or EVERYTHING

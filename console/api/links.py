"""The link that comes to a manager with a call: it opens his page, and nothing else."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from console.api.bodies import Body, Text
from console.api.session import Me, begun, me_of
from console.errors import NotSignedIn, Unknown
from console.rooms import Rooms
from console.visitor import Visitor
from console.who import anybody, rooms, visitor_of

router = APIRouter(prefix="/links", tags=["session"], dependencies=[anybody("who has the link has no session yet")])


class Link(Body):
    """The secret of a link: what stands behind # in its address."""

    link: Text


@router.post("", summary="Come in by the link of a call")
async def come_in(given: Link, request: Request, response: Response, here: Annotated[Rooms, Depends(rooms)]) -> Me:
    """Whoever has the link is this manager for some hours. Who is signed in as the same person already stays so."""
    session = await here.doors.sessions.find(given.link)
    if session is None or session.kind != "link":
        raise Unknown("this link has expired", "the next call brings a new one; or sign in")
    signed_in = await _signed_in(request)
    if signed_in is not None and signed_in.person == session.person and signed_in.kind in ("session", "link"):
        return me_of(signed_in, here)
    return await begun(given.link, request, response, here)


async def _signed_in(request: Request) -> Visitor | None:
    try:
        return await visitor_of(request)
    except NotSignedIn:
        return None

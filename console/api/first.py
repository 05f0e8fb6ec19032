"""One-time links: the first admin, a new account, a lost password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from console.api.bodies import Body, Text
from console.api.session import Me, begun, caller_of
from console.rooms import Rooms
from console.security.links import FIRST
from console.who import anybody, rooms

router = APIRouter(prefix="/first", tags=["session"], dependencies=[anybody("who has the link has no password yet")])


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose link it is. `first`: the first admin's, who chooses his user name."""

    user: str
    first: bool


class Link(Body):
    """The secret of a one-time link: what stands behind # in its address."""

    link: Text


class Redeemed(Link):
    """The link, and the password from now on. The first admin gives his user name, too."""

    password: Text
    user: Text = ""
    name: Text = ""


@router.post("/look", summary="Whose one-time link it is")
async def look(given: Link, here: Annotated[Rooms, Depends(rooms)]) -> Whose:
    """Without using it up."""
    user = await here.doors.links.user_of(given.link)
    return Whose(user, user == FIRST)


@router.post("", summary="Get in by a one-time link")
async def first(given: Redeemed, request: Request, response: Response, here: Annotated[Rooms, Depends(rooms)]) -> Me:
    """The password is set, the link is used up, and this browser is signed in."""
    sign_in = here.doors.sign_in
    secret, _ = await sign_in.by_link(given.link, given.user, given.name, given.password, caller_of(request))
    return await begun(secret, request, response, here)

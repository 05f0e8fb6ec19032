"""Signing in and out, and who one is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from console.api.accounts_told import SessionTold, told_session
from console.api.bodies import Body, Text
from console.errors import NotAllowed
from console.roles import Action
from console.rooms import Rooms
from console.security.signing_in import Caller
from console.visitor import Visitor
from console.who import COOKIE, address_of, anybody, needs, rooms, secret_of

router = APIRouter(prefix="/session", tags=["session"])


@dataclass(frozen=True, slots=True)
class Me:
    """Who is signed in, and what he may do. `csrf` goes back as X-CSRF-Token; `zone` is the centre's, `now` its time."""

    user: str
    name: str
    roles: list[str]
    actions: list[str]
    person: str
    parts: list[str]
    locale: str
    kind: str
    zone: str
    csrf: str
    now: float


class SigningIn(Body):
    """A user name and his password."""

    user: Text
    password: Text


class NewPassword(Body):
    """The password as it is, and as it shall be."""

    old: Text
    new: Text


class Chosen(Body):
    """The language of the pages: `zh` or `en`."""

    locale: Text


@router.get("", summary="Who is signed in")
async def me(who: Annotated[Visitor, needs(Action.SEE_SELF)], here: Annotated[Rooms, Depends(rooms)]) -> Me:
    """Account, roles, actions, and the CSRF token for this session."""
    return me_of(who, here)


@router.post("", summary="Sign in", dependencies=[anybody("signing in is for those who are not")])
async def sign_in(given: SigningIn, request: Request, response: Response, here: Annotated[Rooms, Depends(rooms)]) -> Me:
    """A new session in a cookie. Too many wrong tries: 429 with Retry-After."""
    secret, _ = await here.doors.sign_in.by_password(given.user, given.password, caller_of(request))
    return await begun(secret, request, response, here)


@router.delete("", status_code=204, summary="Sign out")
async def sign_out(
    who: Annotated[Visitor, needs(Action.SEE_SELF)],
    request: Request,
    response: Response,
    here: Annotated[Rooms, Depends(rooms)],
) -> None:
    """The session is over, here and everywhere."""
    refuse_programs(who)
    await here.audit.note(who, "session.end", who.user)
    await _end_of(secret_of(request), here)
    response.delete_cookie(COOKIE, path="/", secure=here.settings.secure, httponly=True, samesite="strict")


@router.put("/password", summary="Change one's password")
async def change_password(
    given: NewPassword,
    who: Annotated[Visitor, needs(Action.SEE_SELF)],
    request: Request,
    response: Response,
    here: Annotated[Rooms, Depends(rooms)],
) -> Me:
    """Every session of this account is over; this browser gets a new one."""
    if who.kind != "session":
        raise NotAllowed("a password is changed by who has signed in with it")
    secret, _ = await here.doors.sign_in.change_password(who.user, given.old, given.new, caller_of(request))
    return await begun(secret, request, response, here)


@router.patch("", summary="Change one's language")
async def change(
    given: Chosen, who: Annotated[Visitor, needs(Action.SEE_SELF)], here: Annotated[Rooms, Depends(rooms)]
) -> Me:
    """For every browser of this account."""
    refuse_programs(who)
    account = await here.doors.accounts.one(who.user)
    await here.doors.accounts.change(replace(account, locale=given.locale))
    return me_of(replace(who, locale=given.locale), here)


@router.get("/all", summary="Where one is signed in")
async def everywhere(
    who: Annotated[Visitor, needs(Action.SEE_SELF)], here: Annotated[Rooms, Depends(rooms)]
) -> list[SessionTold]:
    """Every browser, the newest first."""
    return [told_session(each, who.id) for each in await here.doors.sessions.of(who.user)]


@router.delete("/all", status_code=204, summary="Sign out everywhere else")
async def end_others(who: Annotated[Visitor, needs(Action.SEE_SELF)], here: Annotated[Rooms, Depends(rooms)]) -> None:
    """This browser stays signed in."""
    refuse_programs(who)
    await here.audit.note(who, "session.end_others", who.user)
    await here.doors.sessions.end_all(who.user, but=who.id)


@router.delete("/all/{session}", status_code=204, summary="Sign out in one browser")
async def end_one(
    session: str, who: Annotated[Visitor, needs(Action.SEE_SELF)], here: Annotated[Rooms, Depends(rooms)]
) -> None:
    """One that is over already is no mistake."""
    refuse_programs(who)
    ending = [each for each in await here.doors.sessions.of(who.user) if each.id == session]
    await here.audit.note(who, "session.end", who.user, before=[told_session(each, who.id) for each in ending])
    await here.doors.sessions.end(ending)


def refuse_programs(who: Visitor) -> None:
    """A program with somebody's token reads who he is; his browsers and his language are his own. Raises NotAllowed."""
    if who.kind == "token":
        raise NotAllowed("a token does not act on its owner's sessions, password or language", "sign in with a browser")


async def begun(secret: str, request: Request, response: Response, here: Rooms) -> Me:
    """The session of this secret is this browser's from now on, instead of the one that it had."""
    await _end_of(secret_of(request), here)
    length = round(here.settings.length)
    response.set_cookie(
        COOKIE, secret, max_age=length, path="/", secure=here.settings.secure, httponly=True, samesite="strict"
    )
    who = await here.doors.by_cookie(secret, address_of(request))
    assert who is not None, "it has just begun"
    return me_of(who, here)


def caller_of(request: Request) -> Caller:
    """From where a request comes."""
    return Caller(address_of(request), request.headers.get("user-agent", ""))


async def _end_of(secret: str, here: Rooms) -> None:
    session = await here.doors.sessions.find(secret) if secret else None
    if session is not None:
        await here.doors.sessions.end([session])


def me_of(who: Visitor, here: Rooms) -> Me:
    """What a page is told of who is signed in."""
    return Me(
        who.user,
        who.name,
        sorted(who.roles),
        sorted(who.actions),
        who.person,
        list(who.parts),
        who.locale,
        who.kind,
        here.settings.zone,
        who.csrf,
        here.clock.now(),
    )

"""What a route asks for: who is there (`needs`), or nobody in particular (`anybody`), and the rooms.

    who: Annotated[Visitor, needs(Action.SEE_FLOOR)]
    here: Annotated[Rooms, Depends(rooms)]

Every route names exactly one action or says that it is for anybody; a test walks them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import structlog
from fastapi import Depends
from fastapi.routing import APIRoute, APIWebSocketRoute
from starlette.requests import HTTPConnection

from console.errors import ConsoleError, Forged, NotAllowed, NotSignedIn
from console.roles import Action
from console.rooms import Rooms
from console.security.access_log import VISITOR
from console.security.secrets import same
from console.visitor import Visitor
from store.errors import StoreUnusable

__all__ = [
    "COOKIE",
    "CSRF_HEADER",
    "Anybody",
    "Needs",
    "Visitor",
    "address_of",
    "anybody",
    "needs",
    "rooms",
    "secret_of",
]

log = structlog.get_logger(__name__)
COOKIE, CSRF_HEADER = "hotline_session", "x-csrf-token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
WHO = "hotline.who"
"""Where in the scope the visitor is, once he is known."""


def rooms(connection: HTTPConnection) -> Rooms:
    """The rooms of the console that serves this request."""
    found: Rooms = connection.app.state.rooms
    return found


def secret_of(connection: HTTPConnection) -> str:
    """The session's secret that the browser sent, or ''."""
    return connection.cookies.get(COOKIE, "")


def address_of(connection: HTTPConnection) -> str:
    """From where it comes; behind a proxy of `console.proxies`, from where the proxy says."""
    return connection.client.host if connection.client else ""


async def visitor_of(connection: HTTPConnection) -> Visitor:
    """Who asks. Raises NotSignedIn."""
    doors, address = rooms(connection).doors, address_of(connection)
    given = connection.headers.get("authorization")
    if given is not None:
        scheme, _, secret = given.partition(" ")
        found = await doors.by_token(secret.strip(), address) if scheme.lower() == "bearer" else None
    else:
        found = await doors.by_cookie(secret, address) if (secret := secret_of(connection)) else None
    if found is None:
        raise NotSignedIn("nobody is signed in, or no more", headers={"WWW-Authenticate": "Bearer"})
    connection.scope[VISITOR], connection.scope[WHO] = found.user, found
    return found


async def note_refusal(connection: HTTPConnection, error: ConsoleError) -> None:
    """Who asked for what he may not, in the audit log. It stays refused where that cannot be written."""
    who = connection.scope.get(WHO)
    if who is None or error.noted or not error.refusal:
        return
    method, route = connection.scope.get("method", "WS"), getattr(connection.scope.get("route"), "path", "")
    named = " ".join(f"{name}={value}" for name, value in connection.path_params.items())
    why = {"code": error.code, "why": str(error), "asked": f"{method} {route}"}
    try:
        await rooms(connection).audit.refused(who, "access.refused", named or route, why)
    except StoreUnusable as unusable:
        log.warning("a refusal could not be noted", user=who.user, route=route, error=unusable.told())


@dataclass(frozen=True)
class Needs:
    """A dependency: somebody who may do this."""

    action: Action

    async def __call__(self, connection: HTTPConnection) -> Visitor:
        """Who asks. Raises NotSignedIn, Forged, NotAllowed."""
        who = await visitor_of(connection)
        refuse_forged(connection, who)
        if not who.may(self.action):
            raise NotAllowed(f"{who.user} may not do this: {self.action.value}")
        return who


def refuse_forged(connection: HTTPConnection, who: Visitor) -> None:
    """A browser sends its cookie with any request, whoever made it; the CSRF token only a page of ours has."""
    if who.kind == "token" or connection.scope.get("method", "GET") in SAFE:
        return
    if not same(connection.headers.get(CSRF_HEADER, ""), who.csrf):
        raise Forged("the CSRF token is missing or wrong")


@dataclass(frozen=True)
class Anybody:
    """A dependency that lets everybody in, and says why that is right."""

    because: str

    async def __call__(self) -> None:
        """Nothing is asked."""


def action_of(route: APIRoute | APIWebSocketRoute) -> Action | None:
    """The action that a route names; None for one that is for anybody. Raises LookupError for one that says neither."""
    asked = [each.call for each in route.dependant.dependencies]
    named = {each.action for each in asked if isinstance(each, Needs)}
    if len(named) > 1 or (not named and not any(isinstance(each, Anybody) for each in asked)):
        raise LookupError(f"{route.path}: a route names one action, or says why it is for anybody")
    return named.pop() if named else None


def needs(action: Action) -> Any:
    """`who: Annotated[Visitor, needs(Action.SEE_FLOOR)]`."""
    return Depends(Needs(action))


def anybody(because: str) -> Any:
    """`dependencies=[anybody("signing in is for those who are not")]`."""
    return Depends(Anybody(because))

"""Signing in by an identity provider (OpenID Connect)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse

from console.api.session import begun, caller_of
from console.errors import Unknown
from console.rooms import Rooms
from console.security.oidc_words import COOKIE, LASTS, Failed, Returned
from console.who import anybody, rooms

if TYPE_CHECKING:
    from console.security.oidc import Oidc

PATH = "/api/v1/oidc"
router = APIRouter(prefix="/oidc", tags=["session"], dependencies=[anybody("signing in is for those who are not")])
Given = Annotated[str, Query(max_length=4096)]


@dataclass(frozen=True, slots=True)
class Button:
    """Whether one may sign in by a provider, and what the settings want on the button ('': a text of the page)."""

    on: bool
    text: str


@router.get("", summary="Whether one may sign in by an identity provider")
async def button(here: Annotated[Rooms, Depends(rooms)]) -> Button:
    """For the sign-in page."""
    return Button(True, here.oidc.settings.button) if here.oidc else Button(False, "")


@router.get("/start", status_code=303, response_class=RedirectResponse, summary="Go to the identity provider")
async def start(here: Annotated[Rooms, Depends(rooms)]) -> RedirectResponse:
    """A redirect to it, and a cookie by which this browser is known when it comes back."""
    try:
        address, cookie = await _way(here).begin()
    except Failed as failed:
        return _sorry(failed)
    response = RedirectResponse(address, 303)
    response.set_cookie(
        COOKIE, cookie, max_age=LASTS, path=PATH, secure=here.settings.secure, httponly=True, samesite="lax"
    )
    return response


@router.get("/back", status_code=303, response_class=RedirectResponse, summary="Come back from the identity provider")
async def back(
    request: Request,
    here: Annotated[Rooms, Depends(rooms)],
    state: Given = "",
    code: Given = "",
    error: Given = "",
    iss: Given = "",
) -> RedirectResponse:
    """A session in a cookie, and a redirect to the first page; or to the sign-in page, which says why not."""
    try:
        returned, cookie = Returned(state, code, error, iss), request.cookies.get(COOKIE, "")
        secret = await _way(here).finish(returned, cookie, caller_of(request))
    except Failed as failed:
        response = _sorry(failed)
    else:
        response = RedirectResponse("/", 303)
        await begun(secret, request, response, here)
    response.delete_cookie(COOKIE, path=PATH, secure=here.settings.secure, httponly=True, samesite="lax")
    return response


def _way(here: Rooms) -> Oidc:
    if here.oidc is None:
        raise Unknown("this console has no identity provider", "sign in by a password")
    return here.oidc


def _sorry(failed: Failed) -> RedirectResponse:
    return RedirectResponse(f"/sign-in?error={failed.why}", 303)

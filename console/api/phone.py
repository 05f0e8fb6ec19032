"""An agent's phone in the browser: his account, and the line that his page speaks SIP over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Response, WebSocket

from console.errors import Forged, NotAllowed
from console.ports.phone import DOMAIN, SipAccount
from console.ports.phone_errors import NotYourLine
from console.roles import Action
from console.rooms import Rooms
from console.sip_line import same_origin
from console.visitor import Visitor
from console.who import needs, rooms, secret_of

router = APIRouter(tags=["phone"])
PATH = "/api/v1/sip"


@dataclass(frozen=True, slots=True)
class PhoneTold:
    """What a page registers with. `path`: of the websocket, on this host. `echo`: what it dials to hear itself."""

    uri: str
    user: str
    password: str
    name: str
    number: str
    path: str
    echo: str


def told(account: SipAccount, path: str = PATH, echo: str = "") -> PhoneTold:
    """An account as a page needs it."""
    uri = f"sip:{account.user}@{DOMAIN}"
    return PhoneTold(uri, account.user, account.secret, account.name, account.number, path, echo)


@router.get("/phone", summary="One's own phone in the browser")
async def phone(
    who: Annotated[Visitor, needs(Action.TAKE_CALLS)], here: Annotated[Rooms, Depends(rooms)], response: Response
) -> PhoneTold:
    """The SIP account of the browser at one's own seat. 404: no seat; 409: no phones in a browser here."""
    response.headers["Cache-Control"] = "no-store"
    return told(here.phone.own(who.person), echo=here.phone.echo())


@router.websocket("/sip")
async def sip(
    socket: WebSocket,
    who: Annotated[Visitor, needs(Action.SEE_SELF)],
    here: Annotated[Rooms, Depends(rooms)],
    trying: bool = False,
) -> None:
    """SIP over a websocket (RFC 7118) for one's own phone, or (`trying=true`) for the caller's line that one was lent."""
    if who.kind != "session":
        raise NotAllowed("a phone belongs to who has signed in at a browser")
    if not same_origin(socket, (here.settings.address,)):
        raise Forged("the request comes from another site")
    line = _lent if trying else _own
    if not line(who, here):
        raise NotYourLine("there is no phone for this session", "ask for /phone or /try first")
    secret, upstream = secret_of(socket), here.phone.websocket()
    lives = partial(here.doors.still, secret, who)
    with _held(who, here, trying):
        await here.sip_line.carry(socket, who.id, lambda: line(who, here), upstream, lives)


@contextmanager
def _held(who: Visitor, here: Rooms, trying: bool) -> Iterator[None]:
    """A lent line is kept while its page is connected."""
    if not trying:
        yield
        return
    here.phone.hold(who.id, held=True)
    try:
        yield
    finally:
        here.phone.hold(who.id, held=False)


def _own(who: Visitor, here: Rooms) -> frozenset[str]:
    return frozenset({here.phone.own(who.person).user}) if who.may(Action.TAKE_CALLS) else frozenset()


def _lent(who: Visitor, here: Rooms) -> frozenset[str]:
    user = here.phone.lent(who.id) if who.may(Action.TRY_IT) else ""
    return frozenset({user}) if user else frozenset()

"""API tokens: what programs sign in with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from console.api.bodies import Body, Text
from console.roles import Action
from console.rooms import Rooms
from console.security.covering import bound_by, covers, seen_by
from console.visitor import Visitor
from console.who import needs, rooms
from store.api_tokens import Token

router = APIRouter(prefix="/tokens", tags=["tokens"])
Manager = Annotated[Visitor, needs(Action.MANAGE_ACCOUNTS)]
Here = Annotated[Rooms, Depends(rooms)]


@dataclass(frozen=True, slots=True)
class TokenTold:
    """A token without its secret. `actions` null: all that its account may do. `used_at` is known to the minute."""

    id: str
    user: str
    name: str
    actions: list[str] | None
    made_at: float
    ends_at: float | None
    used_at: float | None


@dataclass(frozen=True, slots=True)
class NewToken:
    """The token, and its secret: it is shown now, and never again."""

    token: TokenTold
    secret: str


class Wanted(Body):
    """A token for a program: `user` is whose rights it has (one's own when left out), `lasts` seconds until it ends."""

    name: Text
    user: Text = ""
    actions: Annotated[list[Action], Field(min_length=1, max_length=len(Action))] | None = None
    lasts: Annotated[float, Field(ge=60.0, le=3650 * 86400.0)] | None = None


@router.get("", summary="The tokens")
async def tokens(who: Manager, here: Here) -> list[TokenTold]:
    """Of all accounts of one's own part, the newest first; those whose time is over too."""
    own = {each.user for each in await here.doors.accounts.all() if covers(who.parts, each.parts)}
    return [_told(each) for each in await here.doors.tokens.of() if each.user in own]


@router.post("", status_code=201, summary="Make a token")
async def make(given: Wanted, who: Manager, here: Here) -> NewToken:
    """It can do what its account may, or less; never more than the one who makes it."""
    owner = bound_by(who, seen_by(who, await here.doors.accounts.one(given.user or who.user)), here.states)
    only = None if given.actions is None else frozenset(given.actions)
    book = here.doors.tokens
    secret, token = book.drawn(who, owner, given.name, only, given.lasts)
    await here.audit.note(who, "token.make", token.id, after=_told(token))
    await book.add(token)
    return NewToken(_told(token), secret)


@router.delete("/{token}", status_code=204, summary="Take a token back")
async def end(token: str, who: Manager, here: Here) -> None:
    """It opens nothing any more."""
    found = await here.doors.tokens.one(token)
    seen_by(who, await here.doors.accounts.one(found.user))
    await here.audit.note(who, "token.end", found.id, before=_told(found))
    await here.doors.tokens.end(found)


def _told(token: Token) -> TokenTold:
    actions = None if token.actions is None else list(token.actions)
    return TokenTold(token.id, token.user, token.name, actions, token.made_at, token.ends_at, token.used_at)

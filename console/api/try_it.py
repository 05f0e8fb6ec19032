"""Trying the hotline from a page: a caller's line for this session, and what the service does in its call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from console.api.phone import PATH, PhoneTold, told
from console.ports.phone import Tried
from console.roles import Action
from console.rooms import Rooms
from console.visitor import Visitor
from console.who import needs, rooms

router = APIRouter(prefix="/try", tags=["try"])


@dataclass(frozen=True, slots=True)
class LineLent:
    """A caller's account, and the numbers that it can dial: the hotline's, and nothing else."""

    phone: PhoneTold
    numbers: list[str]


@router.post("", summary="Get a caller's line")
async def lend(
    who: Annotated[Visitor, needs(Action.TRY_IT)], here: Annotated[Rooms, Depends(rooms)], response: Response
) -> LineLent:
    """The same one as long as this session has it. 409: all are lent, or there are no phones in a browser here."""
    account = here.phone.lend(who.id)
    response.headers["Cache-Control"] = "no-store"
    await here.audit.note(who, "try.begin", account.user)
    return LineLent(told(account, f"{PATH}?trying=true"), list(here.phone.numbers()))


@router.get("", summary="What the service does in the call")
async def tried(who: Annotated[Visitor, needs(Action.TRY_IT)], here: Annotated[Rooms, Depends(rooms)]) -> Tried:
    """The newest call of this session's line, step by step."""
    return here.phone.tried(who.id)


@router.delete("", status_code=204, summary="Give the line back")
async def give_back(who: Annotated[Visitor, needs(Action.TRY_IT)], here: Annotated[Rooms, Depends(rooms)]) -> None:
    """It is free for others."""
    here.phone.give_back(who.id)

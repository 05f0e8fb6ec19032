"""Whether the console answers: for load balancers and scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends

from console.rooms import Rooms
from console.who import anybody, rooms

router = APIRouter(prefix="/health", tags=["service"], dependencies=[anybody("a load balancer has no account")])


@dataclass(frozen=True, slots=True)
class Health:
    """`first`: nobody has an account yet, and the one-time link is waiting."""

    ok: bool
    first: bool


@router.get("", summary="Whether the console answers")
async def health(here: Annotated[Rooms, Depends(rooms)]) -> Health:
    """It does, and its database can be read; else 503."""
    return Health(True, await here.doors.accounts.is_empty())

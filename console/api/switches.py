"""Switches that people turn without a publish: hours forced open or closed, announcements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import Field

from console.api.bodies import Body
from console.ports.switches import Stand, SwitchView
from console.roles import Action
from console.rooms import Rooms
from console.visitor import Visitor
from console.who import needs, rooms

router = APIRouter(prefix="/switches", tags=["switches"])
Here = Annotated[Rooms, Depends(rooms)]
Name = Annotated[str, Path(max_length=80, pattern=r"^(hours|notice)\.[A-Za-z0-9_.-]{1,64}$")]


class Turning(Body):
    """How it shall stand, and until when (epoch seconds); without a time, until it is turned again."""

    stand: Stand
    until: Annotated[float, Field(ge=0, le=1e11, allow_inf_nan=False)] | None = None


@router.get("", summary="Every switch of the live plan")
async def switches(_who: Annotated[Visitor, needs(Action.SEE_PLAN)], here: Here) -> Sequence[SwitchView]:
    """How each stands, and what that means now."""
    return await here.switches.switches()


@router.put("/{switch}", summary="Turn a switch")
async def turn(
    switch: Name, turning: Turning, who: Annotated[Visitor, needs(Action.TURN_SWITCHES)], here: Here
) -> SwitchView:
    """Calls know it at once: menus, queues and people alike. `auto` gives it back to the dialplan."""
    here.switches.refuse(switch, turning.stand, turning.until)
    before = next((each for each in await here.switches.switches() if each.name == switch), None)
    after = {"stand": turning.stand, "until": turning.until}
    await here.audit.note(who, "switch.turn", switch, before and {"stand": before.stand, "until": before.until}, after)
    return await here.switches.turn(switch, turning.stand, turning.until, who.user)

"""The settings that the service runs with, to read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from console.ports.settings import SettingTold
from console.roles import Action
from console.rooms import Rooms
from console.who import needs, rooms

router = APIRouter(prefix="/settings", tags=["service"], dependencies=[needs(Action.SEE_SETTINGS)])


@router.get("", summary="The settings")
async def settings(here: Annotated[Rooms, Depends(rooms)]) -> list[SettingTold]:
    """As read at the start. Of secrets only whether there is one."""
    return list(here.told_settings())

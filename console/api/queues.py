"""Queues in figures: now, and today."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from console.api.rows import as_json, rows_of
from console.ports.floor import QueueRow, Topic
from console.roles import Action
from console.rooms import Rooms
from console.visitor import Visitor
from console.who import needs, rooms

router = APIRouter(prefix="/queues", tags=["floor"])


@router.get("", summary="Queues in figures", response_model=list[QueueRow])
async def queues(who: Annotated[Visitor, needs(Action.SEE_FLOOR)], here: Annotated[Rooms, Depends(rooms)]) -> Response:
    """In the order of the plan; those that are only left for their last callers last."""
    rows = (await rows_of(here, who, frozenset({Topic.QUEUES})))[Topic.QUEUES.value]
    return as_json(list(rows.values()))

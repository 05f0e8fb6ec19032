"""The floor at one instant: for programs, and for pages that do not stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from console.api.rows import as_json, rows_of
from console.live.scope import EVERYTHING
from console.ports.floor import AlarmRow, CallRow, PersonRow, QueueRow, Topic
from console.roles import Action
from console.rooms import Rooms
from console.visitor import Visitor
from console.who import needs, rooms

router = APIRouter(tags=["floor"])


@dataclass(frozen=True, slots=True)
class Floor:
    """Every row that one may see, by its key."""

    people: dict[str, PersonRow]
    queues: dict[str, QueueRow]
    calls: dict[str, CallRow]
    alarms: dict[str, AlarmRow]


@router.get("/snapshot", summary="People, queues, calls and alarms now", response_model=Floor)
async def floor_now(
    who: Annotated[Visitor, needs(Action.SEE_FLOOR)], here: Annotated[Rooms, Depends(rooms)]
) -> Response:
    """What `/live` begins with."""
    return as_json(await rows_of(here, who, EVERYTHING))


@router.get("/people", summary="People and what they are doing", response_model=list[PersonRow])
async def people(who: Annotated[Visitor, needs(Action.SEE_FLOOR)], here: Annotated[Rooms, Depends(rooms)]) -> Response:
    """Those of the part of the organisation that one sees, in the order of the plan."""
    return as_json(_listed(await rows_of(here, who, frozenset({Topic.PEOPLE})), Topic.PEOPLE))


def _listed(rows: dict[str, dict[str, Any]], topic: Topic) -> list[Any]:
    return list(rows[topic.value].values())

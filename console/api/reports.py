"""Reports: the measures of a day or of several, by half hour, day, queue, person, region or class."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from acd.measures import By
from console.ports.reports import Figure, Wished
from console.roles import Action
from console.rooms import Rooms
from console.visitor import Visitor
from console.who import needs, rooms

router = APIRouter(prefix="/reports", tags=["reports"])
Here = Annotated[Rooms, Depends(rooms)]
Who = Annotated[Visitor, needs(Action.SEE_REPORTS)]
Day = Annotated[str, Query(max_length=20, description="`2026-11-22`, `today` or `yesterday`, in the centre's zone")]


def _wished(by: By = By.QUEUE, day: Day = "today", first: Day = "", last: Day = "") -> Wished:
    return Wished(by, day, first, last)


Asked = Annotated[Wished, Depends(_wished)]


@router.get("", summary="A report")
async def report(who: Who, here: Here, wished: Asked) -> dict[str, Any]:
    """Every count, sum and figure under one name, as `hotline report day --json` prints them; docs/measures.md explains each."""
    return await here.reports.report(wished, who)


@router.get("/csv", summary="A report for a spreadsheet", response_class=Response)
async def csv(who: Who, here: Here, wished: Asked) -> Response:
    """CSV (RFC 4180), a line each, and the total as the last one."""
    text = await here.reports.csv(wished, who)
    name = f"hotline-{wished.by.value}-{wished.first or wished.day}.csv"
    kept = "".join(each for each in name if each.isalnum() or each in "-.")
    return Response(text, media_type="text/csv", headers={"Content-Disposition": f'attachment; filename="{kept}"'})


@router.get("/figures", dependencies=[needs(Action.SEE_REPORTS)], summary="What each figure means")
async def figures(here: Here) -> list[Figure]:
    """Formula and source."""
    return here.reports.figures()

"""Visits that one agrees with customers, and their way into one's calendar."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from calls.ids import CallId
from console.api.bodies import Body
from console.api.keys import Name
from console.api.offers import person_of
from console.calendars import ics_of
from console.calls_told import shown_name
from console.roles import Action
from console.rooms import Rooms
from console.security.secrets import new_name
from console.visitor import Visitor
from console.who import needs, rooms
from store.visits import Visit

router = APIRouter(tags=["visits"])
Who = Annotated[Visitor, needs(Action.WRAP_UP)]
Here = Annotated[Rooms, Depends(rooms)]
LATELY = 86_400.0
"""Seconds for which a visit that was is still listed."""


class Plan(Body):
    """When (epoch seconds), how long (minutes), where; `remind`: minutes before, 0 for none."""

    starts: float = Field(ge=0, le=4e9, allow_inf_nan=False)
    minutes: int = Field(default=30, ge=5, le=24 * 60)
    place: str = Field(default="", max_length=200)
    note: str = Field(default="", max_length=2000)
    remind: int = Field(default=30, ge=0, le=14 * 24 * 60)


@router.get("/visits", summary="My visits")
async def visits(who: Who, here: Here) -> list[Visit]:
    """From yesterday on, the next one first."""
    found = await here.visits.of(person_of(who), here.clock.now() - LATELY)
    return [_shown(each, who) for each in found]


@router.post("/calls/{call}/visit", status_code=201, summary="Plan a visit to a caller")
async def plan(call: Name, given: Plan, who: Who, here: Here) -> Visit:
    """For who talked in this call."""
    mine = await here.wraps.of(CallId(call), person_of(who))
    record = await here.calls.record(call)
    made = Visit(
        id=f"visit-{new_name()}",
        call=mine.call,
        person=mine.person,
        number=record.number,
        name=record.name,
        made_at=here.clock.now(),
        **given.model_dump(),
    )
    await here.audit.note(who, "visit.plan", made.id, after=given.model_dump())
    await here.visits.save(made)
    return _shown(made, who)


@router.put("/visits/{visit}", summary="Change a visit")
async def change(visit: Name, given: Plan, who: Who, here: Here) -> Visit:
    """The calendar takes the new one for the old one."""
    was = await here.visits.one(visit, person_of(who))
    now = replace(was, **given.model_dump(), version=was.version + 1)
    await here.audit.note(who, "visit.change", was.id, before=_planned(was), after=given.model_dump())
    await here.visits.save(now)
    return _shown(now, who)


@router.delete("/visits/{visit}", summary="Cancel a visit")
async def cancel(visit: Name, who: Who, here: Here) -> Visit:
    """It stays in the list, as cancelled; its calendar file takes it out of the calendar."""
    was = await here.visits.one(visit, person_of(who))
    now = replace(was, cancelled_at=here.clock.now(), version=was.version + 1)
    await here.audit.note(who, "visit.cancel", was.id, before=_planned(was))
    await here.visits.save(now)
    return _shown(now, who)


@router.get("/visits/{visit}/ics", summary="A visit for the calendar", response_class=Response)
async def ics(visit: Name, who: Who, here: Here) -> Response:
    """iCalendar (RFC 5545): one event with its reminder."""
    found = _shown(await here.visits.one(visit, person_of(who)), who)
    headers = {"Content-Disposition": 'attachment; filename="visit.ics"', "Cache-Control": "no-store"}
    return Response(ics_of(found, here.clock.now()), media_type="text/calendar; charset=utf-8", headers=headers)


def _shown(visit: Visit, who: Visitor) -> Visit:
    return replace(visit, number=who.number(visit.number), name=shown_name(visit.name, who))


def _planned(visit: Visit) -> dict[str, object]:
    return {name: getattr(visit, name) for name in Plan.model_fields}

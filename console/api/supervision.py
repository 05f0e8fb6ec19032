"""A leader steps in: he listens, whispers, joins, takes over; moves a caller who waits, or changes his priority.

Every order is in the audit log before it is carried out, and every one that was refused is there with the reason.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from calls.errors import HotlineError
from calls.happenings.supervision import Manner
from calls.ids import CallId
from console.api.bodies import Body, Text
from console.api.keys import Name
from console.errors import ConsoleError
from console.ports.supervision import PlaceTold, TakesPart
from console.ports.supervision_errors import NotHisPart, UnknownCall
from console.roles import Action
from console.rooms import Rooms
from console.visitor import Visitor
from console.who import needs, rooms

router = APIRouter(tags=["supervision"])
Here = Annotated[Rooms, Depends(rooms)]
Supervisor = Annotated[Visitor, needs(Action.SUPERVISE)]
TakesOver = Annotated[Visitor, needs(Action.TAKE_OVER)]
Mover = Annotated[Visitor, needs(Action.MOVE_CALLS)]


class Phone(Body):
    """At which phone he is rung: a number outside, or empty: the seat or phone of the person that he is."""

    phone: Annotated[str, Field(max_length=21, pattern=r"^\+?[0-9*#]*$")] = ""


class NewPriority(Body):
    """Higher is served first."""

    priority: Annotated[int, Field(ge=0, le=100)]


class NewQueue(Body):
    """Where the caller is to wait."""

    queue: Text


OWN_PHONE = Phone()


@router.get("/supervision", summary="Who takes part in which talk")
async def everywhere(who: Supervisor, here: Here) -> list[TakesPart]:
    """In the part of the organisation that one sees."""
    return [part for part in here.supervision.taking_part() if _sees(here, who, part.call)]


@router.get("/calls/{call}/supervision", summary="Who takes part in a talk")
async def taking_part(call: Name, who: Supervisor, here: Here) -> list[TakesPart]:
    """Leaders who listen, whisper or have joined, and those whose phone rings still."""
    _check(here, who, CallId(call))
    return list(here.supervision.taking_part(CallId(call)))


@router.post("/calls/{call}/listen", summary="Hear a talk, unheard")
async def listen(call: Name, who: Supervisor, here: Here, given: Phone = OWN_PHONE) -> TakesPart:
    """One's own phone rings; who takes part already is not rung again, but listens from now on."""
    return await _take_part(here, who, call, given, Manner.LISTEN)


@router.post("/calls/{call}/whisper", summary="Hear a talk, and be heard by its agent only")
async def whisper(call: Name, who: Supervisor, here: Here, given: Phone = OWN_PHONE) -> TakesPart:
    """The caller hears nothing of it."""
    return await _take_part(here, who, call, given, Manner.WHISPER)


@router.post("/calls/{call}/join", summary="Talk with both")
async def join(call: Name, who: Supervisor, here: Here, given: Phone = OWN_PHONE) -> TakesPart:
    """If the agent hangs up, the caller goes on with who has joined."""
    return await _take_part(here, who, call, given, Manner.JOIN)


@router.post("/calls/{call}/takeover", summary="Take the caller over")
async def take_over(call: Name, who: TakesOver, here: Here, given: Phone = OWN_PHONE) -> TakesPart:
    """Once one's phone is picked up, the caller talks with oneself, and the agent has his wrap-up."""
    return await _take_part(here, who, call, given, Manner.TAKE_OVER)


@router.post("/calls/{call}/leave", summary="Leave a talk", status_code=204)
async def leave(call: Name, who: Supervisor, here: Here) -> Response:
    """One's own phone is hung up; the talk goes on."""
    async with _refusals_noted(here, who, "leave", call):
        await here.audit.note(who, "call.leave", call)
        await here.supervision.leave(CallId(call), who.user)
    return Response(status_code=204)


@router.post("/calls/{call}/move", summary="Move a caller who waits to another queue")
async def move(call: Name, given: NewQueue, who: Mover, here: Here) -> PlaceTold:
    """All that he has waited counts there. A phone that rings for him stops; whom somebody has accepted is not moved."""
    async with _refusals_noted(here, who, "move", call):
        _check(here, who, CallId(call))
        before = here.supervision.place(CallId(call))
        await here.audit.note(who, "call.move", call, before.queue, given.queue)
        return here.supervision.move(CallId(call), given.queue, who.user)


@router.post("/calls/{call}/priority", summary="Give a caller who waits another priority")
async def prioritise(call: Name, given: NewPriority, who: Mover, here: Here) -> PlaceTold:
    """From now on, in the queue where he waits."""
    async with _refusals_noted(here, who, "priority", call):
        _check(here, who, CallId(call))
        before = here.supervision.place(CallId(call))
        await here.audit.note(who, "call.priority", call, before.priority, given.priority)
        return here.supervision.prioritise(CallId(call), given.priority, who.user)


async def _take_part(here: Rooms, who: Visitor, call: str, given: Phone, manner: Manner) -> TakesPart:
    verb = manner.replace(" ", "_")
    async with _refusals_noted(here, who, verb, call):
        _check(here, who, CallId(call))
        whose = here.supervision.whose(CallId(call))
        after = {"person": whose.person if whose else "", "phone": given.phone}
        await here.audit.note(who, f"call.{verb}", call, after=after)
        return await here.supervision.take_part(CallId(call), who.user, who.person, given.phone, manner)


@asynccontextmanager
async def _refusals_noted(here: Rooms, who: Visitor, verb: str, call: str) -> AsyncIterator[None]:
    try:
        yield
    except HotlineError as error:
        await here.audit.refused(who, f"call.{verb}.refused", call, {"code": error.code, "why": error.told()})
        if isinstance(error, ConsoleError):
            error.noted = True
        raise


def _check(here: Rooms, who: Visitor, call: CallId) -> None:
    """Raises UnknownCall; NotHisPart for a call of people whom he does not lead."""
    if here.supervision.whose(call) is None:
        raise UnknownCall("there is no such call now")
    if not _sees(here, who, call):
        raise NotHisPart(f"{who.user} leads nobody who has this caller, or serves his queue")


def _sees(here: Rooms, who: Visitor, call: CallId) -> bool:
    whose = here.supervision.whose(call)
    return whose is not None and (not who.parts or any(who.sees(unit) for unit in whose.units))

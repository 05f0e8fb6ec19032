"""Callbacks: who waits for one, and what may be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from calls.ids import PersonId
from console.api.bodies import Body
from console.api.keys import Name
from console.cards import callback_for
from console.errors import NotAllowed, elsewhere
from console.ports.callbacks import CallbackRow, CallbackWish
from console.ports.work_errors import UnknownCallback
from console.roles import Action
from console.rooms import Rooms
from console.visitor import Visitor
from console.who import needs, rooms

router = APIRouter(prefix="/callbacks", tags=["callbacks"])
Sees = Annotated[Visitor, needs(Action.SEE_CALLBACKS)]
Edits = Annotated[Visitor, needs(Action.EDIT_CALLBACKS)]
Here = Annotated[Rooms, Depends(rooms)]
Moment = Annotated[float, Field(ge=0, le=4e9, allow_inf_nan=False)]


class Wanted(Body):
    """Who is to be called back, for which queue, not before `at` (epoch seconds), if possible by `person`."""

    number: str = Field(min_length=3, max_length=32)
    queue: str = Field(min_length=1, max_length=80)
    at: Moment | None = None
    person: str = Field(default="", max_length=80)
    name: str = Field(default="", max_length=80)


class PutOff(Body):
    """When it is tried next (epoch seconds)."""

    at: Moment


@router.get("", summary="Callbacks")
async def callbacks(
    who: Sees,
    here: Here,
    mine: Annotated[bool, Query(description="only of the queues that I serve")] = False,
    over: Annotated[bool, Query(description="also those that are over")] = False,
) -> Sequence[CallbackRow]:
    """Of the queues that somebody of one's own part serves. Who may not edit them sees those of his own queues."""
    found = await here.callbacks.lately(200) if over else here.callbacks.open()
    rows = [row for row in found if _sees(here, who, row.queue)]
    if mine or not who.may(Action.EDIT_CALLBACKS):
        queues = here.callbacks.queues_of(who.person)
        rows = [row for row in rows if row.queue in queues or (row.wanted and row.wanted == who.person)]
    return [callback_for(who, row) for row in rows]


@router.post("", status_code=201, summary="Have somebody called back")
async def ask(given: Wanted, who: Edits, here: Here) -> CallbackRow:
    """One callback a number and queue: the first stays."""
    wish = CallbackWish(given.number, queue=given.queue, at=given.at, wanted=PersonId(given.person), name=given.name)
    if not _sees(here, who, given.queue):
        raise NotAllowed("nobody of your part of the organisation serves this queue", "take a queue of your own part")
    checked = await here.callbacks.checked(wish)
    await here.audit.note(who, "callback.ask", given.queue, after=checked)
    return callback_for(who, here.callbacks.take(checked))


@router.patch("/{callback}", summary="Put a callback off")
async def put_off(callback: Name, given: PutOff, who: Edits, here: Here) -> CallbackRow:
    """It keeps its place, and is tried when that time has come."""
    before = _one(here, who, callback)
    await here.audit.note(who, "callback.put_off", callback, before.next_at, given.at)
    return callback_for(who, here.callbacks.put_off(callback, given.at))


@router.delete("/{callback}", summary="Cancel a callback")
async def cancel(callback: Name, who: Edits, here: Here) -> CallbackRow:
    """Nobody is called back for it any more; a talk that goes on is not cut off."""
    await here.audit.note(who, "callback.cancel", callback, before=_one(here, who, callback))
    return callback_for(who, here.callbacks.cancel(callback))


def _one(here: Rooms, who: Visitor, callback: str) -> CallbackRow:
    """An open one of his part. Raises UnknownCallback."""
    found = here.callbacks.one(callback)
    if not _sees(here, who, found.queue):
        raise elsewhere(UnknownCallback(f"no open callback {callback:.80}"))
    return found


def _sees(here: Rooms, who: Visitor, queue: str) -> bool:
    return not who.parts or any(who.sees(unit) for unit in here.callbacks.units(queue))

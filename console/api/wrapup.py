"""What one writes down after a talk, and the time for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from calls.ids import CallId, PersonId
from console.api.bodies import Body
from console.api.keys import Name
from console.api.offers import person_of
from console.cards import callback_for, card_for, wrap_up_for
from console.ports.callbacks import CallbackRow, CallbackWish
from console.ports.work import Card
from console.ports.wrapup import Change, Choices, WrapUp, Written
from console.roles import Action
from console.rooms import Rooms
from console.visitor import Visitor
from console.who import needs, rooms

router = APIRouter(tags=["wrap-up"])
Who = Annotated[Visitor, needs(Action.WRAP_UP)]
Here = Annotated[Rooms, Depends(rooms)]


class Writing(Body):
    """What is written. `done` false: a draft, kept as it is typed."""

    scenario: str = Field(default="", max_length=80)
    disposition: str = Field(default="", max_length=80)
    note: str = Field(default="", max_length=4000)
    done: bool = False


class CallBack(Body):
    """Call this caller back, not before `at` (epoch seconds). `me`: if possible by who talked to him."""

    at: float | None = Field(default=None, ge=0, le=4e9, allow_inf_nan=False)
    me: bool = False


@dataclass(frozen=True, slots=True)
class Until:
    """When the wrap-up ends now."""

    until: float


@router.get("/calls/{call}/wrapup", summary="What I wrote down of a call")
async def wrap_up(call: Name, who: Who, here: Here) -> WrapUp:
    """The draft, or the finished one."""
    return wrap_up_for(who, await here.wraps.of(CallId(call), person_of(who)))


@router.put("/calls/{call}/wrapup", summary="Write down what came of a call")
async def write(call: Name, given: Writing, who: Who, here: Here) -> WrapUp:
    """A draft is kept; a finished one, and every change of it, is in the audit log as well."""
    written = Written(given.scenario, given.disposition, given.note, given.done)
    before, after = await here.wraps.checked(CallId(call), person_of(who), written)
    if after.done_at is not None:
        await here.audit.note(who, "wrapup.write", call, said(before), said(after))
    await here.wraps.save(after, who.user)
    return wrap_up_for(who, after)


@router.get("/calls/{call}/wrapup/changes", summary="Everything that my wrap-up of a call has said")
async def changes(call: Name, who: Who, here: Here) -> Sequence[Change]:
    """Oldest first; drafts have none."""
    mine = await here.wraps.of(CallId(call), person_of(who))
    return await here.wraps.changes(mine.call, mine.person)


@router.get("/calls/{call}/card", summary="The card of a call that I had")
async def card(call: Name, who: Who, here: Here) -> Card:
    """As it was offered, with what is known now."""
    return card_for(who, await here.work.of_call(CallId(call), person_of(who)))


@router.post("/calls/{call}/callback", status_code=201, summary="Call back whom I talked to")
async def call_back(call: Name, given: CallBack, who: Who, here: Here) -> CallbackRow:
    """For who talked in this call: the caller keeps a place from now, or from the time that was agreed."""
    mine = await here.wraps.of(CallId(call), person_of(who))
    wish = CallbackWish(call=mine.call, at=given.at, wanted=mine.person if given.me else PersonId(""))
    checked = await here.callbacks.checked(wish)
    await here.audit.note(who, "callback.ask", call, after=checked)
    return callback_for(who, here.callbacks.take(checked))


@router.get("/wrapups", summary="What I still have to finish")
async def unfinished(who: Who, here: Here) -> Sequence[WrapUp]:
    """Newest first."""
    return [wrap_up_for(who, each) for each in await here.wraps.unfinished(person_of(who))]


@router.get("/wrapups/choices", summary="Scenarios and dispositions", dependencies=[needs(Action.WRAP_UP)])
async def choices(here: Here) -> Choices:
    """The lists to choose from, in every language."""
    return here.wraps.choices()


@router.post("/wrapups/more-time", summary="More time for my wrap-up")
async def more_time(who: Who, here: Here) -> Until:
    """Half a minute more; ten minutes in all."""
    await here.audit.note(who, "wrapup.more_time", person_of(who))
    return Until(await here.work.more_time(person_of(who)))


def said(wrap_up: WrapUp) -> dict[str, str]:
    """What the audit log tells of it."""
    return {"scenario": wrap_up.scenario, "disposition": wrap_up.disposition, "note": wrap_up.note}

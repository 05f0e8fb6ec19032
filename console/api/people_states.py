"""What people are: ready, paused and why, out; changed by themselves, or by who leads them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from calls.ids import PersonId
from calls.masking import printable
from console.api.bodies import Body, Text
from console.errors import NotAllowed, Unknown, elsewhere
from console.ports.floor import PersonRow, Reason, StateSet, Wanted
from console.roles import Action
from console.rooms import Rooms
from console.visitor import Visitor
from console.who import needs, rooms

router = APIRouter(tags=["people"])


class NewState(Body):
    """What the person is to be, and why: a pause needs a reason."""

    state: Wanted
    reason: Text = ""


@router.get("/reasons", summary="Why one may pause")
async def reasons(
    _: Annotated[Visitor, needs(Action.SEE_SELF)], here: Annotated[Rooms, Depends(rooms)]
) -> list[Reason]:
    """The usual ones; another may be written."""
    return list(here.states.reasons())


@router.post("/people/{person}/state", summary="Change what a person is")
async def set_state(
    person: str,
    given: NewState,
    who: Annotated[Visitor, needs(Action.SET_OWN_STATE)],
    here: Annotated[Rooms, Depends(rooms)],
) -> StateSet:
    """One's own; somebody else's needs the right to it, and goes into the audit log.

    A conversation and its wrap-up are ended first: then `at_once` is false, and `wish` is what comes after them.
    """
    name = PersonId(person)
    before = here.states.person(name)
    own = bool(who.person) and name == who.person
    if not own:
        _check(who, before, person)
    here.states.check(name, given.state, given.reason)
    if not own:
        await here.audit.note(who, "person.state", person, _told(before), given.model_dump(mode="json"))
    return here.states.set(name, given.state, given.reason)


def _check(who: Visitor, before: PersonRow | None, person: str) -> None:
    if not who.may(Action.SET_OTHERS_STATE):
        raise NotAllowed(f"{who.user} may change nobody's state but his own")
    if before is None or not who.sees(before.unit):
        unknown = Unknown(f"nobody is named {printable(person, 40)!r}, or he is in another part of the organisation")
        raise unknown if before is None else elsewhere(unknown)


def _told(row: PersonRow | None) -> dict[str, str] | None:
    if row is None:
        return None
    return {"state": row.state, "reason": row.reason, "wish": row.wish, "wish_reason": row.wish_reason}

"""Callers: search, one caller with all that is known of him, notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from console.api.bodies import Body
from console.api.keys import Name
from console.cards import caller_for, contact_for, note_for
from console.ports.contacts import CallerFound, Contact
from console.ports.work import CallerNote
from console.roles import Action
from console.rooms import Rooms
from console.visitor import Visitor
from console.who import needs, rooms

router = APIRouter(prefix="/contacts", tags=["contacts"])
Sees = Annotated[Visitor, needs(Action.SEE_CONTACTS)]
Edits = Annotated[Visitor, needs(Action.EDIT_CONTACTS)]
Here = Annotated[Rooms, Depends(rooms)]


class Note(Body):
    """A note on a caller: what holds beyond one call."""

    text: str = Field(min_length=1, max_length=1000, pattern=r"\S")


@router.get("", summary="Look for a caller")
async def found(q: Annotated[str, Query(min_length=2, max_length=64)], who: Sees, here: Here) -> Sequence[CallerFound]:
    """By his number or his name. Who may not see numbers finds a number only by the whole of it."""
    rows = await here.contacts.found(q, whole=not who.may(Action.SEE_NUMBERS))
    return [caller_for(who, row) for row in rows]


@router.get("/{key}", summary="One caller")
async def contact(key: Name, who: Sees, here: Here) -> Contact:
    """`key` is his number, or the id of one of his calls."""
    number = await here.contacts.number(key)
    return contact_for(who, await here.contacts.contact(number, masked=not who.may(Action.SEE_NUMBERS)))


@router.post("/{key}/notes", status_code=201, summary="Write a note on a caller")
async def add_note(key: Name, given: Note, who: Edits, here: Here) -> CallerNote:
    """It stands on the card whenever he calls."""
    number = await here.contacts.number(key)
    await here.audit.note(who, "note.add", who.number(number), after=given.text)
    return note_for(who, await here.contacts.add_note(number, given.text.strip(), who.user))


@router.delete("/{key}/notes/{note}", status_code=204, summary="Take a note away")
async def delete_note(key: Name, note: Name, who: Edits, here: Here) -> None:
    """Nobody sees it any more; the audit log knows what it said."""
    number = await here.contacts.number(key)
    before = await here.contacts.note(number, note)
    await here.audit.note(who, "note.delete", who.number(number), before=before.text)
    await here.contacts.delete_note(note)

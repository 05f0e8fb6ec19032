"""Calls: sought, told as a timeline, explained, and heard."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import FileResponse

from calls.contact import ContactRecord, Outcome
from calls.ids import PersonId
from console.calls_told import CallListed, CallPage, CallTold, Explained, listed, told
from console.errors import NotAllowed, Unknown
from console.roles import Action
from console.rooms import Rooms
from console.visitor import Visitor
from console.who import needs, rooms
from store.seeking import LONGEST_PAGE, LONGEST_TEXT, Sought

router = APIRouter(prefix="/calls", tags=["calls"])
Here = Annotated[Rooms, Depends(rooms)]
Words = Annotated[str, Query(max_length=LONGEST_TEXT)]
Language = Annotated[str, Query(pattern="^(en|zh)$", description="`en` or `zh`")]
At = Annotated[float | None, Query(ge=0, le=1e11, description="Epoch seconds")]


@router.get("", summary="Calls, newest first")
async def search(
    who: Annotated[Visitor, needs(Action.SEE_CALLS)],
    here: Here,
    text: Words = "",
    since: At = None,
    until: At = None,
    queue: Words = "",
    person: Words = "",
    scenario: Words = "",
    outcome: Outcome | None = None,
    after: Words = "",
    limit: Annotated[int, Query(ge=1, le=LONGEST_PAGE)] = 50,
) -> CallPage:
    """`text`: part of an id, number or name; a number whole, for who may not see numbers. `after`: `next` of the last page."""
    people = here.calls.people_of(who)
    whole = not who.may(Action.SEE_NUMBERS)
    what = (since, until, queue, PersonId(person), scenario, outcome)
    rows = await here.calls.page(Sought(text, whole, *what, people, _cursor(after), limit + 1))
    shown: list[CallListed] = [listed(row, who) for row in rows[:limit]]
    more = f"{rows[limit - 1].arrived_at!r} {rows[limit - 1].call}" if len(rows) > limit else ""
    return CallPage(shown, more)


def _cursor(after: str) -> tuple[float, str] | None:
    at, _, call = after.partition(" ")
    try:
        return (float(at), call) if call else None
    except ValueError:
        raise Unknown(f"there is no page after {after!r:.40}") from None


@router.get("/{call}", summary="One call as a timeline")
async def one(
    call: str, who: Annotated[Visitor, needs(Action.SEE_CALLS)], here: Here, language: Language = "zh"
) -> CallTold:
    """Menus, waits, offers with their reasons, talks, holds, and every step. `call`: its id, or four characters of it or more."""
    record = await _seen(call, who, here)
    masked = not who.may(Action.SEE_NUMBERS)
    heard = who.may(Action.HEAR_RECORDINGS) and here.calls.recording(record) is not None
    reasons = {offer.offer: here.calls.reasons(offer.explanation, language) or offer.because for offer in record.offers}
    return told(record, who, here.calls.steps(record, masked), reasons, heard)


@router.get("/{call}/explanation", summary="Why a call went as it did")
async def explanation(
    call: str, who: Annotated[Visitor, needs(Action.SEE_CALLS)], here: Here, language: Language = "zh"
) -> Explained:
    """In sentences: its wait, each offer with its reasons, what would have changed it, what became of it."""
    record = await _seen(call, who, here)
    return Explained(list(here.calls.explained(record, language, not who.may(Action.SEE_NUMBERS))))


@router.get("/{call}/recording", summary="The sound of a conversation", response_class=FileResponse)
async def recording(call: str, who: Annotated[Visitor, needs(Action.HEAR_RECORDINGS)], here: Here) -> FileResponse:
    """WAV, whole or in ranges (RFC 9110, 14). Each hearing stands in the audit log."""
    record = await _seen(call, who, here)
    file = here.calls.recording(record)
    if file is None:
        raise Unknown(
            f"call {record.call} has no recording", "it was not recorded, or is older than recording.keep_days"
        )
    await here.audit.note(who, "recording.hear", record.call)
    return FileResponse(file, media_type="audio/wav", headers={"Cache-Control": "private, no-store"})


async def _seen(call: str, who: Visitor, here: Rooms) -> ContactRecord:
    """The call, if it belongs to his part of the organisation: somebody of it talked, or nobody did."""
    record = await here.calls.record(call)
    people = here.calls.people_of(who)
    talked = {PersonId(talk.whom) for talk in record.talks}
    if people is not None and talked and not talked & set(people):
        raise NotAllowed(f"call {record.call} belongs to another part of the organisation")
    return record

"""Who did what: the audit log, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from console.roles import Action
from console.rooms import Rooms
from console.security.covering import covers
from console.visitor import Visitor
from console.who import needs, rooms
from store.audit import Noted, Sought

router = APIRouter(prefix="/audit", tags=["audit"])
MOST = 500
BIG = 2**53


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log: who, from where, did what with which thing; how that was before, and after."""

    id: int
    at: float
    user: str
    name: str
    kind: str
    address: str
    what: str
    of: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Page:
    """Lines, the newest first. `next`: the `before` of the next page; null at the end."""

    lines: list[Line]
    next: int | None


class Wanted:
    """What is looked for."""

    def __init__(
        self,
        user: Annotated[str, Query(max_length=80, description="by whom")] = "",
        what: Annotated[
            str, Query(max_length=80, description="how its name begins: `account`, `session.refused`")
        ] = "",
        of: Annotated[str, Query(max_length=200, description="with which thing")] = "",
        since: Annotated[float | None, Query(ge=0, le=BIG, description="epoch seconds")] = None,
        until: Annotated[float | None, Query(ge=0, le=BIG, description="epoch seconds")] = None,
        before: Annotated[int | None, Query(ge=0, le=BIG, description="`next` of the page before")] = None,
    ) -> None:
        self.sought = Sought(user, what, of, since, until, before)


@router.get("", summary="Who did what")
async def audit(
    who: Annotated[Visitor, needs(Action.SEE_AUDIT)],
    here: Annotated[Rooms, Depends(rooms)],
    wanted: Annotated[Wanted, Depends()],
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
) -> Page:
    """Who has only a part of the organisation sees what people of that part did."""
    found = await here.audit.page(await _within(wanted.sought, who, here), limit)
    return Page([_line(each) for each in found], found[-1].id if len(found) == limit else None)


async def _within(sought: Sought, who: Visitor, here: Rooms) -> Sought:
    if not who.parts:
        return sought
    own = tuple(each.user for each in await here.doors.accounts.all() if covers(who.parts, each.parts))
    return Sought(sought.user, sought.what, sought.of, sought.since, sought.until, sought.before_id, own)


def _line(noted: Noted) -> Line:
    place = (noted.user, noted.name, noted.kind, noted.address)
    return Line(noted.id, noted.at, *place, noted.what, noted.of, noted.before, noted.after)

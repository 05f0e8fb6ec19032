"""Who may use the console, and how. An admin of one part of the organisation manages the accounts of that part."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from calls.ids import PersonId
from console.api.accounts_told import AccountTold, Changed, Made, New, OneTime, SessionTold, told, told_session
from console.roles import Action
from console.rooms import Rooms
from console.security.accounts import checked
from console.security.covering import covers, granted_by, seen_by
from console.visitor import Visitor
from console.who import needs, rooms
from store.accounts import Account
from store.sessions import Session

router = APIRouter(prefix="/accounts", tags=["accounts"])
Manager = Annotated[Visitor, needs(Action.MANAGE_ACCOUNTS)]
Here = Annotated[Rooms, Depends(rooms)]


@router.get("", summary="The accounts")
async def accounts(who: Manager, here: Here) -> list[AccountTold]:
    """By user name; those of one's own part."""
    return [told(each) for each in await here.doors.accounts.all() if covers(who.parts, each.parts)]


@router.post("", status_code=201, summary="Make an account")
async def make(given: New, who: Manager, here: Here) -> Made:
    """With a one-time link by which its owner sets a password."""
    wanted = Account(
        given.user, given.name, tuple(given.roles), tuple(given.parts), PersonId(given.person), given.locale
    )
    account = granted_by(who, checked(wanted), here.states)
    await here.audit.note(who, "account.make", account.user, after=told(account))
    made = await here.doors.accounts.add(account)
    address, ends = await here.doors.links.make(made.user)
    return Made(told(made), OneTime(address, ends))


@router.get("/{user}", summary="One account")
async def account(user: str, who: Manager, here: Here) -> AccountTold:
    """By its user name."""
    return told(await _seen(user, who, here))


@router.patch("/{user}", summary="Change an account")
async def change(user: str, given: Changed, who: Manager, here: Here) -> AccountTold:
    """What is left out stays as it is. An account that is no more active is signed out everywhere."""
    before = await _seen(user, who, here)
    after = granted_by(who, checked(given.applied_to(before)), here.states)
    await here.audit.note(who, "account.change", user, told(before), told(after))
    await here.doors.accounts.change(after)
    if before.active and not after.active:
        await here.doors.sessions.end_all(user)
    return told(after)


@router.post("/{user}/link", summary="A new one-time link")
async def link(user: str, who: Manager, here: Here) -> OneTime:
    """For a lost password. It ends the link before it; the old password holds until the link is used."""
    found = granted_by(who, await _seen(user, who, here), here.states)
    await here.audit.note(who, "account.link", found.user)
    address, ends = await here.doors.links.make(found.user)
    return OneTime(address, ends)


@router.get("/{user}/sessions", summary="Where somebody is signed in")
async def sessions(user: str, who: Manager, here: Here) -> list[SessionTold]:
    """The newest first."""
    found = await _seen(user, who, here)
    return [told_session(each, who.id) for each in await here.doors.sessions.of(found.user)]


@router.delete("/{user}/sessions", status_code=204, summary="Sign somebody out everywhere")
async def end_all(user: str, who: Manager, here: Here) -> None:
    """At once."""
    found = await _seen(user, who, here)
    await here.audit.note(who, "session.end_all", found.user)
    await here.doors.sessions.end_all(found.user)


@router.delete("/{user}/sessions/{session}", status_code=204, summary="Sign somebody out in one browser")
async def end_one(user: str, session: str, who: Manager, here: Here) -> None:
    """At once. One that is over already is no mistake."""
    found = await _seen(user, who, here)
    ending: list[Session] = [each for each in await here.doors.sessions.of(found.user) if each.id == session]
    await here.audit.note(who, "session.end", found.user, before=[told_session(each, who.id) for each in ending])
    await here.doors.sessions.end(ending)


async def _seen(user: str, who: Visitor, here: Rooms) -> Account:
    return seen_by(who, await here.doors.accounts.one(user))

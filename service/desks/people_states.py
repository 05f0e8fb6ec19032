"""What people are, changed from a page: the same events that their phones' star codes make."""

from __future__ import annotations

from collections.abc import Collection
from typing import assert_never

from acd.messages import Event, Paused, Readied, SignedOut, WrapUpDone
from acd.states import PersonState
from calls.ids import PersonId
from calls.masking import printable
from console.errors import Conflict, Unknown, WrongValue
from console.ports.floor import PersonRow, Reason, StateSet, Wanted
from service.desks.floor_rows import person_row
from service.house import House

LONGEST = 80
MEANT = {
    Wanted.READY: PersonState.READY,
    Wanted.PAUSED: PersonState.NOT_READY,
    Wanted.OUT: PersonState.LOGGED_OUT,
}


class PeopleStatesDesk:
    """Changes what people are. Implements `console.ports.floor.PeopleStates`."""

    def __init__(self, house: House, reasons: Collection[Reason] = ()) -> None:
        self._house, self._reasons = house, reasons
        self._look = house.floor.dispatcher.onlooking()

    def person(self, person: PersonId) -> PersonRow | None:
        """One person."""
        view = self._look.person(person, self._house.clock.now())
        return None if view is None else person_row(view, self._house.people, self._look.serves(person))

    def check(self, person: PersonId, wanted: Wanted, reason: str) -> None:
        """Whether he can be this. Raises Unknown, Conflict, WrongValue."""
        row = self._known(person)
        if wanted is Wanted.DONE and row.state != PersonState.WRAP_UP:
            raise Conflict(f"{row.name} has no wrap-up to end: he is {row.state}")
        _checked(wanted, reason)

    def set(self, person: PersonId, wanted: Wanted, reason: str) -> StateSet:
        """Let him be this. Raises Unknown, Conflict, WrongValue."""
        self.check(person, wanted, reason)
        self._house.floor.tell(_event(person, wanted, _checked(wanted, reason)))
        row = self._known(person)
        return StateSet(row, _is(row, wanted))

    def _known(self, person: PersonId) -> PersonRow:
        row = self.person(person)
        if row is None:
            raise Unknown(f"nobody is named {printable(person, 40)!r}")
        return row

    def reasons(self) -> Collection[Reason]:
        """Why one may pause."""
        return self._reasons


def _event(person: PersonId, wanted: Wanted, reason: str) -> Event:
    match wanted:
        case Wanted.READY:
            return Readied(person)
        case Wanted.PAUSED:
            return Paused(person, reason)
        case Wanted.OUT:
            return SignedOut(person, reason or "signed out")
        case Wanted.DONE:
            return WrapUpDone(person)
        case _:
            assert_never(wanted)


def _checked(wanted: Wanted, reason: str) -> str:
    """A pause without a reason says nothing in the report (P8)."""
    reason = " ".join(reason.split())
    if wanted is Wanted.PAUSED and not reason:
        raise WrongValue("a pause needs a reason", "choose one of the reasons, or write one")
    if len(reason) > LONGEST or printable(reason, LONGEST) != reason:
        raise WrongValue(f"a reason is one line of {LONGEST} characters at most")
    return reason


def _is(row: PersonRow, wanted: Wanted) -> bool:
    return row.state == MEANT[wanted] if wanted in MEANT else row.state != PersonState.WRAP_UP

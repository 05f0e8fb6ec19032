"""The page of a manager, by a link that comes with the call: he is on the road, and types no password at a traffic light."""

from __future__ import annotations

from calls.ids import PersonId
from console.roles import Action, Role
from console.rooms import Rooms
from service.hooks import MakePage
from service.house import House

LASTS = 8 * 3600.0
"""Seconds for which a link opens the page: one working day."""
ALLOWED = frozenset({Action.SEE_SELF, Action.SET_OWN_STATE, Action.TAKE_CALLS, Action.WRAP_UP, Action.SEE_NUMBERS})
"""Less than a manager who has signed in: no search for callers, who are not his."""


def pages_of(house: House, rooms: Rooms) -> MakePage:
    """Makes links. Each is a session of its own that can be ended; its secret stands behind #, and gets into no log."""

    async def make(person: PersonId) -> str:
        name = house.people.person(person).name or person
        secret, _ = await rooms.doors.sessions.begin_link(person, name, (Role.MANAGER,), ALLOWED, LASTS)
        return f"{rooms.settings.address}/m#{secret}"

    return make

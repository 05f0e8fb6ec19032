"""Leaders at work, for the console."""

from __future__ import annotations

from collections.abc import Collection

from acd.agents import Unit
from calls.happenings.supervision import Manner
from calls.ids import CallId, PersonId
from calls.switch import Outside, Target
from console.live.hub import Hub
from console.ports.supervision import PlaceTold, TakesPart, Whose
from service.call import Place
from service.house import House
from service.watches import Leader

SUPERVISED = "supervised"


class SupervisionDesk:
    """Implements `console.ports.supervision.Supervision` on a house.

    `tell_person`: whoever talks is told on his page who takes part in his talk; else nothing shows it to him.
    """

    def __init__(self, house: House, hub: Hub, tell_person: bool) -> None:
        self._house, self._hub = house, hub
        if tell_person:
            house.supervising.watch(self._tell)

    def whose(self, call: CallId) -> Whose | None:
        """Whose a call is."""
        record = self._house.chronicle.record(call)
        if record is None:
            return None
        person = next((PersonId(talk.whom) for talk in record.talks if talk.until is None), PersonId(""))
        return Whose(person, record.queue, self._units([person] if person else self._serving(record.queue)))

    def _serving(self, queue: str) -> Collection[PersonId]:
        return self._house.floor.dispatcher.serving(queue)

    def _units(self, people: Collection[PersonId]) -> frozenset[Unit]:
        return frozenset(each.unit for each in self._house.people.everybody() if each.id in people)

    def taking_part(self, call: CallId | None = None) -> Collection[TakesPart]:
        """Who takes part in this call, or in any."""
        supervising = self._house.supervising
        return supervising.everywhere() if call is None else supervising.taking_part(call)

    async def take_part(self, call: CallId, user: str, person: PersonId, phone: str, manner: Manner) -> TakesPart:
        """Ring him, or change how he takes part."""
        return await self._house.supervising.take_part(call, Leader(user, person, self._phone(person, phone)), manner)

    def _phone(self, person: PersonId, phone: str) -> Target | None:
        if phone:
            return Outside(phone)
        people = self._house.people
        return people.target(people.person(person)) if person and people.is_in_plan(person) else None

    async def leave(self, call: CallId, user: str) -> None:
        """End his part."""
        await self._house.supervising.leave(call, user)

    def place(self, call: CallId) -> PlaceTold:
        """Where a caller waits."""
        return _told(call, self._house.steering.place(call))

    def move(self, call: CallId, queue: str, by: str) -> PlaceTold:
        """To another queue."""
        return _told(call, self._house.steering.move(call, queue, by))

    def prioritise(self, call: CallId, priority: int, by: str) -> PlaceTold:
        """Another priority."""
        return _told(call, self._house.steering.prioritise(call, priority, by))

    def _tell(self, call: CallId) -> None:
        whose = self.whose(call)
        if whose is not None and whose.person:
            parts = [{"manner": each.manner, "ringing": each.ringing} for each in self.taking_part(call)]
            self._hub.tell(whose.person, SUPERVISED, {"call": call, "parts": parts})


def _told(call: CallId, place: Place) -> PlaceTold:
    return PlaceTold(call, place.queue, place.priority, place.joined_at)

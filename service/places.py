"""The place in a queue that a step of the plan wishes for a caller."""

from __future__ import annotations

from collections.abc import Callable

from calls.clock import Clock
from calls.happenings.visit import Failed
from calls.ids import PersonId
from ivr.actions import Enqueue
from service.call import Call, Place
from service.chronicle import Chronicle


class Places:
    """Finds each caller's place. `weight_of` and `person_exists` tell of the plan as it is now."""

    def __init__(
        self,
        clock: Clock,
        chronicle: Chronicle,
        weight_of: Callable[[str], int],
        person_exists: Callable[[PersonId], bool],
    ) -> None:
        self._clock, self._chronicle = clock, chronicle
        self._weight_of, self._person_exists = weight_of, person_exists

    def of(self, call: Call, wish: Enqueue) -> Place:
        """A caller who comes back keeps the time at which he first joined: he does not start anew."""
        since = call.place.joined_at if call.place else self._clock.now()
        priority = wish.priority or self._weight_of(wish.queue)
        return Place(wish.queue, priority, since, self._wanted(call, wish.wanted), tuple(wish.wishes.items()))

    def _wanted(self, call: Call, name: str) -> PersonId:
        """The person to ask first. Who is not in the plan is told and left out: a profile or a lookup may name anybody."""
        if not name or self._person_exists(PersonId(name)):
            return PersonId(name)
        self._chronicle.note(call.id, Failed(f"{call.step}: {name!r}, to be asked first, is not in the plan: ignored"))
        return PersonId("")

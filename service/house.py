"""The house: every room of the service put together around one switch."""

from __future__ import annotations

from collections.abc import Callable

from calls.events import SwitchEvent
from service.furnishing import furnish
from service.keeping import PeopleKeeper
from service.walls import Walls


class House(Walls):
    """One running service. `async with house.crew:` and `house.floor.run()` bring it to life; `bootstrap` does."""

    def _furnish(self, people_keeper: PeopleKeeper, down_since: float) -> Callable[[SwitchEvent], None]:
        rooms = furnish(self, people_keeper, down_since)
        self.connecting, self.steering, self.reception = rooms.connecting, rooms.steering, rooms.reception
        return self.reception.receive

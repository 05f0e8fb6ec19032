"""The floor, its hub of live events, and today's figures, put together around a house."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from zoneinfo import ZoneInfo

from acd.measures import Rules
from console.live.hub import Hub
from console.ports.floor import Reason
from service.config import Settings
from service.configuration import Configuration
from service.databases import open_database
from service.desks.floor import FloorDesk
from service.desks.people_states import PeopleStatesDesk
from service.desks.today import Today
from service.house import House
from service.reports import rules_of
from store.reports import Reports, reading_reports


class PlansRules:
    """What is promised by the plan that is live, worked out once for each plan."""

    def __init__(self, house: House, zone: str) -> None:
        self._house, self._zone = house, ZoneInfo(zone)
        self._known: tuple[Configuration, Rules] | None = None

    def __call__(self) -> Rules:
        """The rules."""
        configuration = self._house.configuration
        if self._known is None or self._known[0] is not configuration:
            self._known = configuration, rules_of(Rules(self._zone), configuration)
        return self._known[1]


class LiveFloor:
    """Everything of the floor that the console has."""

    def __init__(self, house: House, zone: str, reasons: Collection[Reason] = ()) -> None:
        self.today = Today(PlansRules(house, zone), house.clock.now)
        self.floor = FloorDesk(house, self.today)
        self.states = PeopleStatesDesk(house, reasons)
        self.hub = Hub(self.floor, house.clock)


@asynccontextmanager
async def reports_of(settings: Settings) -> AsyncIterator[Reports]:
    """The journal, over a connection of its own: for a thread of its own."""
    async with open_database(settings) as database, reading_reports(database) as reading:
        yield reading

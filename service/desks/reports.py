"""Reports for the console: the same figures as `hotline report`, of the visitor's part of the organisation."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection
from typing import Any
from zoneinfo import ZoneInfo

from acd.measures import FORMULAS, Report, Rules
from calls.clock import Clock
from calls.ids import PersonId
from console.ports.reports import Figure, Wished
from console.visitor import Visitor
from service.configuration import Configuration
from service.report_days import period
from service.report_fields import report_csv, report_fields
from service.reports import Asked, gather, rules_of
from service.service import Service
from store.database import Database

PeopleOf = Callable[[Visitor], Collection[PersonId] | None]


def reports_desk(service: Service, people_of: PeopleOf) -> ReportsDesk:
    """Put together on this service."""
    house, zone = service.house, ZoneInfo(service.settings.centre.zone)
    return ReportsDesk(service.database, house.clock, lambda: house.configuration, people_of, zone)


class ReportsDesk:
    """`console.ports.reports.ReportsPort` on the store."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        configuration: Callable[[], Configuration],
        people_of: PeopleOf,
        zone: ZoneInfo,
    ) -> None:
        self._database, self._clock, self._configuration = database, clock, configuration
        self._people_of, self._zone = people_of, zone

    async def report(self, wished: Wished, who: Visitor) -> dict[str, Any]:
        """As JSON."""
        return report_fields(await self._gathered(wished, who))

    async def csv(self, wished: Wished, who: Visitor) -> str:
        """As CSV."""
        return report_csv(await self._gathered(wished, who))

    async def _gathered(self, wished: Wished, who: Visitor) -> Report:
        since, until = period(wished.day, wished.first, wished.last, self._zone)
        rules = rules_of(Rules(self._zone), self._configuration())
        asked = Asked(wished.by, since, until, rules, self._people_of(who))
        return await gather(self._database, asked, self._clock.now())

    def figures(self) -> list[Figure]:
        """From the formulas' own docstrings, as docs/measures.md."""
        return [Figure(each.name, each.unit, inspect.getdoc(each.of) or "") for each in FORMULAS]

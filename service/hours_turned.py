"""Hours that people forced open or closed: what queues and people are told of, in place of the hours of their clock.

The dispatcher knows no switch. Turning one gives it people and queues with other hours, as another plan would.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import time

from acd.messages import Person
from acd.queues import Queue
from calls.office_hours import OfficeHours, Span
from ivr.switches import HOURS
from service.configuration import Configuration

_WHOLE_DAY = (Span(time(0), time(0)),)


class HoursTurned:
    """Remembers how the switches of the hours stood when people and queues were told last."""

    def __init__(self, forced: Callable[[str], bool | None]) -> None:
        self._forced = forced
        self._told: Mapping[str, bool] = {}

    def moved(self, configuration: Configuration) -> bool:
        """Whether the switches of this plan's hours stand otherwise than they did."""
        return self._stand(configuration) != self._told

    def applied(self, configuration: Configuration) -> tuple[Sequence[Person], Sequence[Queue]]:
        """The people and queues, with forced hours where a switch stands."""
        self._told = self._stand(configuration)
        if not self._told:
            return configuration.people, configuration.queues
        hours = configuration.plan.hours
        turned = {id(hours[name]): _forced(hours[name], on) for name, on in self._told.items()}
        people = [_with(person, turned.get(id(person.hours))) for person in configuration.people]
        return people, [replace(each, hours=turned.get(id(each.hours), each.hours)) for each in configuration.queues]

    def _stand(self, configuration: Configuration) -> dict[str, bool]:
        names = configuration.plan.hours
        return {name: on for name in names if (on := self._forced(HOURS + name)) is not None}


def _forced(hours: OfficeHours, on: bool) -> OfficeHours:
    """In the same zone: a day ends when it did."""
    return OfficeHours(hours.zone, dict.fromkeys(range(7), _WHOLE_DAY) if on else {})


def _with(person: Person, hours: OfficeHours | None) -> Person:
    return person if hours is None else replace(person, hours=hours)

"""The dialplan as frozen data: numbers lead to flows, flows are steps. Made by `loading`, proved by `checking`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from calls.office_hours import OfficeHours
from calls.problems import Place
from ivr.grammar import Operator
from ivr.sources import Profiles
from ivr.step import Step

ANY_NUMBER = "any"
"""The key of `numbers` for every number that is not listed."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Steps done one after the other. The name is the admin's."""

    name: str
    steps: tuple[Step, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a caller can meet in the menus.

    `languages`: the first one is what a call begins in. `at_most`: seconds a caller may stay in the menus.
    `operator`: reached from every question; `no_operator`: the plan says in writing that its questions need none.
    `zone`: whose clock `time.hour` and its like show; None is UTC.
    """

    numbers: Mapping[str, str]
    languages: tuple[str, ...]
    flows: Mapping[str, Flow]
    hours: Mapping[str, OfficeHours] = field(default_factory=dict)
    at_most: float = 900.0
    zone: ZoneInfo | None = None
    profiles: Profiles | None = None
    operator: Operator | None = None
    no_operator: bool = False

    @property
    def profile_fields(self) -> frozenset[str]:
        """The fields of a profile that this plan adds to those that every profile has."""
        return frozenset(self.profiles.others if self.profiles else ())

    def flow_for(self, number: str) -> str | None:
        """The flow that this dialled number begins with, or None for a number that is not ours."""
        return self.numbers.get(number) or self.numbers.get(ANY_NUMBER)

    def step(self, step_id: str) -> Step | None:
        """The step with this id (`welcome.2`), if there is one."""
        name, _, ordinal = step_id.rpartition(".")
        flow = self.flows.get(name)
        if flow is None or not ordinal.isdecimal() or not 0 < int(ordinal) <= len(flow.steps):
            return None
        return flow.steps[int(ordinal) - 1]

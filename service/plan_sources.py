"""A dialplan by name: a main file, or the number of a published version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from acd.loading import load as load_staff
from acd.messages import Person
from acd.queues import Queue
from calls.documents import Node, Problems
from ivr.dialplan import Plan
from ivr.loading import load
from service.config import Settings
from service.plans import PlanRefused


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """A plan as it is written, whether or not this house could run it: what it names elsewhere is not looked for."""

    plan: Plan
    people: Sequence[Person]
    queues: Sequence[Queue]
    sections: Mapping[str, Node]


def open_plan(settings: Settings, name: str | None) -> OpenPlan:
    """The plan of this name; None: as in the settings. Raises PlanRefused with every problem of its own."""
    main, read = str(name or settings.centre.dialplan), _read
    problems = Problems()
    loaded = load(main, read, problems)
    staff = load_staff(loaded.sections, loaded.plan.hours)
    if problems:
        raise PlanRefused(problems.sorted())
    return OpenPlan(loaded.plan, staff.people, staff.queues, loaded.sections)


def _read(file: str) -> str:
    return Path(file).read_text(encoding="utf-8")

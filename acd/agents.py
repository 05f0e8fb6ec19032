"""Agents: people at a seat in the centre."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from calls.ids import PersonId
from calls.office_hours import OfficeHours


@dataclass(frozen=True, slots=True)
class Unit:
    """Where a person belongs in the organisation; '' is not written."""

    region: str = ""
    area: str = ""
    centre: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class Agent:
    """A person at a seat. Skills are scores from 0 to 10; `wrap_up` and `ring` are seconds.

    `ring` is how long his phone rings for one offer. `others` are further phones of his, tried in this order when the seat
    cannot be reached (a soft phone's seat, or an outside number). `concurrency`: contacts at the same time. A `guest` takes
    only easy queues. `hours` None: whenever he is signed in.
    """

    id: PersonId
    name: str
    seat: str
    skills: Mapping[str, float]
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wrap_up: float = 0.0
    ring: float = 20.0
    others: tuple[str, ...] = ()
    unit: Unit = Unit()
    concurrency: int = 1
    guest: bool = False
    hours: OfficeHours | None = None
    queues: tuple[str, ...] = ()
    """The queues he serves, of those that his skills allow; empty: all of them."""
    zone: tzinfo = UTC
    """Whose midnight begins his day, where his hours do not tell: the plan's."""

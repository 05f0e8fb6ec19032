"""Managers: people on an outside phone, who must press a key before they get a caller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from acd.agents import Unit
from calls.ids import PersonId
from calls.office_hours import OfficeHours


@dataclass(frozen=True, slots=True)
class Manager:
    """A person on an outside phone, asked only within his hours (None: always) and `at_most` times a day.

    All times are seconds. After he picks up he has `accept_within` to press `accept_key`, so that a voicemail
    box never gets a caller (P22). When he cannot take a call his `deputy` is asked next, and he is left alone
    for `cool_down`. `at_most` counts conversations a day, in the zone of his hours or, without hours, of the plan.
    """

    id: PersonId
    name: str
    phone: str
    hours: OfficeHours | None = None
    skills: Mapping[str, float] = field(default_factory=dict)
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    accept_key: str = "1"
    decline_key: str = "2"
    ring: float = 20.0
    accept_within: float = 20.0
    deputy: PersonId | None = None
    at_most: int | None = None
    wrap_up: float = 0.0
    cool_down: float = 300.0
    others: tuple[str, ...] = ()
    """Further phones of his, tried in this order."""
    unit: Unit = Unit()
    queues: tuple[str, ...] = ()
    """The queues he serves, of those that his skills allow; empty: all of them."""
    later_key: str = "3"
    """Asks to be called again in five minutes, for the same caller if he still waits; empty: there is no such key."""
    zone: tzinfo = UTC
    """Whose midnight begins his day, where his hours do not tell: the plan's."""

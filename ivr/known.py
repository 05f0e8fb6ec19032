"""The names that every expression knows, what each is, and what it is worth in a call at one moment.

caller.number  call.language  queue.wealth.waiting  time.hour  open.office  and the variables of the call by their names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from calls.profile import UNKNOWN, Profile
from ivr.expression_tree import Found, Name
from ivr.surroundings import QueueState

if TYPE_CHECKING:
    from ivr.walk import Walk


class Sort(StrEnum):
    """What a name is, as far as the plan tells."""

    NUMBER = "a number"
    TEXT = "a text"
    YES_NO = "yes or no"
    LIST = "a list"
    ANY = "any value"


CALLER: Mapping[str, Sort] = MappingProxyType({"number": Sort.TEXT, "name": Sort.TEXT})
"""What the call itself tells of the caller."""
PROFILE: Mapping[str, Sort] = MappingProxyType(
    {
        "segment": Sort.TEXT,
        "class": Sort.TEXT,
        "value": Sort.NUMBER,
        "language": Sort.TEXT,
        "dialect": Sort.TEXT,
        "tags": Sort.LIST,
        "manager": Sort.TEXT,
        "wait_limit": Sort.NUMBER,
        "known": Sort.YES_NO,
    }
)
"""What every profile may tell; the plan's `profiles:` may name more."""
CALL: Mapping[str, Sort] = MappingProxyType({"number": Sort.TEXT, "language": Sort.TEXT})
QUEUE: Mapping[str, Sort] = MappingProxyType(
    {"waiting": Sort.NUMBER, "ready": Sort.NUMBER, "expected_wait": Sort.NUMBER}
)
TIME: Mapping[str, Sort] = MappingProxyType(
    {"hour": Sort.NUMBER, "minute": Sort.NUMBER, "weekday": Sort.TEXT, "date": Sort.TEXT, "clock": Sort.TEXT}
)
ROOTS = ("caller", "call", "queue", "time", "open")
MASKED = "secret"
"""The plan's word for what nobody may see: a variable's value, or one of the settings' secrets, `secret.crm`."""
ALIASES: Mapping[str, str] = MappingProxyType({"class": "segment"})
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def needs_profile(name: Name) -> bool:
    """Whether the caller's profile must have been read before this name has its value."""
    return name.root == "caller" and len(name.parts) == 2 and name.parts[1] not in CALLER


def is_secret(name: Name) -> bool:
    """Whether it stands for a secret of the settings: `secret.crm`."""
    return name.root == MASKED and len(name.parts) == 2


class Knowledge:
    """What the names stand for in one call, now."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk

    def find(self, name: Name) -> Found:
        """The value of this name; None if it has none."""
        match name.parts:
            case (variable,):
                return self._walk.variables.get(variable)
            case ("caller", field):
                return self._caller(field)
            case ("call", field):
                return {"number": self._walk.dialled, "language": self._walk.language}.get(field)
            case ("queue", queue, figure):
                return _figure(self._walk.surroundings.queue(queue), figure)
            case ("time", part):
                return _time_part(self._walk.clock(), part)
            case ("open", hours):
                return self._walk.is_open(hours)
            case _:
                return None

    def _caller(self, field: str) -> Found:
        if field in CALLER:
            caller = self._walk.caller
            return caller.number if field == "number" else caller.name
        return profile_field(self._walk.surroundings.profile() or UNKNOWN, field)


def profile_field(profile: Profile, field: str) -> Found:
    """One field of a profile; None if it is not known."""
    if field not in PROFILE:
        return profile.other.get(field)
    found: Found = getattr(profile, ALIASES.get(field, field))
    return None if found in ("", ()) else found


def _figure(state: QueueState, figure: str) -> Found:
    if figure not in QUEUE:
        return None
    found: Found = getattr(state, figure)
    return found


_TIME_PARTS: Mapping[str, Callable[[datetime], Found]] = MappingProxyType(
    {
        "hour": lambda at: at.hour,
        "minute": lambda at: at.minute,
        "weekday": lambda at: WEEKDAYS[at.weekday()],
        "date": lambda at: at.date().isoformat(),
        "clock": lambda at: f"{at:%H:%M}",
    }
)


def _time_part(at: datetime, part: str) -> Found:
    return _TIME_PARTS[part](at) if part in _TIME_PARTS else None

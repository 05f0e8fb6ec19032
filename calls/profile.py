"""What is known of a caller before he has said a word: the profile that the company keeps, read by number at call-in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Value = str | int | float | bool
"""What a variable, a field of a profile or of a lookup can be."""
Values = Mapping[str, Value]
NO_VALUES: Values = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Profile:
    """A caller's profile. Everything is optional: '' or None is not known.

    `segment`: the customer's class, as the company names it (such as vip). `value`: what he is worth to the company, a
    number. `manager`: the person who looks after him. `wait_limit`: seconds he has said he will wait. `other`: every
    further field, by its own name.
    """

    segment: str = ""
    value: float | None = None
    language: str = ""
    dialect: str = ""
    tags: tuple[str, ...] = ()
    manager: str = ""
    wait_limit: float | None = None
    other: Values = field(default_factory=lambda: NO_VALUES)
    known: bool = True


UNKNOWN = Profile(known=False)
"""Of a caller whom the company does not know, or whose profile could not be read in time."""

"""Agents: people at a seat in the centre."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from calls.ids import PersonId


@dataclass(frozen=True, slots=True)
class Agent:
    """A person at a seat. Skills are scores from 0 to 10; `wrap_up` and `ring` are seconds.

    `ring` is how long his phone rings for one offer.
    """

    id: PersonId
    name: str
    seat: str
    skills: Mapping[str, float]
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wrap_up: float = 0.0
    ring: float = 20.0

"""What a session may ask about the world outside the call. The service answers from what it knows; nothing is waited for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from calls.profile import UNKNOWN, Profile


@dataclass(frozen=True, slots=True)
class QueueState:
    """A queue as it is now. `expected_wait`: seconds for who joins now, None where nobody can tell."""

    waiting: int = 0
    ready: int = 0
    expected_wait: float | None = None


class Surroundings(Protocol):
    """The world outside one call."""

    def queue(self, name: str) -> QueueState:
        """A queue as it is now."""
        ...

    def forced(self, name: str) -> bool | None:
        """A switch that people turn without a publish: `hours.office`, `notice.storm`. None: it was not touched."""
        ...

    def profile(self) -> Profile | None:
        """Who calls; None while it is being read."""
        ...

    def habits(self, menu: str) -> Mapping[str, int]:
        """How often this caller took each choice of the menu with this id: by `ivr.habits.habit`, or by key. Empty: unknown."""
        ...


@dataclass(frozen=True, slots=True)
class Nowhere(Surroundings):
    """No world outside: empty queues, untouched switches, an unknown caller. For simulations these are given."""

    queues: Mapping[str, QueueState] = field(default_factory=dict)
    switches: Mapping[str, bool] = field(default_factory=dict)
    caller: Profile = UNKNOWN
    taken: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def queue(self, name: str) -> QueueState:
        """As given, else empty."""
        return self.queues.get(name, QueueState())

    def forced(self, name: str) -> bool | None:
        """As given, else untouched."""
        return self.switches.get(name)

    def profile(self) -> Profile | None:
        """As given, else unknown."""
        return self.caller

    def habits(self, menu: str) -> Mapping[str, int]:
        """As given, else none."""
        return self.taken.get(menu, {})

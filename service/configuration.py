"""What admins write, checked: what the house is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from acd.messages import Person
from acd.queues import Queue
from ivr.dialplan import Plan


@dataclass(frozen=True, slots=True)
class Configuration:
    """Menus, people and queues, without a mistake. `version` is the published one; 0: the files themselves."""

    plan: Plan
    people: Sequence[Person]
    queues: Sequence[Queue]
    version: int = 0
    named: Mapping[str, Queue] = field(init=False, repr=False, compare=False)
    """The queues by their names: asked at every step of every call."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "named", {queue.name: queue for queue in self.queues})

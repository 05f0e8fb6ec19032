"""What admins write, checked: what the house is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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

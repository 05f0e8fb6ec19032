"""What every step of a flow is: data with a place in a file, an id, and its doing as a function of the walk."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from calls.errors import IllegalStep
from calls.problems import Place

if TYPE_CHECKING:
    from ivr.events import Event
    from ivr.walk import Walk


class Kind(StrEnum):
    """What a name in a step stands for. VARIABLE: one that is used; GIVEN: one that gets a value here."""

    FLOW = "flow"
    PROMPT = "prompt"
    QUEUE = "queue"
    PERSON = "person"
    PHONE = "phone"
    HOURS = "hours"
    VARIABLE = "variable"
    GIVEN = "given variable"
    FIELD = "field of the caller's profile"
    CLOCK = "clock"
    SWITCH = "switch"


@dataclass(frozen=True, slots=True)
class Reference:
    """A name used in a step, and where. `alone`: this way on is taken without any input of the caller.

    `returns`: when that flow ends, the step behind this one follows. `asked`: nobody is led there, a condition or a text
    only asks how it is.
    """

    kind: Kind
    name: str
    place: Place
    alone: bool = False
    returns: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a step stands: `id` is `welcome.2` for the second step of the flow `welcome`."""

    id: str
    place: Place
    references: tuple[Reference, ...] = field(default=(), repr=False)

    @property
    def needs_profile(self) -> bool:
        """Whether the caller's profile is used in it: the step is begun when that was read, or is too late."""
        return any(reference.kind is Kind.FIELD for reference in self.references)


@dataclass(frozen=True, slots=True)
class Step(ABC):
    """One step. Parsing made it; it never changes. What is remembered while it is done lives in the walk."""

    spot: Spot

    @property
    def id(self) -> str:
        """`welcome.2`."""
        return self.spot.id

    @property
    def goes_on(self) -> bool:
        """Whether the next step of the flow can follow."""
        return False

    @abstractmethod
    def begin(self, walk: Walk) -> None:
        """Do it: give one blocking action, or move on."""

    def after(self, walk: Walk, event: Event) -> None:
        """Go on when what was asked for has happened. A step that asks for nothing is never told anything."""
        raise IllegalStep(f"step {self.id} at {walk.flow} asked for nothing, but was told {type(event).__name__}")

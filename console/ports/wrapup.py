"""What a person writes down after a talk: scenario, disposition, note. A draft is kept as he types; he may finish it later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from calls.ids import CallId, PersonId
from console.ports.words import Words


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose from a list. `complaint`: who chooses it says that the caller complained."""

    id: str
    label: Words
    complaint: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """The lists: scenarios of the plan that is live, dispositions of the settings."""

    scenarios: Sequence[Choice]
    dispositions: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written. `done`: it is finished; else it is a draft."""

    scenario: str = ""
    disposition: str = ""
    note: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class WrapUp:
    """A wrap-up. Times are epoch seconds; `saved_at` and `done_at` are None before that."""

    call: CallId
    person: PersonId
    number: str
    queue: str
    begun_at: float
    scenario: str
    disposition: str
    note: str
    saved_at: float | None
    done_at: float | None


@dataclass(frozen=True, slots=True)
class Change:
    """What a finished wrap-up said from `at` on, and which account wrote it."""

    at: float
    by: str
    scenario: str
    disposition: str
    note: str


class WrapUps(Protocol):
    """Wrap-ups, as the console sees them."""

    def choices(self) -> Choices:
        """What there is to choose from."""
        ...

    async def of(self, call: CallId, person: PersonId) -> WrapUp:
        """The one of this person. Raises UnknownWrapUp where he did not talk in this call."""
        ...

    async def checked(self, call: CallId, person: PersonId, written: Written) -> tuple[WrapUp, WrapUp]:
        """It as it is, and as it will be when this is saved. Raises UnknownWrapUp, WrongWrapUp."""
        ...

    async def save(self, after: WrapUp, by: str) -> None:
        """Keep it; on the disk when this returns. Raises StoreUnusable."""
        ...

    async def unfinished(self, person: PersonId) -> Sequence[WrapUp]:
        """What he still has to finish, newest first."""
        ...

    async def changes(self, call: CallId, person: PersonId) -> Sequence[Change]:
        """Everything that a finished one has said, oldest first."""
        ...

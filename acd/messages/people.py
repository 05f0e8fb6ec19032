"""What people want, and what their phones say. All times are epoch seconds."""

from __future__ import annotations

from dataclasses import dataclass

from calls.ids import PersonId


@dataclass(frozen=True, slots=True)
class Reachable:
    """The phone of an agent's seat is registered, or no longer. An unreachable agent is LOGGED_OUT."""

    person: PersonId
    reachable: bool


@dataclass(frozen=True, slots=True)
class Readied:
    """The person wants calls. Ends wrap-up, a pause and a sign-out."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class Paused:
    """The person wants no calls for now. Takes effect after a conversation in progress and its wrap-up."""

    person: PersonId
    reason: str


@dataclass(frozen=True, slots=True)
class WrapUpProlonged:
    """The person wants his wrap-up to last until `until`; it lasts ten minutes at most (`person_moves.LONGEST_WRAP_UP`)."""

    person: PersonId
    until: float


@dataclass(frozen=True, slots=True)
class SignedOut:
    """The person went home."""

    person: PersonId
    reason: str = "signed out"


@dataclass(frozen=True, slots=True)
class Occupied:
    """A phone of the person is in a call that is no offer of ours: he is busy (P18)."""

    person: PersonId
    busy: bool


@dataclass(frozen=True, slots=True)
class Away:
    """Leave, training, sickness: from `starts` until before `ends`, epoch seconds."""

    starts: float
    ends: float
    reason: str


@dataclass(frozen=True, slots=True)
class Absent:
    """When the person is away, as the attendance list says now: all that is known, in order of time."""

    person: PersonId
    away: tuple[Away, ...]

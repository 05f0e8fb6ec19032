"""The floor as the console sees it: people, queues, calls and alarms, a row each; and what may be done to people's states.

Times are epoch seconds, durations seconds, shares go from 0 to 1. Lists are tuples: a row never changes, another takes its place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from acd.agents import Unit
from calls.ids import CallId, OfferId, PersonId


class Topic(StrEnum):
    """What rows are about. In this order they are read: what is known of people and calls makes the figures of queues."""

    CALLS = "calls"
    PEOPLE = "people"
    QUEUES = "queues"
    ALARMS = "alarms"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person: what he is (`state`), why, since when and until when; what he wants to be once nothing keeps him (`wish`)."""

    id: PersonId
    name: str
    kind: str
    state: str
    reason: str
    since: float
    until: float | None
    wish: str
    wish_reason: str
    queues: tuple[str, ...]
    skills: tuple[tuple[str, float], ...]
    unit: Unit
    contact: CallId | None
    offer: OfferId | None
    reachable: bool
    busy: bool
    guest: bool
    taken_today: int


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A queue. `longest_since`: when the first of those came who wait; `ready`, `talking`, `on_duty`: of its people.

    `answered`, `abandoned`, `offered` and `service_level` (None: nobody yet) are of today, and those of `hotline report day`.
    `expected`: seconds for who would join now; None: nobody can tell. `retired`: only left for its last callers.
    """

    name: str
    waiting: int
    longest_since: float | None
    expected: float | None
    ready: int
    talking: int
    on_duty: int
    answered: int
    abandoned: int
    offered: int
    service_level: float | None
    answer_within: float
    open: bool
    callbacks: int
    weight: int
    retired: bool


@dataclass(frozen=True, slots=True)
class Ring:
    """How far a caller's wishes are relaxed: ring `number` of `last`, without `dropped`; the next at `next_at`."""

    number: int
    last: int
    dropped: tuple[str, ...]
    next_at: float | None


@dataclass(frozen=True, slots=True)
class Aside:
    """A leader in a talk: his account, who he is in the plan ('': nobody), and how. `ringing`: he has not picked up yet."""

    user: str
    person: PersonId
    manner: str
    ringing: bool


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call that is not over. `stage`: in menu, waiting, offered, talking; `since` when; `person`: who is asked, or talks.

    Of who waits: his place (`position` from 1; 0: not known yet), the seconds until his turn (`expected`), the chance that he
    gives up within a minute (`leaves`), the seconds after which half of such callers have (`patience`), and his score.

    `asides`: the leaders who listen, whisper or have joined; only for who may do so himself.
    """

    id: CallId
    number: str
    name: str
    segment: str
    stage: str
    queue: str
    joined_at: float | None
    since: float
    person: PersonId
    language: str
    step: str
    priority: int
    callback: bool
    position: int
    expected: float | None
    leaves: float | None
    patience: float | None
    score: float | None
    ring: Ring | None
    asides: tuple[Aside, ...] = ()


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """Something that an admin must see to, since when."""

    name: str
    text: str
    since: float


Row = PersonRow | QueueRow | CallRow | AlarmRow


class Changes(Protocol):
    """Who is told which rows may be others. Quick, and never refused: it is in the path of calls."""

    def changed(self, topic: Topic, key: str) -> None:
        """This row may be another."""
        ...

    def all_changed(self) -> None:
        """Every row may be another."""
        ...


class Floor(Protocol):
    """Rows, read one by one."""

    def watch(self, changes: Changes | None) -> None:
        """Tell these of changes from now on; None: nobody looks on any more."""
        ...

    def keys(self, topic: Topic) -> Collection[str]:
        """Every row that there is now."""
        ...

    def row(self, topic: Topic, key: str) -> Row | None:
        """One row as it is now; None: there is none any more."""
        ...

    def due(self) -> Iterable[tuple[Topic, str]]:
        """The rows that may be others by time alone, as many as may be read at once. Asked at every look."""
        ...


class Wanted(StrEnum):
    """What a person is to be. DONE: his wrap-up is over."""

    READY = "ready"
    PAUSED = "paused"
    OUT = "out"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody pauses: the word that is recorded, and how it is shown by language."""

    name: str
    label: dict[str, str]


@dataclass(frozen=True, slots=True)
class StateSet:
    """What came of it. `at_once` False: what he does now is ended first, then he is what was wanted."""

    person: PersonRow
    at_once: bool


class PeopleStates(Protocol):
    """Changes what people are."""

    def person(self, person: PersonId) -> PersonRow | None:
        """One person; None: nobody has this name."""
        ...

    def check(self, person: PersonId, wanted: Wanted, reason: str) -> None:
        """Whether he can be this. Raises Unknown, Conflict where he cannot as things are, WrongValue for a reason."""
        ...

    def set(self, person: PersonId, wanted: Wanted, reason: str) -> StateSet:
        """Let him be this. Raises as `check` does."""
        ...

    def reasons(self) -> Collection[Reason]:
        """Why one may pause."""
        ...

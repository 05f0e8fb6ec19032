"""Queues: what callers wait in, and what a person must be able to do to serve them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from calls.office_hours import OfficeHours

IDEAL = "ideal"
MANAGER = "manager"
LAST_AGENT = "last_agent"
"""Wishes with a meaning of their own: the scores of `ideal`, the caller's own manager, who served him last.

Any other wish names a tag of the person.
"""


@dataclass(frozen=True, slots=True)
class Rings:
    """How wishes relax, one after the other: `order` is what is dropped, first to last; a wish not named is dropped first.

    A ring opens when `share` of such callers would have given up (of the weight: q/w), or after `every` seconds each where
    that is written.
    """

    order: tuple[str, ...] = ()
    share: float = 0.1
    every: float | None = None


@dataclass(frozen=True, slots=True)
class Reserve:
    """Free people may be kept for callers who are worth more: at most this share, no caller longer than `most` seconds."""

    people: float = 0.2
    most: float = 180.0

    def __str__(self) -> str:
        """As an admin reads it: `20 % of the people, 180 s at most`."""
        return f"{self.people:.0%} of the people, {self.most:g} s at most".replace("%", " %", 1)


class Trigger(StrEnum):
    """What makes a queue give a caller away.

    `closed`, `full`, `balk` (he would probably give up before his turn) and `waiting` are asked when he joins, `waited` when he
    has; `expected_wait` and `nobody` (signed in) when he joins and as long as he waits.
    """

    CLOSED = "closed"
    FULL = "full"
    BALK = "balk"
    LENGTH = "waiting"
    EXPECTED_WAIT = "expected_wait"
    WAITED = "waited"
    NOBODY = "nobody"


class Onward(StrEnum):
    """Where a caller goes whom a queue gives away. A flow may take a message, book a callback, or hang up.

    To a PERSON: he is offered to that person before anybody else, and keeps his place. BACK: to where the step that let him wait
    says `otherwise`.
    """

    QUEUE = "queue"
    PERSON = "person"
    FLOW = "flow"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Overflow:
    """When `when` comes to `limit` (callers or seconds; `over`: beyond it), the caller goes `to` what is named."""

    when: Trigger
    limit: float
    to: Onward
    name: str
    over: bool = True

    @property
    def goal(self) -> str:
        """Where to: `queue orders`, `flow message`, `back`."""
        return f"{self.to} {self.name}".rstrip()

    @property
    def id(self) -> str:
        """What tells it from the other rules of its queue, for as long as the plan is the same: `waited 300 queue orders`."""
        return f"{self.when} {self.limit:g} {self.goal}"

    def __str__(self) -> str:
        """As an admin reads it: `waited > 300: queue orders`."""
        limit = f" {'>' if self.over else '>='} {self.limit:g}" if self.limit else ""
        return f"{self.when}{limit}: {self.goal}"

    def reached(self, value: float) -> bool:
        """Whether a value has come to the limit."""
        return value > self.limit if self.over else value >= self.limit


@dataclass(frozen=True, slots=True)
class Words:
    """What a waiting caller is told: seconds until the first word, between two; his position and the expected wait or not.

    `press`: after so many seconds he may press `key` and go to `flow`, to be called back.
    """

    first: float = 8.0
    every: float = 40.0
    position: bool = False
    wait: bool = False
    key: str = "1"
    flow: str = ""
    press: float = 60.0


@dataclass(frozen=True, slots=True)
class Queue:
    """One line of callers. A person serves it who has each skill at the level asked, or above.

    `weight` is the priority of a caller who brings none of his own. `strategy` orders the callers, `choice`
    picks among the free people: both are names in acd/strategies.py. `answer_within` (seconds) is the promise
    that the service level is measured by. `music` names what a waiting caller hears. `ideal` are the scores wished for
    in the first ring. `handling`: seconds that a call takes, believed until calls have been handled. `easy`: guests on a duty
    day may take these calls. `hours` None: always open. `balk`: who would probably give up first is given to this flow at once.
    `customer_first`: who is rung first where somebody is called back; None: as the centre does it.
    `number`: what a phone in the centre dials to come, or send a caller, to this queue.
    """

    name: str
    weight: int = 1
    skill: Mapping[str, float] = field(default_factory=dict)
    strategy: str = "priority"
    answer_within: float = 20.0
    music: str = "default"
    choice: str = "longest_idle"
    ideal: Mapping[str, float] = field(default_factory=dict)
    rings: Rings = Rings()
    reserve: Reserve | None = None
    handling: float = 180.0
    easy: bool = False
    hours: OfficeHours | None = None
    capacity: int | None = None
    overflow: tuple[Overflow, ...] = ()
    balk: str = ""
    words: Words = Words()
    customer_first: bool | None = None
    number: str = ""


def fits(queue: Queue, skills: Mapping[str, float]) -> bool:
    """Whether someone with these skills may serve the queue."""
    return all(skills.get(skill, 0.0) >= level for skill, level in queue.skill.items())

"""Why a contact was offered to this person now: the decision as data, told in words by acd/explain.py (P15).

Everything the decision weighed is kept: the callers who competed, the people who were passed over, the score by its terms, the
ring of wishes, what was held in reserve, and what would have changed the decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from calls.ids import CallId, PersonId


class Found(StrEnum):
    """By which way the person came to be asked."""

    WANTED = "wanted"
    DEPUTY = "deputy"
    LAST_AGENT = "last agent"
    QUEUE = "queue"


class Verdict(StrEnum):
    """Why somebody was not asked."""

    KEPT = "kept"
    REFUSED = "refused"
    AWAY = "away"
    OUTSIDE_RING = "outside ring"
    IN_RESERVE = "in reserve"
    NOT_CHOSEN = "not chosen"
    NOT_IN_PLAN = "not in the plan"


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a score."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Rival:
    """Another caller whom the same person could have taken. `waited` in seconds."""

    contact: CallId
    queue: str
    score: float
    waited: float


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A person who was not asked. `detail`: his state's reason, or how he refused."""

    person: PersonId
    verdict: Verdict
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RingOpen:
    """Which wishes still held. `number` 0: all of them; the last: the bare skill. `dropped` were given up by now.

    `opened_at`: seconds of waiting at which this ring opened; `next_at`: at which the next one would have (None: the last).
    """

    number: int
    last: int
    kept: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    opened_at: float = 0.0
    next_at: float | None = None


class IfOnly(StrEnum):
    """A change that would have changed the decision."""

    HAD_BEEN_READY = "had been ready"
    HAD_NOT_REFUSED = "had not refused"
    WISH_HAD_HELD = "wish had held"


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What would have happened otherwise.

    `person`: whom the contact would have gone to. `wish`: the wish that was dropped. `seconds`: how much longer the caller would
    have waited by estimate; None where nobody can tell.
    """

    kind: IfOnly
    person: PersonId = PersonId("")
    wish: str = ""
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One decision. Times in seconds; `position` counts from 1 in the caller's own queue, `of` those who waited there."""

    at: float
    contact: CallId
    person: PersonId
    queue: str
    strategy: str
    choice: str
    position: int
    of: int
    waited: float
    idle: float
    found: Found = Found.QUEUE
    deputy_of: PersonId = PersonId("")
    free: int = 0
    skills: tuple[tuple[str, float, float], ...] = ()
    """Of the person: skill, his score, the level that was asked."""
    rank: str = ""
    """By what the callers stood in order, such as `priority 5`."""
    priority: int = 0
    """The caller's."""
    score: tuple[Term, ...] = ()
    rivals: tuple[Rival, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    ring: RingOpen | None = None
    asked_again: float | None = None
    """Seconds since this person missed this very contact; None if he never did."""
    missed_how: str = ""
    """How he missed it."""
    reserve: float | None = None
    """What keeping the person free for others was worth; the contact was worth more. None: not weighed."""
    worth: float | None = None
    if_only: tuple[Counterfactual, ...] = ()

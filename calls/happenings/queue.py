"""What happened to the caller's place in a queue, and to the call back that keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from calls.ids import CallId, PersonId


@dataclass(frozen=True, slots=True)
class Queued:
    """The caller began to wait. `joined_at` is earlier than the entry when a place is kept.

    `wishes`: what he would like of the person, each as `dialect: minnan`; `last_agent`: who served him before, if he wishes that.
    `own`: the priority is the caller's, by the plan or a leader, and goes with him; else it is the weight of this queue.
    """

    queue: str
    priority: int
    joined_at: float
    wishes: tuple[str, ...] = ()
    last_agent: PersonId = PersonId("")
    own: bool = False


@dataclass(frozen=True, slots=True)
class AskedFor:
    """This call is a person's question about the caller of `caller_of`, whom he holds: nobody's visit of his own."""

    person: PersonId
    caller_of: CallId


@dataclass(frozen=True, slots=True)
class Believed:
    """How long we think that he will wait, as he joins: the class whose waits he is likened to, under which announcements.

    Once more, when his profile comes only as he waits: the last one holds.

    `a` and `b` are of his own factor on that class's hazard. `limit`: seconds that were stated for him; 0: none was.
    """

    segment: str
    schedule: str
    a: float
    b: float
    limit: float = 0.0


@dataclass(frozen=True, slots=True)
class Foretold:
    """He was told his place (from 1; 0: it was not told) and that it takes from `low` to `high` seconds more.

    `expected` is the estimate behind it; seconds too. What came of it is in the record.
    """

    queue: str
    position: int
    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class GivenAway:
    """The queue gave the caller away: `to` is `queue orders`, `person xiamen_1`, `flow message`, or `back` to the plan's step.

    `rule` names the rule, so that it is not used again in this call; empty where the caller pressed a key to go.
    """

    queue: str
    to: str
    because: str
    rule: str = ""


def leads_out(to: str) -> bool:
    """Whether who is given away there stands in no line any more: what he does then is no giving up of a wait."""
    return not to.startswith(("queue ", "person "))


@dataclass(frozen=True, slots=True)
class CallbackAsked:
    """The caller wants to be called back, and keeps the place that he took at `joined_at`."""

    queue: str
    number: str
    joined_at: float


@dataclass(frozen=True, slots=True)
class CallingBack:
    """We begin to call somebody back, who asked for it in the call `asked_in`. `attempt` counts from 1."""

    asked_in: CallId
    number: str
    queue: str
    attempt: int

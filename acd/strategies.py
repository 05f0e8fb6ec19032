"""Strategies by name: who of a queue's callers is next, and who of the free people gets him.

An admin chooses both per queue. A strategy is a small function; it sees everybody and touches nothing (P14). When a person
serves several queues, the first callers of each are compared: by score if any of these queues goes by `patience`, else by
priority, then age (P5, P6).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from acd.live import LiveContact, LivePerson
from acd.queues import Queue
from acd.roster import Free as Free
from calls.errors import WrongSettings

Rank = tuple[float, float, str]
"""Callers are served by this, smallest first. It must not change while a caller waits."""


def by_priority(contact: LiveContact) -> Rank:
    """The more important first; among equals, who waits longest. Also the order across queues (P6)."""
    return (-contact.priority, contact.joined_at, contact.id)


def by_age(contact: LiveContact) -> Rank:
    """First come, first served."""
    return (0.0, contact.joined_at, contact.id)


A_POINT = 60.0
"""Seconds of waiting that weigh as much as one point of priority, under `priority_aging`."""


def by_aged_priority(contact: LiveContact) -> Rank:
    """Each minute of waiting counts as one more point of priority: nobody waits for ever behind the important."""
    return (contact.joined_at - contact.priority * A_POINT, contact.joined_at, contact.id)


@dataclass(frozen=True, slots=True)
class Order:
    """A way to order callers; `words` completes "first of 3 by …".

    `scored`: who is next is found by the score of acd/scoring.py, which changes with time; `rank` only breaks ties. It goes with
    rings of wishes, the reserve, and agents and managers as equals: the fewest skills, then the longest idle.
    """

    rank: Callable[[LiveContact], Rank]
    words: Callable[[LiveContact], str]
    scored: bool = False


def longest_idle(free: Free, _queue: Queue) -> LivePerson | None:
    """Who has been ready longest."""
    return free[0]


def most_skilled(free: Free, queue: Queue) -> LivePerson | None:
    """Who is best at what the queue asks; among equals, the longest idle."""
    return free.best_skilled(queue)


def fewest_skills(free: Free, _queue: Queue) -> LivePerson | None:
    """Who can do least else, so that the versatile stay free; among equals, the longest idle."""
    return free.least_skills()


Choose = Callable[[Free, Queue], LivePerson | None]
"""Picks one, or nobody if the caller had better wait."""

ORDERS: Mapping[str, Order] = {
    "priority": Order(by_priority, lambda contact: f"priority {contact.priority}"),
    "fifo": Order(by_age, lambda _: "age"),
    "priority_aging": Order(by_aged_priority, lambda contact: f"priority {contact.priority} and age"),
    "patience": Order(by_age, lambda _: "score", scored=True),
}
CHOICES: Mapping[str, Choose] = {
    "longest_idle": longest_idle,
    "most_skilled": most_skilled,
    "fewest_skills": fewest_skills,
}


@dataclass(frozen=True, slots=True)
class Strategies:
    """The names that queues may use."""

    orders: Mapping[str, Order] = field(default_factory=lambda: ORDERS)
    choices: Mapping[str, Choose] = field(default_factory=lambda: CHOICES)

    def check(self, queue: Queue) -> None:
        """Raises `WrongSettings` when the queue names a strategy that does not exist."""
        _known(queue.name, "strategy", queue.strategy, self.orders)
        _known(queue.name, "choice", queue.choice, self.choices)


def _known(queue: str, what: str, name: str, names: Mapping[str, object]) -> None:
    if name not in names:
        raise WrongSettings(f"queue {queue}: no {what} is named '{name}'", f"use one of {', '.join(names)}")

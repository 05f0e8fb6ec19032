"""When a queue gives a caller away: its rules against what is seen, the first that holds. Pure: numbers in, a rule out.

Each rule counts once for a call (`spent`), so that nobody is sent to and fro. A queue that is closed or full, or that a caller
would give up in, needs no rule of its own to let him go (`implied`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from acd.queues import Onward, Overflow, Queue, Trigger

PROBABLY = 0.5
"""P(he gives up before his turn) above which he had better be told at once: balk."""
EVERY = 5.0
"""Seconds between two looks at what changes without an event of his own: the expected wait, who is signed in."""
JOINING = frozenset(Trigger)
WAITING = frozenset({Trigger.EXPECTED_WAIT, Trigger.WAITED, Trigger.NOBODY})
"""What is asked when he joins: everything; and as long as he waits."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What the rules see, for one caller. Seconds.

    `waiting` others wait in the queue. `expected`: until his turn; None: nobody can tell. `staffed`: somebody who serves the
    queue, or whom he is to be offered to first, is signed in. `gives_up`: P(he leaves within so many seconds from now).
    """

    open: bool
    waiting: int
    expected: float | None
    staffed: bool
    waited: float
    gives_up: Callable[[float], float]


def has_rules(queue: Queue) -> bool:
    """Whether the queue ever gives anybody away."""
    return bool(queue.overflow or queue.balk or queue.hours or queue.capacity)


def key_of(queue: Queue, rule: Overflow) -> str:
    """What a rule is remembered by, once it has been used for a call."""
    return f"{queue.name}: {rule.id}"


def rule_for(
    queue: Queue, sight: Sight, asked: Collection[Trigger], spent: Collection[str]
) -> tuple[Overflow, str] | None:
    """The first rule that holds now, of those asked and not spent, and why; None: he stays."""
    for rule in (*queue.overflow, *_implied(queue)):
        if rule.when in asked and (rule.to is Onward.BACK or key_of(queue, rule) not in spent):
            why = _holds(queue, rule, sight)
            if why:
                return rule, why
    return None


def next_look(queue: Queue, since: float, now: float, spent: Collection[str]) -> float | None:
    """When a caller who waits on the line `since` then is to be looked at again; None: nothing can come of it."""
    rules = [rule for rule in queue.overflow if rule.when in WAITING and key_of(queue, rule) not in spent]
    return min(_looks(rules, since, now), default=None)


def _looks(rules: Iterable[Overflow], since: float, now: float) -> Iterator[float]:
    for rule in rules:
        if rule.when is not Trigger.WAITED:
            yield now + EVERY
        elif since + rule.limit > now:
            yield since + rule.limit


def _implied(queue: Queue) -> Iterator[Overflow]:
    """What goes without saying: behind all that is written."""
    if queue.hours:
        yield Overflow(Trigger.CLOSED, 0.0, Onward.BACK, "")
    if queue.capacity is not None:
        yield Overflow(Trigger.FULL, float(queue.capacity), Onward.BACK, "")
    if queue.balk:
        yield Overflow(Trigger.BALK, PROBABLY, Onward.FLOW, queue.balk)


def _holds(queue: Queue, rule: Overflow, sight: Sight) -> str:
    """Why the rule holds; '' if it does not."""
    match rule.when:
        case Trigger.CLOSED:
            return "" if sight.open else "the queue is closed"
        case Trigger.FULL:
            full = queue.capacity is not None and sight.waiting >= queue.capacity
            return f"the queue is full: {sight.waiting} wait" if full else ""
        case Trigger.NOBODY:
            return "" if sight.staffed else "nobody is signed in"
        case Trigger.LENGTH:
            return f"{sight.waiting} wait" if rule.reached(sight.waiting) else ""
        case Trigger.WAITED:
            # It is looked at in the very instant in which the limit is reached.
            return f"waited {sight.waited:.0f} s" if sight.waited >= rule.limit else ""
        case Trigger.EXPECTED_WAIT:
            expected = sight.expected
            return f"{expected:.0f} s expected" if expected is not None and rule.reached(expected) else ""
        case Trigger.BALK:
            return _balks(rule.limit, sight)


def _balks(limit: float, sight: Sight) -> str:
    if not sight.expected:
        return ""
    share = sight.gives_up(sight.expected)
    return f"{share:.0%} would give up in the {sight.expected:.0f} s expected" if share > limit else ""

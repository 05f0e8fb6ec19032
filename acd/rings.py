"""Rings of wishes: whom a caller would like, and how much of it is given up as he waits.

Ring 0 are the people who meet every wish; each next ring drops one more; the last is everybody who serves the queue. A ring
opens when so many such callers would have given up that more would be lost by waiting than by a lesser match: when P(left)
reaches `share / weight` for the first, twice that for the second, and so on; or by fixed seconds. It opens at once when nobody on
duty is in the narrower one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from acd.messages import NOBODY, Joined
from acd.patience import Hazard, Patience, left_by
from acd.queues import IDEAL, LAST_AGENT, MANAGER, Queue, Rings
from acd.traits import Trait, ideal, serving, tagged
from calls.ids import PersonId

BY_NAME = frozenset({IDEAL, MANAGER, LAST_AGENT})
MOST_LEFT = 0.95
"""P(left) at which the last ring is open, however dear the match and light the caller."""
REMEMBERED = 8192
"""Kinds of wishes, by queue, whose rings are kept."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a ring asks of a person: all these traits; `person`: to be this one besides; `wishes` still hold, by name."""

    traits: tuple[Trait, ...]
    wishes: tuple[str, ...] = ()
    person: PersonId = NOBODY


def rings_of(queue: Queue, joined: Joined) -> tuple[Need, ...]:
    """The rings of a caller, narrowest first; there is always one: whoever serves the queue."""
    return _rings(queue.name, tuple(_wishes(queue, joined)), joined.wanted, joined.last_agent)


@lru_cache(maxsize=REMEMBERED)
def _rings(queue: str, wishes: tuple[tuple[str, str], ...], wanted: PersonId, last_agent: PersonId) -> tuple[Need, ...]:
    """Callers with the same wishes share their rings: they are never changed, and a busy centre has few kinds of them."""
    return tuple(
        _need(queue, wishes[dropped:], _who(wishes[dropped:], wanted, last_agent)) for dropped in range(len(wishes) + 1)
    )


def _wishes(queue: Queue, joined: Joined) -> Sequence[tuple[str, str]]:
    """What he wishes for, in the order in which it is dropped."""
    found = [(MANAGER, "")] if joined.wanted and relaxes(queue) else []
    found += [(LAST_AGENT, "")] if joined.last_agent and relaxes(queue) else []
    found += [(IDEAL, "")] if queue.ideal else []
    found += [wish for wish in joined.wishes if wish[0] not in BY_NAME] if relaxes(queue) else []
    order = queue.rings.order
    return sorted(found, key=lambda wish: order.index(wish[0]) if wish[0] in order else -1)


def relaxes(queue: Queue) -> bool:
    """Whether the wishes of its callers hold people back: under `patience`, or where the plan says how wishes relax."""
    return queue.strategy == "patience" or queue.rings != Rings()


def _need(queue: str, wishes: Sequence[tuple[str, str]], person: PersonId) -> Need:
    names = [name for name, _ in wishes]
    traits = [ideal(queue) if name == IDEAL else tagged(name, value) for name, value in wishes if name not in PERSONAL]
    served = () if MANAGER in names else (serving(queue),)  # his own manager need not serve the queue
    return Need((*served, *traits), tuple(names), person)


def _who(wishes: Sequence[tuple[str, str]], wanted: PersonId, last_agent: PersonId) -> PersonId:
    """The one person that these wishes are for, if they are for one."""
    names = {name for name, _ in wishes}
    if names >= PERSONAL and wanted != last_agent:
        return UNKNOWN
    return wanted if MANAGER in names else last_agent if LAST_AGENT in names else NOBODY


PERSONAL = frozenset({MANAGER, LAST_AGENT})
UNKNOWN = PersonId("?")
"""Two persons cannot be one: such a ring is empty, and the next opens at once."""


def opening_times(rings: Rings, count: int, weight: float, patience: Patience, hazard: Hazard) -> tuple[float, ...]:
    """Seconds of waiting after which one ring, two rings, ... are relaxed; 0 first, for none."""
    if rings.every is not None:
        return tuple(number * rings.every for number in range(count))
    return tuple(
        left_by(patience, hazard, min(MOST_LEFT, number * rings.share / weight)) if number else 0.0
        for number in range(count)
    )

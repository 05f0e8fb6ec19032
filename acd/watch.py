"""The alarm rule (P16): a caller waits, a fitting person is free, for more than two seconds.

It shares no code and no index with the matching, only reads views: so it finds the faults of the matching. A wish that is not
relaxed yet, and a person kept for callers who are worth more, are reasons to wait; it is no alarm then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from acd.messages import RaiseAlarm
from acd.queues import Queue
from acd.snapshot import PersonView, WaitingView
from acd.states import PersonState
from calls.ids import CallId, PersonId

TOLERATED = 2.0
"""Seconds that a caller and a free person may stand side by side."""
NOTED = 2.5
"""Seconds for which the note that somebody is kept in reserve is good: it is renewed every second."""
EVERY = 1.0
"""Seconds between two looks, while somebody waits and somebody is free."""

Episode = tuple[CallId, PersonId, float, float]
"""A caller and a person, and since when each is as he is: another wait or another readiness is another episode."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What the watch looks at: people, queues, and the callers of a queue where it must look closer."""

    at: float
    people: Iterable[PersonView]
    queues: Iterable[Queue]
    show: Callable[[Queue, float], Iterable[WaitingView]]


class Watch:
    """Remembers since when a pair stands side by side, and what was reported: each episode once."""

    def __init__(self) -> None:
        self._since: dict[Episode, float] = {}
        self._reported: set[Episode] = set()
        self._looked_at = float("-inf")

    def look(self, sight: Sight) -> list[RaiseAlarm]:
        """The alarms that are new. To be called every second while anybody waits and anybody is free."""
        pairs = {_episode(*pair): pair for pair in side_by_side(sight)}
        self._since = {episode: self._began(episode) for episode in pairs}
        self._looked_at = sight.at
        late = {episode for episode in pairs if sight.at - self._since[episode] > TOLERATED}
        new, self._reported = late - self._reported, late
        return [
            RaiseAlarm(caller.contact, person.id, caller.waited)
            for episode, (caller, person) in pairs.items()
            if episode in new
        ]

    def _began(self, episode: Episode) -> float:
        """When the two came to stand side by side: after the last look, if that did not find them so."""
        _, _, waits_since, free_since = episode
        return self._since.get(episode, max(waits_since, free_since, self._looked_at))


def _episode(caller: WaitingView, person: PersonView) -> Episode:
    return caller.contact, person.id, caller.since, person.since


def side_by_side(sight: Sight) -> Iterator[tuple[WaitingView, PersonView]]:
    """Every caller who waits with every free person who could take him, has not refused him, and is not kept from him rightly."""
    free = [person for person in sight.people if person.state is PersonState.READY]
    for queue in sight.queues if free else ():
        callers = list(sight.show(queue, sight.at))
        able = [person for person in free if _able(person, queue)] if callers else []
        for caller in callers if able else ():
            if not _kept_in_reserve(caller, sight.at):
                yield from ((caller, person) for person in able if _may(person, caller, queue))


def _able(person: PersonView, queue: Queue) -> bool:
    if (person.queues and queue.name not in person.queues) or (person.guest and not queue.easy):
        return False
    return all(person.skills.get(skill, 0.0) >= level for skill, level in queue.skill.items())


def _may(person: PersonView, caller: WaitingView, queue: Queue) -> bool:
    return person.id not in caller.refused and (_overdue(caller) or _meets(person, caller, queue))


def _kept_in_reserve(caller: WaitingView, now: float) -> bool:
    """Whether it was noted a moment ago that the free are kept for others."""
    return caller.kept_at is not None and now - caller.kept_at <= NOTED


def _overdue(caller: WaitingView) -> bool:
    """Whether a wider ring should be open by now."""
    return bool(caller.ring and caller.ring.next_at is not None and caller.ring.next_at < caller.waited)


def _meets(person: PersonView, caller: WaitingView, queue: Queue) -> bool:
    """Whether the person is all that the open ring asks for."""
    return all(_is(person, wish, caller, queue) for wish in (caller.ring.kept if caller.ring else ()))


def _is(person: PersonView, wish: str, caller: WaitingView, queue: Queue) -> bool:
    match wish:
        case "ideal":
            return all(person.skills.get(skill, 0.0) >= score for skill, score in queue.ideal.items())
        case "manager":
            return person.id == caller.wanted
        case "last_agent":
            return person.id == caller.last_agent
        case _:
            wished = [value for name, value in caller.wishes if name == wish]
            return all(value in person.tags.get(wish, ()) for value in wished)

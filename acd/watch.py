"""The alarm rule (P16): a caller waits, a fitting person is free, for more than two seconds.

It shares no code and no index with the matching, only reads views: so it finds the faults of the matching.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from acd.messages import RaiseAlarm
from acd.queues import Queue
from acd.snapshot import PersonView, QueueView, WaitingView
from acd.states import ContactState, PersonState
from calls.ids import CallId, PersonId

TOLERATED = 2.0
"""Seconds that a caller and a free person may stand side by side."""
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
    show: Callable[[Queue], QueueView]


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
    """Every caller who waits with every free person who could take him and has not refused him."""
    free = [person for person in sight.people if person.state is PersonState.READY]
    for queue in sight.queues if free else ():
        able = [person for person in free if _able(person, queue)]
        for caller in sight.show(queue).waiting if able else ():
            if caller.state is ContactState.WAITING and caller.here:
                yield from ((caller, person) for person in able if person.id not in caller.refused)


def _able(person: PersonView, queue: Queue) -> bool:
    return all(skill in person.skills and person.skills[skill] >= level for skill, level in queue.skill.items())

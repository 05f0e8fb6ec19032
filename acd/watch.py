"""The alarm rule (P16): a caller waits, a fitting person is free, for more than two seconds.

It shares no code with the matching, only reads a snapshot: so it finds the faults of the matching.
"""

from __future__ import annotations

from collections.abc import Iterator

from acd.messages import RaiseAlarm
from acd.snapshot import PersonView, QueueView, Snapshot, WaitingView
from acd.states import ContactState, PersonState
from calls.ids import CallId, PersonId

TOLERATED = 2.0
"""Seconds that a caller and a free person may stand side by side."""
EVERY = 1.0
"""Seconds between two looks, while somebody waits and somebody is free."""

Pair = tuple[CallId, PersonId]


class Watch:
    """Remembers since when each pair stands side by side, and which were reported: each once."""

    def __init__(self) -> None:
        self._since: dict[Pair, float] = {}
        self._reported: set[Pair] = set()
        self._looked_at = float("-inf")

    def look(self, snapshot: Snapshot) -> list[RaiseAlarm]:
        """The alarms that are new. To be called every second while anybody waits and anybody is free."""
        pairs = {(caller.contact, person.id): (caller, person) for caller, person in side_by_side(snapshot)}
        self._since = {pair: self._began(pair, *both) for pair, both in pairs.items()}
        self._reported &= pairs.keys()
        self._looked_at = snapshot.at
        late = [pair for pair in pairs if snapshot.at - self._since[pair] > TOLERATED]
        alarms = [RaiseAlarm(*pair, pairs[pair][0].waited) for pair in late if pair not in self._reported]
        self._reported.update(late)
        return alarms

    def _began(self, pair: Pair, caller: WaitingView, person: PersonView) -> float:
        """When the two came to stand side by side: after the last look, if that did not find them so."""
        return self._since.get(pair, max(caller.since, person.since, self._looked_at))


def side_by_side(snapshot: Snapshot) -> Iterator[tuple[WaitingView, PersonView]]:
    """Every caller who waits with every free person who could take him and has not refused him."""
    free = [person for person in snapshot.people if person.state is PersonState.READY]
    for queue in snapshot.queues if free else ():
        able = [person for person in free if _able(person, queue)]
        for caller in queue.waiting if able else ():
            if caller.state is ContactState.WAITING:
                yield from ((caller, person) for person in able if person.id not in caller.refused)


def _able(person: PersonView, queue: QueueView) -> bool:
    return all(skill in person.skills and person.skills[skill] >= level for skill, level in queue.skill.items())

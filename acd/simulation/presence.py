"""What everybody did, summed up from the changes that the dispatcher tells."""

from __future__ import annotations

from collections.abc import Iterable

from acd.messages import PersonChanged
from acd.states import PersonState
from calls.ids import PersonId

Spent = dict[PersonId, dict[PersonState, float]]


class Presence:
    """Seconds by person and state between two moments."""

    def __init__(self, people: Iterable[PersonId], begins: float, ends: float) -> None:
        self._begins, self._ends = begins, ends
        self._now = dict.fromkeys(people, (PersonState.LOGGED_OUT, begins))
        self.spent: Spent = {person: {} for person in self._now}

    def changed(self, change: PersonChanged, now: float) -> None:
        """Somebody does something else."""
        state, since = self._now[change.person]
        if change.after is not state:
            self._add(change.person, state, since, now)
            self._now[change.person] = change.after, now

    def is_standing_back(self, person: PersonId) -> bool:
        """Whether he is there and takes nothing."""
        return self._now[person][0] is PersonState.NOT_READY

    def close(self) -> Spent:
        """The sums, up to the end."""
        for person, (state, since) in self._now.items():
            self._add(person, state, since, self._ends)
        return self.spent

    def _add(self, person: PersonId, state: PersonState, since: float, until: float) -> None:
        seconds = min(until, self._ends) - max(since, self._begins)
        if seconds > 0:
            spent = self.spent[person]
            spent[state] = spent.get(state, 0.0) + seconds

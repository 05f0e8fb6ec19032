"""Who is in the plan, who fits which queue, and who of them is free now."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Container, Iterable, Sequence

from acd.live import LivePerson
from acd.queues import Queue, fits
from acd.states import PersonState
from calls.ids import PersonId


class Roster:
    """People and queues, with the free people of every queue kept in order of going idle."""

    def __init__(self) -> None:
        self.people: dict[PersonId, LivePerson] = {}
        self.queues: dict[str, Queue] = {}
        self.retired: set[str] = set()
        self.once_known: dict[str, Queue] = {}
        self.fitting: dict[str, list[PersonId]] = {}
        self.free: dict[PersonId, float] = {}
        self._serves: dict[PersonId, list[str]] = {}
        self._idle: dict[str, list[tuple[float, PersonId]]] = {}

    def takes(self, queue: str) -> bool:
        """Whether a caller may join this queue: it is in the plan, and not only until its last caller is gone."""
        return queue in self.queues and queue not in self.retired

    def index(self) -> None:
        """Work out anew who serves what, after people or queues changed."""
        self.fitting = {name: self._fitting(queue) for name, queue in self.queues.items()}
        self._serves = {person: [] for person in self.people}
        for name, people in self.fitting.items():
            for person in people:
                self._serves[person].append(name)
        free, self.free = self.free, {}
        self._idle = {name: [] for name in self.queues}
        for live in self.people.values():
            if live.id in free:
                self.note(live)

    def note(self, live: LivePerson) -> None:
        """Keep the order of idle people right after a change of state."""
        since = live.since if live.state is PersonState.READY else None
        before = self.free.get(live.id)
        if before == since:
            return
        if before is not None:
            self._leave(live.id, before)
        if since is not None:
            self._enter(live.id, since)

    def remove(self, live: LivePerson) -> None:
        """Forget a person. He must not be free."""
        del self.people[live.id]
        for queue in self._serves.pop(live.id, []):
            self.fitting[queue].remove(live.id)

    def idle(self, queue: str, without: Container[PersonId] = ()) -> Sequence[LivePerson]:
        """The free people of a queue, longest idle first."""
        return [self.people[person] for _, person in self._idle[queue] if person not in without]

    def has_idle(self, queue: str) -> bool:
        """Whether anybody who serves the queue is free."""
        return bool(self._idle[queue])

    def clear(self, people: Iterable[LivePerson]) -> None:
        """Start again with these people, nobody free."""
        self.people = {live.id: live for live in people}
        self.free = {}
        self.index()

    def _fitting(self, queue: Queue) -> list[PersonId]:
        return [live.id for live in self.people.values() if fits(queue, live.person.skills)]

    def _enter(self, person: PersonId, since: float) -> None:
        self.free[person] = since
        for queue in self._serves[person]:
            insort(self._idle[queue], (since, person))

    def _leave(self, person: PersonId, since: float) -> None:
        del self.free[person]
        for queue in self._serves[person]:
            idle = self._idle[queue]
            del idle[bisect_left(idle, (since, person))]

"""Who is in the plan, who serves which queue, and who of them is on duty and free now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import overload

from acd.duty import Duty
from acd.idle import Bits, Idle
from acd.live import LivePerson
from acd.queues import Queue
from acd.states import PersonState
from acd.traits import Trait, level_in, serves, serving, traits_of
from calls.ids import PersonId

AFTER_THE_FREE = 1e10
"""Seconds put on the time at which somebody who talks is free for one more: everybody who has nobody has been idle longer."""


class Roster:
    """People and queues, with the free people in order of going idle."""

    def __init__(self) -> None:
        self.people: dict[PersonId, LivePerson] = {}
        self.queues: dict[str, Queue] = {}
        self.retired: set[str] = set()
        self.once_known: dict[str, Queue] = {}
        self.fitting: dict[str, list[PersonId]] = {}
        self.served_by: dict[PersonId, tuple[str, ...]] = {}
        self.traits: dict[PersonId, frozenset[Trait]] = {}
        self.levels: dict[str, tuple[float, ...]] = {}
        self.counts: tuple[int, ...] = ()
        self.idle = Idle()
        self.duty = Duty((), {})
        self.freed: dict[PersonId, None] = {}
        self.left_duty: dict[PersonId, None] = {}

    def index(self) -> None:
        """Work out anew who serves what, after people or queues changed. Whoever is free is looked at again."""
        self._index_queues()
        self._index_people()
        free = self.idle.since
        self.idle, self.duty = Idle(self.traits), Duty(self.people.values(), self.traits)
        self.left_duty = dict.fromkeys(self.people)
        for live in self.people.values():
            if live.id in free:
                self.note(live)

    def note(self, live: LivePerson) -> None:
        """Keep who is free and who is on duty right after a change of state."""
        if self.duty.note(live):
            self.left_duty[live.id] = None
        since = _free_since(live)
        before = self.idle.since.get(live.id)
        if before == since:
            return
        if before is not None:
            self.idle.leave(live.id)
            self.freed.pop(live.id, None)
        if since is not None:
            self.idle.enter(live.id, since)
            self.freed[live.id] = None

    def withhold(self, live: LivePerson) -> None:
        """Let nobody find this free person; `note` brings him back."""
        self.idle.leave(live.id)
        self.freed.pop(live.id, None)

    def remove(self, live: LivePerson) -> None:
        """Forget a person. He must not be free."""
        del self.people[live.id]
        self.duty.forget(live.id)
        self.traits.pop(live.id, None)
        for queue in self.served_by.pop(live.id, ()):
            self.fitting[queue].remove(live.id)

    def has_idle(self, queue: str) -> bool:
        """Whether anybody who serves the queue is free."""
        return self.idle.having(serving(queue)) != 0

    def free(self, bits: Bits) -> Free:
        """These people of the idle ones."""
        return Free(self, bits)

    def clear(self, people: Iterable[LivePerson]) -> None:
        """Start again with these people, nobody free."""
        self.people = {live.id: live for live in people}
        self.idle, self.freed = Idle(), {}
        self.index()

    def _index_queues(self) -> None:
        people = self.people.values()
        self.fitting = {
            name: [live.id for live in people if serves(queue, live.person)] for name, queue in self.queues.items()
        }
        self.levels = {name: self._levels(queue) for name, queue in self.queues.items()}
        self.counts = tuple(sorted({len(live.person.skills) for live in people}))

    def _levels(self, queue: Queue) -> tuple[float, ...]:
        fitting = (self.people[person].person.skills for person in self.fitting[queue.name])
        return tuple(sorted({level_in(queue, skills) for skills in fitting}, reverse=True))

    def _index_people(self) -> None:
        serve: dict[PersonId, list[str]] = {person: [] for person in self.people}
        for name, people in self.fitting.items():
            for person in people:
                serve[person].append(name)
        self.served_by = {person: tuple(queues) for person, queues in serve.items()}
        self.traits = {
            person: traits_of(self.people[person].person, [self.queues[name] for name in queues])
            for person, queues in self.served_by.items()
        }


def _free_since(live: LivePerson) -> float | None:
    """Who has nobody comes before who could take one more beside those he talks to; None: he cannot be asked."""
    if live.state is PersonState.READY:
        return live.since
    return live.since + AFTER_THE_FREE if live.more else None


class Free(Sequence[LivePerson]):
    """Free people, longest idle first; looked up only as far as somebody asks."""

    def __init__(self, roster: Roster, bits: Bits) -> None:
        self._roster, self.bits = roster, bits

    def __len__(self) -> int:
        return self.bits.bit_count()

    @overload
    def __getitem__(self, at: int) -> LivePerson: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[LivePerson]: ...
    def __getitem__(self, at: int | slice) -> LivePerson | Sequence[LivePerson]:
        if at == 0 and self.bits:
            return self._roster.people[self._roster.idle.longest(self.bits)]
        return list(self)[at]

    def __iter__(self) -> Iterator[LivePerson]:
        people: Mapping[PersonId, LivePerson] = self._roster.people
        return (people[person] for person in self._roster.idle.each(self.bits))

    def best_skilled(self, queue: Queue) -> LivePerson:
        """Whose scores in what the queue asks add up to most; among equals, the longest idle."""
        return self._first_with([("level", queue.name, repr(level)) for level in self._roster.levels[queue.name]])

    def least_skills(self) -> LivePerson:
        """Who has the fewest skills; among equals, the longest idle."""
        return self._first_with([("skills", str(count)) for count in self._roster.counts])

    def _first_with(self, traits: Collection[Trait]) -> LivePerson:
        for trait in traits:
            found = self.bits & self._roster.idle.having(trait)
            if found:
                return self._roster.people[self._roster.idle.longest(found)]
        return self[0]

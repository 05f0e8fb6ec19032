"""Who is on duty, as bit sets by trait in the order of the plan: how many serve a queue, and whether anybody has every trait."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping

from acd.idle import Bits
from acd.live import LivePerson
from acd.states import PersonState
from acd.traits import Trait
from calls.ids import PersonId

ON_DUTY = frozenset(
    {PersonState.READY, PersonState.RESERVED, PersonState.RINGING, PersonState.TALKING, PersonState.WRAP_UP}
)
"""The states of who serves now, or will when done with the caller he has."""
NOT_KEPT = frozenset({PersonState.READY, PersonState.LOGGED_OUT})


class Duty:
    """The people of the plan who serve now."""

    def __init__(self, people: Iterable[LivePerson], traits: Mapping[PersonId, frozenset[Trait]]) -> None:
        self._people: list[PersonId] = []
        self._bit: dict[PersonId, Bits] = {}
        self._with: defaultdict[Trait, Bits] = defaultdict(int)
        self._on: Bits = 0
        self._kept: Bits = 0
        for live in people:
            bit = self._bit[live.id] = 1 << len(self._people)
            self._people.append(live.id)
            for trait in traits[live.id]:
                self._with[trait] |= bit
            self.note(live)

    def note(self, live: LivePerson) -> bool:
        """Keep right what he is doing; whether he has just left duty."""
        bit = self._bit.get(live.id, 0)
        left = bool(self._on & bit) and live.state not in ON_DUTY
        if live.state in ON_DUTY:
            self._on |= bit
        elif left:
            self._on ^= bit
        if live.state in NOT_KEPT:
            self._kept &= ~bit
        else:
            self._kept |= bit
        return left

    def forget(self, person: PersonId) -> None:
        """He is not in the plan any more."""
        gone = ~self._bit.pop(person, 0)
        self._on &= gone
        self._kept &= gone

    def count(self, trait: Trait) -> int:
        """How many on duty have this trait."""
        return (self._on & self._with.get(trait, 0)).bit_count()

    def anybody(self, traits: Iterable[Trait], without: Container[PersonId] = ()) -> bool:
        """Whether anybody on duty has all these traits."""
        found = self._on
        for trait in traits:
            found &= self._with.get(trait, 0)
        return any(True for _ in self._each(found, without)) if without else found != 0

    def number(self, traits: Iterable[Trait]) -> int:
        """How many on duty have all these traits."""
        found = self._on
        for trait in traits:
            found &= self._with.get(trait, 0)
        return found.bit_count()

    def kept(self, *traits: Trait) -> Iterator[PersonId]:
        """Who has these traits and is kept by something: neither READY nor LOGGED_OUT; in the order of the plan."""
        found = self._kept
        for trait in traits:
            found &= self._with.get(trait, 0)
        return self._each(found, ())

    def _each(self, bits: Bits, without: Container[PersonId]) -> Iterator[PersonId]:
        while bits:
            lowest = bits & -bits
            bits ^= lowest
            person = self._people[lowest.bit_length() - 1]
            if person not in without:
                yield person

"""Who is free, as bit sets by trait: a bit for each person, in the order of going idle.

The lowest bit of an AND of sets is who has been idle longest of those that have every trait asked for. A set is one
Python integer, so a question about 4,000 people is a few operations on 500 bytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping

from acd.traits import Trait
from calls.ids import PersonId

SPARE = 64
"""Bits are given out anew when so many more than twice the free people were used."""
Bits = int


class Idle:
    """The free people. Coming and going cost a few steps for each trait of the person."""

    def __init__(self, traits: Mapping[PersonId, frozenset[Trait]] | None = None) -> None:
        self.since: dict[PersonId, float] = {}
        self._traits = traits or {}
        self._bits: defaultdict[Trait, Bits] = defaultdict(int)
        self._at: dict[PersonId, int] = {}
        self._people: list[PersonId] = []
        self._last: tuple[float, str] = (float("-inf"), "")
        self._in_order = True

    def enter(self, person: PersonId, since: float) -> None:
        """He is free from now on; who is put in with an earlier `since` finds his place before the others."""
        self.since[person] = since
        if (since, person) < self._last or len(self._people) > 2 * len(self.since) + SPARE:
            self._in_order = False
        if self._in_order:
            self._append(person, since)

    def leave(self, person: PersonId) -> None:
        """He is not free any more."""
        del self.since[person]
        if self._in_order:
            bit = 1 << self._at.pop(person)
            for trait in self._traits[person]:
                self._bits[trait] ^= bit

    def having(self, trait: Trait) -> Bits:
        """The free people with this trait."""
        if not self._in_order:
            self._renumber()
        return self._bits.get(trait, 0)

    def all_of(self, traits: Iterable[Trait]) -> Bits:
        """The free people with all these traits, of which there is at least one."""
        found = -1
        for trait in traits:
            found &= self.having(trait)
        return found

    def only(self, person: PersonId) -> Bits:
        """This one free person."""
        if not self._in_order:
            self._renumber()
        return 1 << self._at[person]

    def but(self, bits: Bits, without: Iterable[PersonId]) -> Bits:
        """The same people without some."""
        for person in without:
            at = self._at.get(person)
            if at is not None:
                bits &= ~(1 << at)
        return bits

    def longest(self, bits: Bits) -> PersonId:
        """Who of these has been idle longest; there must be somebody."""
        return self._people[(bits & -bits).bit_length() - 1]

    def each(self, bits: Bits, without: Container[PersonId] = ()) -> Iterator[PersonId]:
        """These people, longest idle first."""
        while bits:
            lowest = bits & -bits
            bits ^= lowest
            person = self._people[lowest.bit_length() - 1]
            if person not in without:
                yield person

    def _append(self, person: PersonId, since: float) -> None:
        self._at[person] = len(self._people)
        bit = 1 << len(self._people)
        self._people.append(person)
        self._last = (since, person)
        for trait in self._traits[person]:
            self._bits[trait] |= bit

    def _renumber(self) -> None:
        self._bits.clear()
        self._at.clear()
        self._people.clear()
        for since, person in sorted((since, person) for person, since in self.since.items()):
            self._append(person, since)
        self._in_order = True

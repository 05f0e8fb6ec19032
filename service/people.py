"""Who is who: persons by id, by seat and by phone, and where each is rung."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from acd.agents import Agent
from acd.managers import Manager
from acd.messages import Person
from calls.ids import PersonId
from calls.switch import Outside, Seat, Target


def outside_numbers(person: Person) -> tuple[str, ...]:
    """The numbers of his phones outside."""
    return (person.phone, *person.others) if isinstance(person, Manager) else person.others


class People:
    """The people of the plan. `language` is what the centre speaks to its own people."""

    def __init__(self, people: Sequence[Person], language: str) -> None:
        self._ever: dict[PersonId, Person] = {}
        self._by_id: dict[PersonId, Person] = {}
        self._by_seat: dict[str, PersonId] = {}
        self.replace(people, language)

    def replace(self, people: Sequence[Person], language: str) -> None:
        """The plan changed. Somebody removed while he talks is still known by his id, and by nothing else."""
        self.language = language
        self._by_id = {person.id: person for person in people}
        self._ever.update(self._by_id)
        self._by_seat = {person.seat: person.id for person in people if isinstance(person, Agent)}

    def person(self, person: PersonId) -> Person:
        """Agent or manager, of this plan or an earlier one. KeyError for an id that no plan had."""
        return self._ever[person]

    def everybody(self) -> list[Person]:
        """All who are in the plan now."""
        return list(self._by_id.values())

    def is_in_plan(self, person: PersonId) -> bool:
        """Whether there is such a person in the plan now."""
        return person in self._by_id

    def at_seat(self, seat: str) -> PersonId | None:
        """Whose phone this is."""
        return self._by_seat.get(seat)

    def find(self, name: str) -> Person | None:
        """The person of this id, this seat or this phone number."""
        by_seat = self._by_seat.get(name)
        if by_seat is not None:
            return self._by_id[by_seat]
        by_phone = (who for who in self._by_id.values() if name in outside_numbers(who))
        return self._by_id.get(PersonId(name)) or next(by_phone, None)

    def phones(self, person: PersonId) -> tuple[Target, ...]:
        """His phones, in the order in which they are tried."""
        who = self.person(person)
        return (self.target(who), *map(Outside, who.others))

    def target(self, person: Person) -> Target:
        """The phone at which a person is rung first."""
        match person:
            case Agent():
                return Seat(person.seat)
            case Manager():
                return Outside(person.phone)
            case _:
                assert_never(person)

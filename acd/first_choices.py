"""Whom a contact is to be offered before the people of its queue: a wanted person, a refuser's deputy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from acd.live import LiveContact, LivePerson
from acd.managers import Manager
from calls.ids import CallId, PersonId

People = Mapping[PersonId, LivePerson]


def in_turn(people: People, first: Iterable[PersonId]) -> Iterator[tuple[PersonId, PersonId | None]]:
    """Each person to try, and whose deputy he is: a manager is followed by his deputy, and his deputy's.

    People who stand for each other come up once.
    """
    seen: set[PersonId] = set()
    for wanted in first:
        boss: PersonId | None = None
        person: PersonId | None = wanted
        while person and person not in seen:
            seen.add(person)
            yield person, boss
            boss, person = person, deputy_of(people.get(person))


def deputy_of(live: LivePerson | None) -> PersonId | None:
    """Who is asked when this person cannot."""
    return live.person.deputy if live and isinstance(live.person, Manager) else None


class Sought:
    """Waiting contacts by the people that they are to be offered to first."""

    def __init__(self) -> None:
        self.by_person: dict[PersonId, dict[CallId, LiveContact]] = {}
        self._of: dict[CallId, list[PersonId]] = {}

    def add(self, contact: LiveContact, people: People) -> None:
        """The contact waits; whom it seeks is worked out from its `next_up`, and who served it last."""
        last = contact.joined.last_agent
        if contact.next_up or last:
            first = dict.fromkeys(person for person, _ in in_turn(people, contact.next_up))
            self._of[contact.id] = list(first | {last: None} if last else first)
            for person in self._of[contact.id]:
                self.by_person.setdefault(person, {})[contact.id] = contact

    def remove(self, contact: LiveContact) -> None:
        """The contact does not wait any more."""
        for person in self._of.pop(contact.id, ()):
            del self.by_person[person][contact.id]
            if not self.by_person[person]:
                del self.by_person[person]

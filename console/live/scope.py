"""What somebody sees of the floor. Viewers with the same scope get the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from calls.ids import PersonId
from calls.masking import mask_number, mask_text
from console.ports.floor import AlarmRow, CallRow, PersonRow, QueueRow, Row, Topic
from console.roles import Action
from console.visitor import Visitor

EVERYTHING = frozenset(Topic)
OF_ONESELF = frozenset({Topic.PEOPLE, Topic.CALLS})


@dataclass(frozen=True, slots=True)
class Scope:
    """`masked`: numbers are hidden. `parts`: only people of these, and calls of nobody else's. `only`: of this one person.

    `asides`: he may listen himself, and so he sees who does; nobody else is to notice it.
    """

    topics: frozenset[Topic]
    masked: bool
    parts: tuple[str, ...] = ()
    only: PersonId | None = None
    asides: bool = False

    @classmethod
    def of(cls, who: Visitor, topics: frozenset[Topic] = EVERYTHING) -> Scope:
        """Who may not see the floor sees himself and his calls."""
        masked = not who.may(Action.SEE_NUMBERS)
        if not who.may(Action.SEE_FLOOR):
            return cls(topics & OF_ONESELF, masked, only=who.person)
        return cls(topics, masked, tuple(sorted(who.parts)), asides=who.may(Action.SUPERVISE))

    def sees(self, row: Row, people: Mapping[str, Row]) -> bool:
        """Whether this row is for him. `people` tells whose calls are whose."""
        match row:
            case PersonRow():
                return self._sees_person(row)
            case CallRow():
                return self._sees_call(row, people)
            case QueueRow() | AlarmRow():
                return self.only is None

    def shown(self, row: Row) -> Row:
        """The row as it is shown."""
        if not isinstance(row, CallRow):
            return row
        if row.asides and not self.asides:
            row = replace(row, asides=())
        return replace(row, number=mask_number(row.number), name=mask_text(row.name)) if self.masked else row

    def _sees_person(self, row: PersonRow) -> bool:
        if self.only is not None:
            return row.id == self.only
        return not self.parts or Visitor("", "", frozenset(), parts=self.parts).sees(row.unit)

    def _sees_call(self, row: CallRow, people: Mapping[str, Row]) -> bool:
        if self.only is not None:
            return bool(self.only) and row.person == self.only
        if not self.parts or not row.person:
            return True
        person = people.get(row.person)
        return isinstance(person, PersonRow) and self._sees_person(person)

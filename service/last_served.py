"""Who served a caller last: of this very call, else of his latest call that is remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from calls.contact import ContactRecord
from calls.ids import CallId, PersonId

REMEMBERED = 20_000
"""Callers, the latest ones."""
NOBODY = PersonId("")


class LastServed:
    """Remembers by number. `record` tells of open calls, `before` of those of an earlier service, the latest last."""

    def __init__(
        self, record: Callable[[CallId], ContactRecord | None], before: Iterable[tuple[str, PersonId]] = ()
    ) -> None:
        self._record = record
        self._people: dict[str, PersonId] = {}
        for number, person in before:
            self._remember(number, person)

    def ended(self, record: ContactRecord) -> None:
        """A call is over: who talked in it last is remembered."""
        if record.number and record.talks:
            self._remember(record.number, PersonId(record.talks[-1].whom))

    def _remember(self, number: str, person: PersonId) -> None:
        self._people.pop(number, None)
        self._people[number] = person
        if len(self._people) > REMEMBERED:
            del self._people[next(iter(self._people))]

    def of(self, call: CallId, number: str) -> PersonId:
        """Nobody, where nothing is remembered."""
        record = self._record(call)
        if record is not None and record.talks:
            return PersonId(record.talks[-1].whom)
        return self._people.get(number, NOBODY) if number else NOBODY

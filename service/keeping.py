"""People's states into the store and out of it again (P8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from acd.messages import KnownPerson, PersonChanged
from acd.states import PersonState
from calls.ids import PersonId
from store.people import PersonKept

STATES = frozenset(state.value for state in PersonState)


class PeopleKeeper(Protocol):
    """Who keeps people's states across restarts."""

    def keep(self, change: PersonChanged) -> None:
        """Keep a change. Never blocks."""
        ...

    def known(self) -> Sequence[KnownPerson]:
        """The last state kept of everybody."""
        ...


class KeptPeople:
    """The last state of everybody: written behind, and at hand."""

    def __init__(self, write: Callable[[PersonKept], None], kept: Sequence[PersonKept]) -> None:
        """`write` keeps one in the store; `kept` is what it had at the start."""
        self._write = write
        self._known = {one.person: one for one in kept}

    def keep(self, change: PersonChanged) -> None:
        """Keep a change."""
        kept = PersonKept(
            change.person,
            change.after.value,
            change.reason,
            change.since,
            change.until,
            change.wish.value,
            change.wish_reason,
            change.taken_today,
        )
        self._known[change.person] = kept
        self._write(kept)

    def known(self) -> Sequence[KnownPerson]:
        """Everybody's last state. One that only a newer version knows is left out: he starts as if never seen."""
        return [_known(one) for one in self._known.values() if one.state in STATES]


def _known(kept: PersonKept) -> KnownPerson:
    return KnownPerson(
        PersonId(kept.person),
        PersonState(kept.state),
        kept.reason,
        kept.since,
        kept.until,
        wish=PersonState(kept.wish) if kept.wish in STATES else None,
        wish_reason=kept.wish_reason,
        taken_today=kept.taken_today,
    )

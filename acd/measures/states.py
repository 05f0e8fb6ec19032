"""What people were doing, and for how long, from the changes of their states (P8): every change has its own since.

One pass over all changes in order of time. A state lasts until the next change of the same person, or, of the last one,
until `finish`. The wrap-up after a call is that which follows the conversation of that very call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from acd.states import PersonState
from calls.ids import CallId, PersonId

ABOUT = "call "
"""How the reason begins of a person who is kept by a call (`acd.person_moves.about`)."""


@dataclass(frozen=True, slots=True)
class Change:
    """A person is in `state` from `since` on (epoch seconds), because of `reason`; `until`: when it ends by itself."""

    person: PersonId
    state: PersonState
    reason: str
    since: float
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A person was in one state from `since` to `until`."""

    person: PersonId
    state: PersonState
    reason: str
    since: float
    until: float


@dataclass(slots=True)
class _Now:
    change: Change
    call: CallId = CallId("")


class StateClock:
    """Takes in changes, oldest first; gives each stretch that ends to `on_stretch`, and knows wrap-ups by call."""

    def __init__(self, on_stretch: Callable[[Stretch], None]) -> None:
        self._on_stretch = on_stretch
        self._now: dict[PersonId, _Now] = {}
        self._wrapped: dict[tuple[PersonId, CallId], float] = {}

    def changed(self, change: Change) -> None:
        """A person is in a new state, or in the same for another reason. One told again changes nothing."""
        known = self._now.get(change.person)
        if known is None:
            self._now[change.person] = _Now(change, _call(change))
            return
        if change.since < known.change.since:
            return
        self._close(known, change.since)
        same = (change.state, change.reason) == (known.change.state, known.change.reason)
        self._now[change.person] = _Now(change, known.call if same or change.state is WRAP_UP else _call(change))

    def finish(self, at: float) -> None:
        """Everything that lasts is counted up to `at`, and goes on from there."""
        for person, now in self._now.items():
            if now.change.since < at:
                self._close(now, at)
                self._now[person] = _Now(_moved(now.change, at), now.call)

    def wrapped(self, person: PersonId, call: CallId) -> float:
        """Seconds of wrap-up of this person after this call, asked once; one that lasts counts as long as it may last."""
        done = self._wrapped.pop((person, call), 0.0)
        now = self._now.get(person)
        if now is None or now.call != call or now.change.state is not WRAP_UP or now.change.until is None:
            return done
        return done + max(0.0, now.change.until - now.change.since)

    def people(self) -> Iterator[PersonId]:
        """Everybody of whom something is known."""
        return iter(self._now)

    def _close(self, now: _Now, at: float) -> None:
        was = now.change
        if at <= was.since:
            return
        self._on_stretch(Stretch(was.person, was.state, was.reason, was.since, at))
        if was.state is WRAP_UP and now.call:
            key = (was.person, now.call)
            self._wrapped[key] = self._wrapped.get(key, 0.0) + at - was.since


WRAP_UP = PersonState.WRAP_UP


def _call(change: Change) -> CallId:
    return CallId(change.reason.removeprefix(ABOUT)) if change.reason.startswith(ABOUT) else CallId("")


def _moved(change: Change, since: float) -> Change:
    return Change(change.person, change.state, change.reason, since, change.until)

"""What those who look on ask again and again: one person, one caller, the figures of one queue. Never a whole snapshot.

The dispatcher does not know that somebody looks on. Who does says whom to look at again, and the figures of the queues follow:
`note_person` and `note_contact` count what has become of one, whatever it was, and name the queues whose figures may be others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, fields
from heapq import heapify, heappop, heappush
from typing import Any

from acd import weighed
from acd.centre import Centre
from acd.duty import ON_DUTY
from acd.live import LiveContact
from acd.messages import Configured, Decision, Event, Recovered
from acd.offers import Offer
from acd.patience import left_by
from acd.queues import Queue
from acd.snapshot import PersonView, WaitingView, person_view, waiting_view
from acd.states import ContactState, PersonState
from calls.ids import CallId, PersonId

MOST_ORDERED = 400
"""Callers of one queue that are put in order by score; more of them are told in the order in which they came."""
HALF = 0.5


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """A queue at one instant. `waiting`: callers on the line who are not joined to anybody; `since`: when the first of them came.

    Of the people who serve it: `ready`, `talking`, and `on_duty` in all.
    """

    waiting: int
    since: float | None
    ready: int
    talking: int
    on_duty: int


@dataclass(slots=True)
class _Tally:
    waiting: dict[CallId, float] = field(default_factory=dict)
    oldest: list[tuple[float, CallId]] = field(default_factory=list)
    ready: int = 0
    talking: int = 0
    on_duty: int = 0

    def count(self, state: PersonState, by: int) -> None:
        self.ready += by * (state is PersonState.READY)
        self.talking += by * (state is PersonState.TALKING)
        self.on_duty += by * (state in ON_DUTY)

    def since(self) -> float | None:
        """The heap keeps who has left until he comes to its top."""
        while self.oldest and self.waiting.get(self.oldest[0][1]) != self.oldest[0][0]:
            heappop(self.oldest)
        if len(self.oldest) > 2 * len(self.waiting) + 64:
            self.oldest = [(joined, call) for call, joined in self.waiting.items()]
            heapify(self.oldest)
        return self.oldest[0][0] if self.oldest else None


class Onlooking:
    """One look at the centre after the other. `begin` before the first, and whenever people or queues were changed."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._tallies: dict[str, _Tally] = {}
        self._counted: dict[PersonId, tuple[tuple[str, ...], PersonState]] = {}
        self._waits: dict[CallId, str] = {}
        self._talks: dict[CallId, PersonId] = {}
        """Who talks with whom: a caller who goes is the last to name his person."""
        self._index: object = None
        """Who serves what, as it was when all were counted: another one is made whenever queues come or go."""

    def begin(self) -> None:
        """Count everybody anew."""
        self._index = self._centre.roster.served_by
        self._tallies, self._counted, self._waits, self._talks = {}, {}, {}, {}
        for person in self._centre.roster.people:
            self.note_person(person)
        for contact in self._centre.contacts:
            self.note_contact(contact)

    # --- what changed

    def touched(self, told: Iterable[Event | Decision], people: set[PersonId], contacts: set[CallId]) -> bool:
        """Add who may be other than before, after the dispatcher was told an event and has decided. True: everybody may be."""
        everybody = self._index is not self._centre.roster.served_by
        for each in told:
            names = _NAMES.get(type(each))
            if names is None:
                names = _NAMES[type(each)] = _names_of(each)
            for name in names:
                self._touch(name, getattr(each, name), people, contacts)
            everybody = everybody or isinstance(each, Configured | Recovered)
        return everybody

    def _touch(self, name: str, value: Any, people: set[PersonId], contacts: set[CallId]) -> None:
        offer = value if isinstance(value, Offer) else self._centre.offers.get(value) if name == "offer" else None
        if offer is not None:
            people.add(offer.person)
            contacts.add(offer.contact)
        elif name == "person":
            people.add(value)
        elif name == "contact":
            contacts.add(value)
            if value in self._talks:
                people.add(self._talks[value])

    def note_person(self, person: PersonId) -> Collection[str]:
        """Count what he is doing now. The queues whose figures may be others."""
        before = self._counted.pop(person, None)
        live = self._centre.roster.people.get(person)
        after = (self._centre.roster.served_by.get(person, ()), live.state) if live else None
        if after is not None and live is not None:
            self._counted[person] = after
            self._talks.update(dict.fromkeys(live.talks, person))
        if before == after:
            return ()
        for counted, by in ((before, -1), (after, +1)):
            if counted is not None:
                self._count(*counted, by)
        return {*(before[0] if before else ()), *(after[0] if after else ())}

    def note_contact(self, contact: CallId) -> Collection[str]:
        """Count him where he waits now, if he does. The queues whose figures may be others."""
        live = self._centre.contacts.get(contact)
        before, after = self._waits.pop(contact, None), live.queue if live and _waits(live) else None
        if live is None:
            self._talks.pop(contact, None)
        if before is not None and before != after:
            self._tally(before).waiting.pop(contact, None)
        if after is not None and live is not None:
            self._waits[contact] = after
            tally = self._tally(after)
            if tally.waiting.get(contact) != live.joined_at:
                tally.waiting[contact] = live.joined_at
                heappush(tally.oldest, (live.joined_at, contact))
        return {queue for queue in (before, after) if queue is not None}

    def _count(self, queues: tuple[str, ...], state: PersonState, by: int) -> None:
        for queue in queues:
            self._tally(queue).count(state, by)

    def _tally(self, queue: str) -> _Tally:
        tally = self._tallies.get(queue)
        if tally is None:
            tally = self._tallies[queue] = _Tally()
        return tally

    # --- what is there

    @property
    def people(self) -> Collection[PersonId]:
        """Everybody."""
        return self._centre.roster.people.keys()

    @property
    def queues(self) -> Collection[str]:
        """Every queue, those that are only left for their last callers included."""
        return self._centre.roster.queues.keys()

    def contacts(self) -> Collection[CallId]:
        """Every contact that the dispatcher knows."""
        return self._centre.contacts.keys()

    def person(self, person: PersonId, now: float) -> PersonView | None:
        """One person; None: nobody has this name."""
        live = self._centre.roster.people.get(person)
        return person_view(self._centre, live, now) if live else None

    def serves(self, person: PersonId) -> tuple[str, ...]:
        """The queues that he serves."""
        return self._centre.roster.served_by.get(person, ())

    def queue(self, name: str) -> Queue | None:
        """One queue as the plan has it."""
        return self._centre.roster.queues.get(name)

    def figures(self, queue: str) -> QueueFigures | None:
        """One queue in figures; None: there is none of this name."""
        if queue not in self._centre.roster.queues:
            return None
        tally = self._tally(queue)
        return QueueFigures(len(tally.waiting), tally.since(), tally.ready, tally.talking, tally.on_duty)

    def waiting(self, queue: str) -> Collection[CallId]:
        """Who waits there on the line, in no order."""
        return self._tally(queue).waiting.keys()

    def in_order(self, queue: str, now: float) -> list[CallId]:
        """The same as they would be served."""
        found = (self._centre.contacts.get(contact) for contact in self._tally(queue).waiting)
        contacts = [contact for contact in found if contact is not None]
        if queue in self._centre.lines and len(contacts) <= MOST_ORDERED:
            contacts = weighed.in_order(self._centre, queue, contacts, now)
        else:
            contacts.sort(key=lambda contact: (-contact.priority, contact.joined_at, contact.id))
        return [contact.id for contact in contacts]

    def caller(self, contact: CallId, position: int, now: float) -> WaitingView | None:
        """One caller who waits, at this place (from 1; 0: not known). None: he does not."""
        live = self._centre.contacts.get(contact)
        if live is None or live.state is ContactState.TALKING or live.queue not in self._centre.roster.queues:
            return None
        return waiting_view(self._centre, live, position, now)

    def patient_for(self, contact: CallId) -> float | None:
        """Seconds after which half of such callers have given up; None: nobody can tell."""
        live = self._centre.contacts.get(contact)
        if live is None or live.standing is None:
            return None
        seconds = left_by(live.standing.patience, live.standing.hazard, HALF)
        return seconds if seconds != float("inf") else None


_NAMES: dict[type, tuple[str, ...]] = {}
"""By kind of event or decision: its fields that name somebody."""


def _names_of(told: Event | Decision) -> tuple[str, ...]:
    return tuple(each.name for each in fields(told) if each.name in ("person", "contact", "offer"))


def _waits(contact: LiveContact) -> bool:
    return contact.here and contact.state is not ContactState.TALKING

"""One match over all queues: every waiting caller and every free person, callers in global order (P5, P6).

One pass is enough: giving a person to a caller never helps a caller who stands before him.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge

from acd import explain, offer_moves
from acd.centre import Centre
from acd.first_choices import in_turn
from acd.live import LiveContact, LivePerson
from acd.offers import OfferKind, kind_of
from acd.states import ContactState, PersonState
from acd.strategies import by_priority
from calls.ids import PersonId


@dataclass(frozen=True, slots=True)
class Match:
    """Who gets a contact, and how he was found: as one to try first (perhaps somebody's deputy), or among `free`."""

    live: LivePerson
    deputy_of: PersonId | None = None
    free: Sequence[LivePerson] = ()


def match(centre: Centre, now: float) -> None:
    """Make every offer that can be made."""
    for contact in _callers(centre):
        if contact.state is ContactState.WAITING:
            found = find(centre, contact)
            if found:
                because = explain.because(centre, contact, found, now)
                offer_moves.make(centre, contact, found.live, because, now)


def find(centre: Centre, contact: LiveContact) -> Match | None:
    """The person for this contact now, if there is one. Changes nothing (P14)."""
    return _first_choice(centre, contact) or _of_the_queue(centre, contact)


def _callers(centre: Centre) -> Iterator[LiveContact]:
    """Callers for whom somebody might be free, the first of all queues first."""
    queues = [_of_line(centre, queue) for queue, line in centre.lines.items() if line]
    seeking = sorted(centre.sought.of(centre.roster.free), key=by_priority)
    return merge(seeking, *queues, key=by_priority)


def _of_line(centre: Centre, queue: str) -> Iterator[LiveContact]:
    if not centre.roster.has_idle(queue):
        return
    for contact in centre.lines[queue]:
        yield contact
        if not centre.roster.has_idle(queue):
            return


def _first_choice(centre: Centre, contact: LiveContact) -> Match | None:
    for person, boss in in_turn(centre.roster.people, contact.next_up):
        live = centre.roster.people.get(person)
        if live and live.state is PersonState.READY and person not in contact.refused:
            return Match(live, deputy_of=boss)
    return None


def _of_the_queue(centre: Centre, contact: LiveContact) -> Match | None:
    free = centre.roster.idle(contact.queue, contact.refused)
    agents = [live for live in free if kind_of(live.person) is OfferKind.AGENT]
    free = agents or free
    if not free:
        return None
    queue = centre.roster.queues[contact.queue]
    chosen = centre.strategies.choices[queue.choice](free, queue)
    return Match(chosen, free=free) if chosen else None
